// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

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

/// The status that the steps which ran give the execution, and the message of the step that
/// decided. Source: spec/documents-and-engine 5.6.
Finish outcome_of(const Plan& plan, const ExecutionState& state) {
  if (state.stopped_by && state[*state.stopped_by].status == Status::kCancelled)
    return {Status::kCancelled, {}};
  // The step that stopped the flow decides; of the others the one that ran first.
  const auto is_better = [&](const StepState* known, const StepState& step) {
    const bool stopped = state.stopped_by && &state[*state.stopped_by] == &step;
    const bool known_stopped = state.stopped_by && &state[*state.stopped_by] == known;
    return !known || stopped || (!known_stopped && step.run_order < known->run_order);
  };
  const StepState* failed = nullptr;
  const StepState* timed_out = nullptr;
  for (std::size_t i = 0; i < state.steps.size(); ++i) {
    const StepState& step = state.steps[i];
    const bool counts = plan.steps[i].is_critical || state.stopped_by == StepIndex(i);
    if (!step.failure || !counts) continue;
    if (step.status == Status::kFailed && is_better(failed, step)) failed = &step;
    if (step.status == Status::kTimedOut && is_better(timed_out, step)) timed_out = &step;
  }
  if (failed) return {Status::kFailed, failed->failure->message};
  if (timed_out) return {Status::kTimedOut, timed_out->failure->message};
  return {Status::kSuccess, {}};
}

/// Whether the step had its end by its deadline, also when no engine was there to see it.
bool finished_by_deadline(const PlanStep& definition, const StepState& step) {
  return definition.spec->wake_is_completion && step.wake_at && step.deadline &&
         *step.wake_at <= *step.deadline;
}

Decision decide_current(const Plan& plan, const ExecutionState& state, StepIndex index, Time now) {
  const StepState& step = state[index];
  if (step.status == Status::kCancelling) {
    // What the action started is being stopped: look again when it asked for that.
    if (step.wake_at && *step.wake_at > now && !state.is_out_of_time(now))
      return Rest{earlier(step.wake_at, state.cancel_deadline)};
    return Cancel{index};
  }
  if (state.is_out_of_time(now)) return Cancel{index};
  if (step.signals_seen < static_cast<std::int64_t>(step.signals.size())) return Advance{index};
  if (step.is_stopping && step.wake_at && *step.wake_at > now)
    return Rest{earlier(step.wake_at, state.cancel_deadline)};
  if (has_passed(step.deadline, now) && !finished_by_deadline(plan[index], step))
    return TimeOut{index};
  const bool is_waiting = step.wake_at || step.awaits != Awaits::kNothing;
  if (!is_waiting || has_passed(step.wake_at, now)) return Advance{index};
  return Rest{earlier(earlier(step.wake_at, step.deadline), state.cancel_deadline)};
}

}  // namespace

Decision decide(const Plan& plan, const ExecutionState& state, Time now) {
  if (state.is_terminal()) return Rest{};
  if (state.status == Status::kPending) return Begin{};
  if (state.next && !state.is_out_of_time(now)) {
    if (state.steps_started >= kMostStepsStarted)
      return Finish{Status::kFailed,
                    fmt::format("The execution started {} steps, which is the most that one may.",
                                kMostStepsStarted)};
    return StartStep{*state.next};
  }
  if (const std::optional<StepIndex> current = state.current())
    return decide_current(plan, state, *current, now);
  if (state.cancel_requested) return Finish{Status::kCancelled, {}};
  if (state.complete_requested) return outcome_of(plan, state);
  if (state.mode == Mode::kInteractive) return Rest{};
  return outcome_of(plan, state);
}

std::optional<Time> due_time(const Plan& plan, const ExecutionState& state, Time now) {
  const Decision decision = decide(plan, state, now);
  if (const Rest* rest = std::get_if<Rest>(&decision)) return rest->until;
  return now;
}

std::vector<std::string> startable_steps(const Plan& plan, const ExecutionState& state) {
  if (state.mode != Mode::kInteractive || state.status != Status::kWaiting || state.current() ||
      state.complete_requested)
    return {};
  if (state.last) return state[*state.last].valid_next_steps;
  if (const std::optional<StepIndex> first = plan.first()) return {plan[*first].name};
  return {};
}

Event failure_event(const Plan& plan, const ExecutionState& state, StepIndex step, Failure failure,
                    Time now) {
  const StepState& record = state[step];
  if (failure.may_retry && record.attempt < plan[step].max_attempts &&
      record.status != Status::kCancelling)
    return {now, AttemptFailed{record.name, std::move(failure)}};
  return {now, StepFailed{record.name, std::move(failure), {}}};
}

}  // namespace ssm
