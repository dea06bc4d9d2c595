// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/machine/state.h"

namespace ssm {

/// At a branch no choice applied: Default, or what follows.
inline constexpr std::int64_t kNoChoice = -1;
/// A loop ended because of its MaxIterations.
inline constexpr std::int64_t kEndedByLimit = 1;

/// A slot is free: the execution leaves Pending.
struct ExecutionBegan {};
/// A step starts; its inputs are resolved (as far as that went, when they could not be).
struct StepStarted {
  std::string step;
  Json inputs;
  std::optional<Milliseconds> timeout;  // of one attempt
};
/// The action wants to be called again: at `wake_at`, or when a signal comes.
struct StepSuspended {
  std::string step;
  Json memo;
  std::optional<Time> wake_at;
  Awaits awaits = Awaits::kNothing;
  Json outputs;  // shown already while waiting; null = none
  std::int64_t signals_seen = 0;
  bool is_stopping = false;  // it ran out of time, and its action has not stopped yet
};
/// An attempt failed and another one is left.
struct AttemptFailed {
  std::string step;
  Failure failure;
};
struct StepSucceeded {
  std::string step;
  Json outputs;
  std::string next;  // aws:branch: the chosen step; empty = the flow decides
  Json variables;    // aws:updateVariable: names to new values; null = none
  /// aws:branch: the number of the choice that was taken, kNoChoice when none applied. aws:loop:
  /// kEndedByLimit, or nullopt when it came to its end. nullopt: another action, or an event
  /// written before choices were recorded.
  std::optional<std::int64_t> choice = {};
  std::string warning = {};  // what the outputs lack; mostly empty
};
struct StepFailed {
  std::string step;
  Failure failure;
  Json outputs;  // null = none
};
/// The running step was stopped (StopStep, cancellation).
struct StepCancelled {
  std::string step;
  Json outputs = {};  // what the action had before; null = none
};
/// A loop begins its next iteration: its inner steps are as new.
struct IterationBegan {
  std::string step;                      // the loop
  Json memo;                             // what its action wants back when the iteration has ended
  Json values;                           // the loop's outputs from now on; null = as before
  std::optional<std::string> item = {};  // what the iteration is for, as text; nullopt = nothing
};
/// An execution that the step started has ended: its action is called again.
struct ChildEnded {
  std::string step;
  std::string execution_id;
  Status status = Status::kSuccess;
};
/// A signal was accepted.
struct SignalAccepted {
  Signal signal;
};
/// StopAutomationExecution was accepted.
struct StopAccepted {
  bool complete = false;  // Type Complete; otherwise Cancel
  std::string caller;
};
struct ExecutionEnded {
  Status status = Status::kSuccess;
  std::string failure_message;
};

/// What happened, and when. An execution's history is the list of its events.
struct Event {
  Time time;
  std::variant<ExecutionBegan, StepStarted, StepSuspended, AttemptFailed, StepSucceeded, StepFailed,
               StepCancelled, IterationBegan, ChildEnded, SignalAccepted, StopAccepted,
               ExecutionEnded>
      what;
};

/// "StepStarted".
std::string_view name_of(const Event& event);
/// The step it is about, or empty.
std::string_view step_of(const Event& event);

/// For the history: the event as JSON text.
std::string to_text_of(const Event& event);
/// Errors: kMalformed, also for an event that this version does not know.
Result<Event> read_event(std::string_view text);

}  // namespace ssm
