// SPDX-License-Identifier: Apache-2.0
#include "core/document/action.h"
#include "core/document/flow.h"
#include "core/machine/machine.h"

namespace ssm {
namespace {

bool has_passed(const std::optional<Time>& time, Time now) {
  return time && *time <= now;
}

std::optional<Time> earlier(std::optional<Time> a, std::optional<Time> b) {
  if (!a) return b;
  if (!b) return a;
  return std::min(*a, *b);
}

/// Whether a failed step makes the execution fail. Source: spec/documents-and-engine 5.6.
bool counts(const Document& document, const ExecutionState& state, const StepState& step) {
  if (step.name == state.stopped_by) return true;
  const Step* definition = document.find_step(step.name);
  return definition && is_critical(*definition);
}

/// The status that the steps which ran give the execution, and the message of the step that
/// decided.
Finish outcome_of(const Document& document, const ExecutionState& state) {
  const StepState* failed = nullptr;
  const StepState* timed_out = nullptr;
  for (const StepState* step : in_listing_order(state)) {
    if (step->name == state.stopped_by && step->status == Status::kCancelled)
      return {Status::kCancelled, {}};
    if (!step->failure || !is_terminal(step->status) || !counts(document, state, *step)) continue;
    const bool decides = step->name == state.stopped_by;
    if (step->status == Status::kFailed && (!failed || decides)) failed = step;
    if (step->status == Status::kTimedOut && (!timed_out || decides)) timed_out = step;
  }
  if (failed) return {Status::kFailed, failed->failure->message};
  if (timed_out) return {Status::kTimedOut, timed_out->failure->message};
  return {Status::kSuccess, {}};
}

/// Whether the step had its end by its deadline, also when nobody was there to see it.
bool was_done_in_time(const StepState& step) {
  const ActionSpec* spec = find_action_spec(step.action);
  return spec && spec->wake_is_completion && step.wake_at && step.deadline &&
         *step.wake_at <= *step.deadline;
}

Decision decide_current(const ExecutionState& state, const StepState& step, Time now) {
  if (step.status == Status::kCancelling) return Cancel{step.name};
  if (has_passed(state.cancel_deadline, now)) return Cancel{step.name};
  if (step.signals_seen < static_cast<std::int64_t>(step.signals.size())) return Advance{step.name};
  if (has_passed(step.deadline, now) && !was_done_in_time(step)) return TimeOut{step.name};
  const bool is_waiting = step.wake_at || step.awaits != Awaits::kNothing;
  if (!is_waiting || has_passed(step.wake_at, now)) return Advance{step.name};
  return Rest{earlier(earlier(step.wake_at, step.deadline), state.cancel_deadline)};
}

}  // namespace

Decision decide(const Document& document, const ExecutionState& state, Time now) {
  if (state.is_terminal()) return Rest{};
  if (state.status == Status::kPending) return Begin{};
  if (const StepState* current = state.find_step(state.current_step))
    return decide_current(state, *current, now);
  if (state.cancel_requested) {
    if (state.next_step.empty() || has_passed(state.cancel_deadline, now))
      return Finish{Status::kCancelled, {}};
    return StartStep{state.next_step};
  }
  if (state.complete_requested) return outcome_of(document, state);
  if (!state.next_step.empty()) return StartStep{state.next_step};
  if (state.mode == Mode::kInteractive) return Rest{};
  return outcome_of(document, state);
}

std::optional<Time> due_time(const Document& document, const ExecutionState& state, Time now) {
  const Decision decision = decide(document, state, now);
  if (const Rest* rest = std::get_if<Rest>(&decision)) return rest->until;
  return now;
}

std::vector<std::string> startable_steps(const Document& document, const ExecutionState& state) {
  if (state.mode != Mode::kInteractive || state.status != Status::kWaiting ||
      !state.current_step.empty() || state.complete_requested)
    return {};
  if (const StepState* last = state.find_step(state.last_step)) return last->valid_next_steps;
  if (document.main_steps.empty()) return {};
  return {document.main_steps.front().name};
}

Event failure_event(const Document& document, const ExecutionState& state, const std::string& step,
                    Failure failure, Time now) {
  const Step* definition = document.find_step(step);
  const StepState* record = state.find_step(step);
  const std::int64_t allowed = definition ? definition->max_attempts.value_or(1) : 1;
  if (failure.may_retry && record && record->attempt < allowed &&
      record->status != Status::kCancelling)
    return {now, AttemptFailed{step, std::move(failure)}};
  return {now, StepFailed{step, std::move(failure), {}}};
}

}  // namespace ssm
