// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/quotas.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/engine/action.h"
#include "core/launch/launch_context.h"
#include "core/store/database.h"

namespace ssm {

struct DriverOptions {
  Quotas quotas;
  int workers = 32;  // at most; 0: actions run on the caller's thread (tests)
  // For executions that steps start, see LaunchContext.
  std::span<const PredefinedDocument> predefined = {};
  const ParameterStore* parameter_store = nullptr;
  bool allows_retired_runtimes = false;
  HasProgram has_program = {};
  Web* web = nullptr;            // nullptr: nothing goes over the network
  Programs* programs = nullptr;  // nullptr: no program runs
  ScriptLines* lines = nullptr;  // nullptr: nobody counts them
  /// A step of an execution is about to begin or to be called. On the driver's thread, as the next.
  std::function<void(const std::string& execution_id, const std::string& step)> will_run = {};
  /// Makes of a job for a worker what the worker is to run. On the driver's thread, in the order in
  /// which jobs are given to workers.
  std::function<std::function<void()>(std::function<void()> job)> on_worker = {};
  /// Events have been committed.
  std::function<void()> has_progressed = {};
};

/// Carries out what the machine decides: loads executions that are due, runs their actions, and
/// commits each event with the rows it changes in one transaction. Transitions of many executions
/// share a commit when load is high. One driver per state directory.
class Driver {
 public:
  Driver(Database& database, Clock& clock, Cloud& cloud, const ActionCatalog& actions,
         FindAction find_action, DriverOptions options);
  /// Interrupts the calls of actions that are under way and drops their results: the store still
  /// says that they are to be made.
  ~Driver();

  /// Does everything that is due now, including what becomes due meanwhile; returns when nothing
  /// is left to do before next_due(), or once `should_stop`, asked after each commit, is true: a
  /// step with many attempts could otherwise keep the caller here. Errors: those of the database.
  /// Nothing is lost then: results of actions are kept until a commit succeeds. Call it again.
  Completed run_until_idle(const std::function<bool()>& should_stop = {});

  /// When there is something to do again, a past time when there is already; nullopt = only after
  /// somebody changes the state, or an action that runs comes to its end.
  Result<std::optional<Time>> next_due();

  /// `wake` is called on any thread when a worker has finished or asks something; the owner's loop
  /// wakes up and calls run_until_idle() again. With workers > 0 run_until_idle() returns while
  /// actions are running.
  void on_completion(std::function<void()> wake);
  bool has_running_actions() const;

  /// Sentences about executions that were ended because they cannot go on (for the log).
  std::vector<std::string> take_problems();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ssm
