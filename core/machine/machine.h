// SPDX-License-Identifier: Apache-2.0
#pragma once
// The pure heart: what should happen next, and what follows from what did happen.
// No clock, thread, file or SQL may be included in this room.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/machine/event.h"
#include "core/machine/state.h"
#include "core/plan/plan.h"

namespace ssm {

/// Leave Pending as soon as a slot is free.
struct Begin {};
/// Resolve the step's inputs and start it.
struct StartStep {
  StepIndex step{};
};
/// Call the step's action (first time, wake-up, or signals to look at).
struct Advance {
  StepIndex step{};
};
/// The attempt ran out of time: stop what the action started, then fail the attempt.
struct TimeOut {
  StepIndex step{};
};
/// Stop the step: it was cancelled.
struct Cancel {
  StepIndex step{};
};
/// Nothing is left to do.
struct Finish {
  Status status = Status::kSuccess;
  std::string failure_message;
};
/// Nothing to do before `until` (nullopt: before a signal).
struct Rest {
  std::optional<Time> until;
};

using Decision = std::variant<Begin, StartStep, Advance, TimeOut, Cancel, Finish, Rest>;

/// What should happen next.
Decision decide(const Plan& plan, const ExecutionState& state, Time now);

/// The code of the error of apply().
inline constexpr const char* kDoesNotFit = "DoesNotFit";

/// What follows from an event. Errors: kDoesNotFit when it cannot happen in this state (a step that
/// ended twice, a signal after the end); the message names the event and what stands against it,
/// and the state stays as it was.
Completed apply(const Plan& plan, ExecutionState& state, Event event);

/// Whether a signal fits the state. `earlier`: the runs that steps inside loops had in earlier
/// iterations, which have ended. Errors: InvalidAutomationSignalException,
/// AutomationStepNotFoundException. Source: spec/documents-and-engine 7.4.
Completed check_signal(const Plan& plan, const ExecutionState& state, const Signal& signal,
                       std::span<const StepState> earlier = {});

/// Whether a stop request fits. Errors: InvalidAutomationStatusUpdateException. Source: 7.3.
Completed check_stop(const ExecutionState& state, bool complete);

/// Interactive mode: the names that StartStep may give now. Source: 7.2.
std::vector<std::string> startable_steps(const Plan& plan, const ExecutionState& state);

/// What the execution waits for that somebody has to bring about, in a clause without a full stop:
/// a signal, or what an action tells of (kWaitsFor). Empty: for nothing.
std::string awaited_text(const Plan& plan, const ExecutionState& state);

/// Whether the flow may go on to `target` when `from`, a branch, chooses it. Errors: kDoesNotFit,
/// the message says why not.
Completed check_target(const Plan& plan, const ExecutionState& state, StepIndex from,
                       std::string_view target);

/// The moment from which decide() gives something to do: `now` or earlier = there is something to
/// do already, nullopt = only after a signal.
std::optional<Time> due_time(const Plan& plan, const ExecutionState& state, Time now);

/// The attempt of `step` failed: the event that says so (another attempt, or the end of the step).
Event failure_event(const Plan& plan, const ExecutionState& state, StepIndex step, Failure failure,
                    Time now);

}  // namespace ssm
