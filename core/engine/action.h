// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/account_region.h"
#include "core/base/json.h"
#include "core/base/time.h"
#include "core/document/action.h"
#include "core/engine/children.h"
#include "core/engine/cloud.h"
#include "core/engine/outcome.h"
#include "core/engine/programs.h"
#include "core/engine/script_lines.h"
#include "core/engine/step_log.h"
#include "core/engine/web.h"
#include "core/expression/reference.h"
#include "core/machine/state.h"
#include "core/plan/plan.h"

namespace ssm {

/// What an action sees of its step. It refers to what its caller holds for the time of the call.
struct StepCall {
  const Plan& plan;
  const PlanStep& step;
  const Json& inputs;  // resolved, typed
  const std::string& execution_id;
  const std::string& step_execution_id;
  std::int64_t run_order = 1;
  std::int64_t attempt = 1;
  const AccountRegion& scope;
  const Json& memo;                    // null at the first call of an attempt
  const std::vector<Signal>& signals;  // of this attempt so far
  const Json& variables;               // current values
  Time now;
  /// Requested when the step is cancelled or runs out of time while this call is under way: return
  /// soon, whatever the outcome. Calls within a transaction are never interrupted.
  std::stop_token stop = {};
  /// Of a loop: how many iterations began, and why the last one ended early.
  std::int64_t iterations = 0;
  const BodyFailure* body_failure = nullptr;
  std::optional<Milliseconds> timeout = {};  // of the attempt, from its start; nullopt: none
  /// When the attempt began. What was made later outside may be what this attempt made.
  Time since = {};
  /// The file that an input of format kAttachment names, in base64; nullptr: it is not here.
  const std::string* attachment = nullptr;
  /// What references have for values now, for inputs that are kept as they are written. nullptr on
  /// a worker.
  const Resolver* references = nullptr;

  /// For API members that make a call idempotent: the same at every call of this attempt, also
  /// after a crash. 36 characters.
  std::string client_token() const;
};

/// What an action may use. Nothing else: no clock, no file, no process of its own.
struct Ports {
  Cloud& cloud;
  Children* children = nullptr;  // nullptr but for actions that run kOnStore
  Web* web = nullptr;            // nullptr where nothing may go over the network
  Programs* programs = nullptr;  // nullptr where no program may run
  StepLog* log = nullptr;        // nullptr where nothing is kept of what the step prints
  ScriptLines* lines = nullptr;  // nullptr where nobody counts the lines that scripts run
};

/// One aws:* action. Each call of `advance` makes at most one change outside and says where it got
/// to; it may be repeated after a crash with the same memo and client token.
struct Action {
  using Check = std::optional<Failed> (*)(const StepCall& call);
  using Function = Outcome (*)(const StepCall& call, Ports& ports);

  consteval explicit Action(const ActionSpec& what) : spec(what) {}
  consteval Action(const ActionSpec& what, Function to_advance, Function to_cancel = nullptr)
      : spec(what), advance(to_advance), cancel(to_cancel) {
    spec.is_implemented = what.other_cloud.empty();
  }
  consteval Action(const ActionSpec& what, Check to_check, Function to_advance,
                   Function to_cancel = nullptr, bool (*may_take_long)(const Json& memo) = nullptr)
      : Action(what, to_advance, to_cancel) {
    check = to_check;
    needs_worker = may_take_long;
  }

  ActionSpec spec;
  /// The failure of inputs that are wrong in a way which `spec` does not say. Asked when an attempt
  /// begins, after check_input_values() and before anybody answers for the step: it calls nothing.
  /// The further functions see no inputs but those that it passed. nullptr: `spec` says all.
  Check check = nullptr;
  Function advance = nullptr;  // nullptr: this program does not implement it
  /// Stops what `advance` started, when the step is cancelled or timed out. Suspended: call it
  /// again, it has not stopped yet. Done and Failed: it has; outputs are kept. May be nullptr.
  Function cancel = nullptr;
  /// Of one that runs kInTransaction: whether the call of `advance` with this memo is made on a
  /// worker, as those of one that runs kOnWorker are. nullptr: none is.
  bool (*needs_worker)(const Json& memo) = nullptr;
};

/// The actions that are implemented; nullptr when there is none of that name.
using FindAction = const Action* (*)(std::string_view name);

}  // namespace ssm
