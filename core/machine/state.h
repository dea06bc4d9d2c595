// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/machine/status.h"
#include "core/plan/plan.h"

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

/// Why an iteration of a loop ended early.
struct BodyFailure {
  std::string step;  // that failed in it
  Failure failure;
};

/// A failure that the flow went past and that decides about the execution in the end.
struct PassedOver {
  Failure failure;
  std::int64_t run_order = 0;  // of the step that failed
};

/// The member of a step's memo that tells people what the step waits for: "node i-1 to be online".
inline constexpr std::string_view kWaitsFor = "WaitsFor";

/// A signal as it was accepted.
struct Signal {
  std::string type;               // Approve, Reject, StartStep, StopStep, Resume
  Json payload = Json::object();  // name to list of strings
  std::string caller;             // ARN
  Time time;
};

/// One step execution. Of a step inside a loop that of the loop's present iteration.
struct StepState {
  std::string id;
  std::string name;
  std::string action;
  Status status = Status::kPending;
  bool is_inner = false;            // inside a loop
  std::int64_t iteration = 0;       // of the loop that it is in, from 1
  std::int64_t round = 0;           // which of the loop's `rounds` that is; 0: none yet
  std::string loop_id;              // the step execution of that loop
  std::optional<std::string> item;  // what that iteration is for, as text
  std::int64_t run_order = 0;       // 1 = ran first; 0 = not started
  std::optional<Time> started;
  std::optional<Time> ended;
  std::int64_t attempt = 0;       // of the current run, from 1
  Json inputs = Json::object();   // resolved, typed
  Json outputs = Json::object();  // typed
  std::string warning;            // what they lack; mostly empty
  std::optional<Failure> failure;
  std::vector<std::string> valid_next_steps;
  Json memo;                    // what the action wants back at its next call
  std::optional<Time> wake_at;  // call the action again then
  std::optional<Milliseconds> timeout;
  std::optional<Time> deadline;  // of the current attempt
  bool is_stopping = false;      // past its deadline, and its action has not stopped yet
  Awaits awaits = Awaits::kNothing;
  std::vector<Signal> signals;    // for the current attempt, in order of arrival
  std::int64_t signals_seen = 0;  // how many of them the action was called with

  // Of a loop:
  std::int64_t iterations = 0;              // how many began in this attempt
  std::int64_t rounds = 0;                  // how many began in all its runs and attempts
  std::optional<std::string> present_item;  // what the present iteration is for, as text
  std::optional<BodyFailure> body_failure;  // why the present iteration ended early
  std::int64_t failures_passed = 0;         // in this attempt, whatever they decide
  std::optional<PassedOver> passed_over;    // of these the one that decides

  // Programs that counted no rounds knew the iterations of one run and attempt.
  std::int64_t round_of_loop() const { return std::max(round, iteration); }
  std::int64_t rounds_begun() const { return std::max(rounds, iterations); }
};

/// The execution that started this one, and where.
struct Parent {
  std::string execution_id;
  std::string step;
  std::int64_t index = 0;  // which of the children of that step
  std::int64_t above = 0;  // executions that the parent itself descends from
  std::string root = {};   // the topmost of them; empty: the parent itself
};

/// One execution. Everything decide() needs, and nothing of the world.
///
/// Between two events these hold:
/// - `position` leads from the outermost step under way to the innermost: each but the last is the
///   loop that the next one is in. Steps in it have started and have not ended.
/// - the steps inside a loop that has no iteration yet are as new.
/// - `next` is set only while no step of its own list is under way, and names a step that may
/// start.
/// - before ExecutionBegan and after the end both are empty.
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
  std::optional<Parent> parent;
  Status status = Status::kPending;
  Time created;
  std::optional<Time> ended;
  std::string failure_message;
  std::vector<StepState> steps;         // by StepIndex
  std::vector<StepIndex> position;      // under way, outermost first; empty between steps
  std::optional<StepIndex> next;        // starts next
  std::optional<StepIndex> last;        // ended last
  std::optional<StepIndex> stopped_by;  // the step whose failure (Abort) or stop ended the flow
  bool cancel_requested = false;
  std::optional<Time> cancel_deadline;  // for the steps of onCancel
  bool complete_requested = false;
  std::int64_t steps_started = 0;
  std::int64_t sequence = 0;  // events applied so far

  StepState& operator[](StepIndex step) { return steps[place_of(step)]; }
  const StepState& operator[](StepIndex step) const { return steps[place_of(step)]; }
  const StepState* find_step(std::string_view name) const;
  const StepState* find_step_by_id(std::string_view id) const;
  /// The innermost step under way; nullopt between steps.
  std::optional<StepIndex> current() const {
    return position.empty() ? std::nullopt : std::optional(position.back());
  }
  /// The step that runs, waits or is about to start; nullptr between steps and after the end.
  const StepState* active_step() const;
  bool is_terminal() const { return ssm::is_terminal(status); }
  /// Whether the steps of onCancel have used up their time: nothing starts then, or is waited for.
  bool is_out_of_time(Time now) const { return cancel_deadline && *cancel_deadline <= now; }
  /// When the loops around the innermost step under way have to be at their end, the first of them.
  std::optional<Time> deadline_around() const;
  /// Whether there is no time left in which `next` could start: that of onCancel, or of the loops
  /// that it is in.
  bool is_next_out_of_time(Time now) const;
};

/// The state of an execution of `plan` that was just accepted: Pending, every step Pending. Step
/// execution ids follow from the execution's.
ExecutionState initial_state(const Plan& plan, std::string id);

/// A step inside a loop as the loop's present iteration finds it: another step execution. Until it
/// runs it has the outputs that it had in an earlier iteration of the same attempt of the loop.
StepState as_new(StepState step, const StepState& loop);

/// Steps in the order the service lists them: those that ran, as they ran, then the others. Of the
/// steps inside loops only those that ran, with `earlier`, the runs of earlier iterations.
std::vector<const StepState*> in_listing_order(const ExecutionState& state,
                                               std::span<const StepState> earlier = {});

/// For the store. The text of an execution is without its steps, which are rows of their own.
std::string to_text_of(const StepState& step);
std::string to_text_of(const ExecutionState& state);
/// Errors: kMalformed.
Result<StepState> read_step(std::string_view text);
/// Errors: kMalformed. `steps` are the execution's, to which its text refers by their names.
Result<ExecutionState> read_execution(std::string_view text, std::vector<StepState> steps);

}  // namespace ssm
