// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/document/action.h"
#include "core/document/document.h"
#include "core/machine/status.h"

namespace ssm {

enum class Mode { kAuto, kInteractive };

/// Why an attempt of a step did not succeed.
struct Failure {
  std::string stage;              // InputValidation, PreVerification, Invocation, PostVerification
  std::string type;               // Action, Permission, Throttling, Verification, Internal
  std::string message;            // the step's FailureMessage, complete
  Json details = Json::object();  // FailureDetails.Details: name to list of strings
  bool timed_out = false;
  bool may_retry = true;  // false: maxAttempts does not apply (bad input, rejection)
};

/// A signal as it was accepted.
struct Signal {
  std::string type;               // Approve, Reject, StartStep, StopStep, Resume
  Json payload = Json::object();  // name to list of strings
  std::string caller;             // ARN
  Time at;
};

/// One step execution.
struct StepState {
  std::string id;
  std::string name;
  std::string action;
  Status status = Status::kPending;
  std::int64_t run_order = 0;  // 1 = ran first; 0 = not started
  std::optional<Time> started;
  std::optional<Time> ended;
  std::int64_t attempt = 0;       // of the current run, from 1
  Json inputs = Json::object();   // resolved, typed
  Json outputs = Json::object();  // typed
  std::optional<Failure> failure;
  std::vector<std::string> valid_next_steps;
  Json memo;                    // what the action wants back at its next call
  std::optional<Time> wake_at;  // call the action again then
  std::optional<Milliseconds> timeout;
  std::optional<Time> deadline;  // of the current attempt
  Awaits awaits = Awaits::kNothing;
  std::vector<Signal> signals;    // for the current attempt, in order of arrival
  std::int64_t signals_seen = 0;  // how many of them the action was called with
};

/// One execution. Everything decide() needs, and nothing of the world.
struct ExecutionState {
  std::string id;
  std::string document_name;
  std::string document_version;  // a number, resolved
  Mode mode = Mode::kAuto;
  std::string account;
  std::string region;
  std::string executed_by;
  Json request = Json::object();     // the StartAutomationExecution request as accepted
  Json parameters = Json::object();  // typed, defaults filled in
  Json variables = Json::object();   // typed, current
  /// Null, or of a change request: {"approvals": [step names], "schedule": the step that waits}.
  Json change_request;
  Status status = Status::kPending;
  Time created;
  std::optional<Time> ended;
  std::string failure_message;
  std::vector<StepState> steps;  // in document order
  std::string current_step;      // running, waiting or cancelling; empty between steps
  std::string last_step;         // the step that ended last
  std::string next_step;         // to be started next; empty = none
  std::string stopped_by;        // the failed step whose Abort (or isEnd) ended the flow
  bool flow_ended = false;       // Auto: nothing comes after
  bool cancel_requested = false;
  std::optional<Time> cancel_deadline;  // for the steps of onCancel
  bool complete_requested = false;
  std::int64_t steps_started = 0;
  std::int64_t sequence = 0;  // events applied so far

  const StepState* find_step(std::string_view name) const;
  StepState* find_step(std::string_view name);
  /// The step that runs, waits or is about to start; nullptr between steps and after the end.
  const StepState* active_step() const;
  const StepState* find_step_by_id(std::string_view id) const;
  bool is_terminal() const { return ssm::is_terminal(status); }
};

/// The state of an execution that was just accepted: Pending, every step Pending with an id.
/// `new_id` makes step execution ids.
ExecutionState initial_state(const Document& document, std::string id,
                             const std::function<std::string()>& new_id);

/// Steps in the order the service lists them: those that ran, as they ran, then the others.
std::vector<const StepState*> in_listing_order(const ExecutionState& state);

/// For the store. from_json(to_json(x)) == x.
Json to_json(const StepState& step);
StepState step_from_json(const Json& json);
/// Without `steps`.
Json to_json(const ExecutionState& state);
ExecutionState execution_from_json(const Json& json);

}  // namespace ssm
