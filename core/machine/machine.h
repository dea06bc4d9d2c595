// SPDX-License-Identifier: Apache-2.0
#pragma once
// The pure heart: what should happen next, and what follows from what did happen.
// No clock, thread, file or SQL may be included in this room.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/document/document.h"
#include "core/machine/event.h"
#include "core/machine/state.h"

namespace ssm {

/// Leave Pending as soon as a slot is free.
struct Begin {};
/// Resolve the step's inputs and start it.
struct StartStep {
  std::string step;
};
/// Call the step's action (first time, wake-up, or signals to look at).
struct Advance {
  std::string step;
};
/// The attempt ran out of time: stop what the action started, then fail the attempt.
struct TimeOut {
  std::string step;
};
/// Stop the step: it was cancelled.
struct Cancel {
  std::string step;
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
Decision decide(const Document& document, const ExecutionState& state, Time now);

/// What follows from an event. Total: an event that does not fit (a step that ended twice, a
/// signal after the end) changes nothing but the sequence number.
ExecutionState apply(const Document& document, ExecutionState state, const Event& event);

/// Whether a signal fits the state. Errors: InvalidAutomationSignalException,
/// AutomationStepNotFoundException. Source: spec/documents-and-engine 7.4.
Completed check_signal(const Document& document, const ExecutionState& state, const Signal& signal);

/// Whether a stop request fits. Errors: InvalidAutomationStatusUpdateException. Source: 7.3.
Completed check_stop(const ExecutionState& state, bool complete);

/// Interactive mode: the names that StartStep may give now. Source: 7.2.
std::vector<std::string> startable_steps(const Document& document, const ExecutionState& state);

/// The moment from which decide() gives something to do: `now` or earlier = at once, nullopt =
/// only after a signal.
std::optional<Time> due_time(const Document& document, const ExecutionState& state, Time now);

/// The attempt of `step` failed: the event that says so (another attempt, or the end of the step).
Event failure_event(const Document& document, const ExecutionState& state, const std::string& step,
                    Failure failure, Time now);

}  // namespace ssm
