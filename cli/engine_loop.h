// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <thread>

#include "core/base/result.h"
#include "core/os/lock.h"
#include "core/os/state_directory.h"
#include "core/os/wake.h"

namespace ssm {

struct EngineOptions {
  std::chrono::seconds idle{30};  // ends after so long with nothing to do; 0 = never
  bool detached = false;          // started by a command: says nothing when another engine is there
  bool locked = false;            // the command holds the engine's lock and has handed it over
};

/// An engine on a thread of its own, beside what else the process does. While another process runs
/// the engine of the state directory it stands by, and takes over when that one goes. Signals are
/// left to the rest of the process, which has blocked them before.
class BackgroundEngine {
 public:
  /// `waiter`: opened with Signals::kLeft.
  BackgroundEngine(StateDirectory directory, EngineWaiter waiter);
  BackgroundEngine(const BackgroundEngine&) = delete;
  BackgroundEngine& operator=(const BackgroundEngine&) = delete;
  /// Lets the engine finish what it is at.
  ~BackgroundEngine();

  /// There may be something to do. From any thread.
  void wake();

 private:
  void live();

  StateDirectory directory_;
  EngineWaiter waiter_;
  std::atomic<bool> stands_by_{true};
  std::thread thread_;  // last: uses all of the others
};

/// Runs the engine of a state directory until it is told to stop, has nothing to do, or the
/// directory is gone. Lifecycle lines go to standard error. Errors: code "State",
/// "StateDirectory", "Process"; "EngineRuns" when another one holds the lock.
Completed run_engine(const StateDirectory& directory, const EngineOptions& options);

/// What to say when the engine's lock is held by a process that is no engine.
Error held_by_stranger(const StateDirectory& directory, const LockHolder& holder);

/// Whether an engine holds the engine's lock, or nobody does. Errors: code "StateDirectory";
/// "EngineRuns", held_by_stranger(), when a process that is no engine holds it.
Completed check_lock_holder(const StateDirectory& directory);

}  // namespace ssm
