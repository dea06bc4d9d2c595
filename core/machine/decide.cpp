// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

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

/// Of the failures that count the one that decides: Failed before TimedOut, then that which stopped
/// the flow, then the first.
class DecidingFailure {
 public:
  void consider(const Failure& failure, std::int64_t run_order, bool stopped_flow) {
    const auto rank = std::tuple(failure.timed_out, !stopped_flow, run_order);
    if (failure_ && rank_ <= rank) return;
    failure_ = &failure;
    rank_ = rank;
  }

  Finish finish() const {
    if (!failure_) return {Status::kSuccess, {}};
    return {failure_->timed_out ? Status::kTimedOut : Status::kFailed, failure_->message};
  }

 private:
  const Failure* failure_ = nullptr;
  std::tuple<bool, bool, std::int64_t> rank_;
};

/// The status that the steps which ran give the execution, and the message of the step that
/// decided. Source: spec/documents-and-engine 5.6.
Finish outcome_of(const Plan& plan, const ExecutionState& state) {
  if (state.stopped_by && state[*state.stopped_by].status == Status::kCancelled)
    return {Status::kCancelled, {}};
  DecidingFailure deciding;
  for (std::size_t i = 0; i < plan.main_steps; ++i) {
    const StepState& step = state.steps[i];
    const bool stopped_flow = state.stopped_by == StepIndex(i);
    const bool has_failed = step.status == Status::kFailed || step.status == Status::kTimedOut;
    if (step.failure && has_failed && (plan.steps[i].is_critical || stopped_flow))
      deciding.consider(*step.failure, step.run_order, stopped_flow);
    if (step.passed_over && plan.steps[i].declared.is_critical.value_or(true))
      deciding.consider(step.passed_over->failure, step.passed_over->run_order, false);
  }
  return deciding.finish();
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
  if (has_passed(state.deadline_around(), now) &&
      (!step.is_stopping || has_passed(step.wake_at, now)))
    return Cancel{index};
  if (step.signals_seen < static_cast<std::int64_t>(step.signals.size())) return Advance{index};
  if (step.is_stopping && step.wake_at && *step.wake_at > now)
    return Rest{earlier(step.wake_at, state.cancel_deadline)};
  if (has_passed(step.deadline, now) && !finished_by_deadline(plan[index], step))
    return TimeOut{index};
  const bool is_waiting = step.wake_at || step.awaits != Awaits::kNothing;
  if (!is_waiting || has_passed(step.wake_at, now)) return Advance{index};
  return Rest{earlier(earlier(step.wake_at, step.deadline),
                      earlier(state.cancel_deadline, state.deadline_around()))};
}

}  // namespace

Decision decide(const Plan& plan, const ExecutionState& state, Time now) {
  if (state.is_terminal()) return Rest{};
  if (state.status == Status::kPending) return Begin{};
  if (state.next && !state.is_next_out_of_time(now)) {
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
