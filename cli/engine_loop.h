// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "core/base/result.h"
#include "core/os/state_directory.h"

namespace ssm {

struct EngineOptions {
  std::chrono::seconds idle{30};  // ends after so long with nothing to do; 0 = never
  bool detached =
      false;            // started by a command: leaves without a word when another engine is there
  bool locked = false;  // the command holds the engine's lock and has handed it over
};

/// An engine on a thread of its own, beside what else the process does. While another process runs
/// the engine of the state directory it stands by, and takes over when that one goes. Signals are
/// left to the rest of the process, which has blocked them before.
class BackgroundEngine {
 public:
  explicit BackgroundEngine(StateDirectory directory);
  BackgroundEngine(const BackgroundEngine&) = delete;
  BackgroundEngine& operator=(const BackgroundEngine&) = delete;
  /// Lets the engine finish what it is at.
  ~BackgroundEngine();

  /// There may be something to do. From any thread.
  void wake();

 private:
  void live();
  void rest(std::chrono::milliseconds most);

  StateDirectory directory_;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  std::thread thread_;  // last: uses all of the others
};

/// Runs the engine of a state directory until it is told to stop or has nothing to do. Lifecycle
/// lines go to standard error. Errors: code "State", "StateDirectory"; "EngineRuns" when another
/// one holds the lock.
Completed run_engine(const StateDirectory& directory, const EngineOptions& options);

}  // namespace ssm
