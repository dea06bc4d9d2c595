// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "core/machine/machine.h"
#include "core/machine/transitions.h"

namespace ssm {
namespace {

/// How long the steps of onCancel may take in all. Source: user guide, "onCancel".
constexpr Milliseconds kCancelLimit = std::chrono::minutes(2);

tl::unexpected<Error> does_not_fit(const ExecutionState& state, std::string_view event,
                                   std::string_view why) {
  return failure(kDoesNotFit, fmt::format("Internal error of ssm-local: {} does not fit execution "
                                          "{}: {}.",
                                          event, state.id, why));
}

/// One application of one event. Each call first checks, then changes: a refusal changes nothing.
class Application {
 public:
  Application(const Plan& plan, ExecutionState& state, Event& event)
      : plan_(plan), state_(state), event_(event), time_(event.time) {}

  Completed operator()(const ExecutionBegan&) {
    const bool interactive = state_.mode == Mode::kInteractive;
    TRY(move_execution(interactive ? Trigger::kStartInteractive : Trigger::kStart));
    if (!interactive) state_.next = plan_.first();
    return {};
  }

  Completed operator()(StepStarted& started) {
    TRY_ASSIGN(const StepIndex index, step_named(started.step));
    if (state_.next != index)
      return refuse(fmt::format("the step that starts next is {}", name_or_none(state_.next)));
    StepState& step = state_[index];
    TRY(move(step, Trigger::kStart));
    StepState fresh;
    fresh.id = std::move(step.id);
    fresh.name = std::move(step.name);
    fresh.action = std::move(step.action);
    fresh.is_inner = step.is_inner;
    fresh.iteration = step.iteration;
    fresh.round = step.round;
    fresh.loop_id = std::move(step.loop_id);
    fresh.item = std::move(step.item);
    fresh.rounds = step.rounds_begun();
    fresh.status = step.status;
    fresh.run_order = ++state_.steps_started;
    fresh.started = time_;
    fresh.attempt = 1;
    fresh.inputs = std::move(started.inputs);
    fresh.timeout = started.timeout;
    step = std::move(fresh);
    arm(step);
    renew_inside(index);
    state_.position.push_back(index);
    state_.next.reset();
    return {};
  }

  Completed operator()(StepSuspended& event) {
    TRY_ASSIGN(const StepIndex index, current_step(event.step));
    StepState& step = state_[index];
    const bool is_stopping = step.status == Status::kCancelling;
    const bool waits = event.awaits != Awaits::kNothing && event.awaits != Awaits::kChild;
    if (!is_stopping && waits) {
      TRY(move(step, Trigger::kWait));
      if (state_.status == Status::kInProgress) state_.status = Status::kWaiting;
    } else if (!is_stopping && step.status == Status::kWaiting) {
      TRY(move(step, Trigger::kResume));
      set_running();
    }
    step.memo = std::move(event.memo);
    step.wake_at = event.wake_at;
    step.signals_seen = event.signals_seen;
    step.is_stopping = event.is_stopping;
    if (!event.outputs.is_null()) step.outputs = std::move(event.outputs);
    step.awaits = event.awaits;
    state_.next.reset();
    return {};
  }

  Completed operator()(AttemptFailed& event) {
    TRY_ASSIGN(const StepIndex index, current_step(event.step));
    StepState& step = state_[index];
    TRY(move(step, Trigger::kRetry));
    set_running();
    state_.next.reset();
    ++step.attempt;
    clear_wait(step);
    step.outputs = Json::object();
    step.signals.clear();
    step.signals_seen = 0;
    step.rounds = step.rounds_begun();
    step.iterations = 0;
    step.present_item.reset();
    step.body_failure.reset();
    step.failures_passed = 0;
    step.passed_over.reset();
    arm(step);
    renew_inside(index);
    return {};
  }

  Completed operator()(StepSucceeded& event) {
    TRY_ASSIGN(const StepIndex index, current_step(event.step));
    std::optional<StepIndex> next = plan_[index].next;
    if (!event.next.empty()) {
      TRY(check_target(plan_, state_, index, event.next));
      next = plan_.find(event.next);
    }
    StepState& step = state_[index];
    if (step.status != Status::kCancelling) TRY(move(step, Trigger::kSucceed));
    step.outputs = std::move(event.outputs);
    step.warning = std::move(event.warning);
    if (event.variables.is_object())
      for (auto& [name, value] : event.variables.items()) state_.variables[name] = std::move(value);
    if (step.status == Status::kCancelling) return end_cancelled(index, Stop::kAskedFor);
    end(index);
    continue_after(index, next);
    return {};
  }

  Completed operator()(StepFailed& event) {
    TRY_ASSIGN(const StepIndex index, current_step(event.step));
    StepState& step = state_[index];
    const bool is_stopping = step.status == Status::kCancelling;
    if (!is_stopping) TRY(move(step, event.failure.timed_out ? Trigger::kTimeOut : Trigger::kFail));
    if (!event.outputs.is_null()) step.outputs = std::move(event.outputs);
    if (is_stopping) return end_cancelled(index, Stop::kAskedFor);
    step.failure = std::move(event.failure);
    end(index);
    continue_after(index, after_failure(index));
    return {};
  }

  Completed operator()(StepCancelled& event) {
    TRY_ASSIGN(const StepIndex index, current_step(event.step));
    StepState& step = state_[index];
    const bool is_asked_for = step.status == Status::kCancelling;
    if (!is_asked_for) TRY(move(step, Trigger::kCancel));
    if (!event.outputs.is_null()) step.outputs = std::move(event.outputs);
    return end_cancelled(index, is_asked_for ? Stop::kAskedFor : Stop::kOutOfTime);
  }

  Completed operator()(IterationBegan& event) {
    TRY_ASSIGN(const StepIndex index, current_step(event.step));
    StepState& loop = state_[index];
    if (plan_[index].body.empty()) return refuse(fmt::format("{} is not a loop", event.step));
    if (is_terminal(loop.status) || loop.status == Status::kCancelling)
      return refuse(fmt::format("step {} is {}", event.step, to_text(loop.status)));
    if (loop.status == Status::kWaiting) TRY(move(loop, Trigger::kResume));
    set_running();
    loop.awaits = Awaits::kNothing;
    loop.signals_seen = static_cast<std::int64_t>(loop.signals.size());
    loop.rounds = loop.rounds_begun() + 1;
    ++loop.iterations;
    loop.memo = std::move(event.memo);
    if (!event.values.is_null()) loop.outputs = std::move(event.values);
    loop.present_item = std::move(event.item);
    loop.wake_at.reset();
    loop.body_failure.reset();
    renew_inside(index);
    state_.next = plan_[index].body.front();
    return {};
  }

  Completed operator()(const ChildEnded& event) {
    TRY_ASSIGN(const StepIndex index, step_named(event.step));
    StepState& step = state_[index];
    if (is_terminal(step.status) || step.status == Status::kPending)
      return refuse(fmt::format("step {} is {}", event.step, to_text(step.status)));
    step.wake_at = time_;
    return {};
  }

  Completed operator()(SignalAccepted& event) {
    Signal& signal = event.signal;
    const std::optional<StepIndex> current = state_.current();
    if (signal.type == "StartStep") {
      TRY_ASSIGN(const StepIndex step, step_named(first_text(signal.payload, "StepName")));
      if (plan_[step].loop) return refuse(fmt::format("{} is inside a loop", state_[step].name));
      if (current) return refuse(fmt::format("step {} is under way", state_[*current].name));
      if (state_.next) return refuse(fmt::format("step {} starts next", state_[*state_.next].name));
      if (!next_status(step_transitions(), state_[step].status, Trigger::kStart))
        return refuse(
            fmt::format("step {} is {}", state_[step].name, to_text(state_[step].status)));
      TRY(move_execution(Trigger::kStepSignal));
      state_.next = step;
      return {};
    }
    if (!current) return refuse("no step is under way");
    if (signal.type == "StopStep") return stop_from(first_text(signal.payload, "StepExecutionId"));
    state_[*current].signals.push_back(std::move(signal));
    return {};
  }

  Completed operator()(const StopAccepted& event) {
    if (event.complete) {
      if (state_.status == Status::kPending) return refuse("it is queued");
      state_.complete_requested = true;
      return {};
    }
    if (state_.status == Status::kPending) return end_execution(Trigger::kCancelled);
    TRY(move_execution(Trigger::kCancel));
    state_.cancel_requested = true;
    state_.next.reset();
    // Of a loop the inner step first; then the loop itself.
    for (const StepIndex step : state_.position) {
      state_[step].status = Status::kCancelling;
      state_[step].wake_at.reset();
    }
    return {};
  }

  Completed operator()(ExecutionEnded& event) {
    switch (event.status) {
      case Status::kSuccess:
        TRY(end_execution(Trigger::kSucceed));
        break;
      case Status::kTimedOut:
        TRY(end_execution(Trigger::kTimeOut));
        break;
      case Status::kCancelled:
        // A step stopped by hand ends an Auto execution without a stop request.
        if (state_.status == Status::kInProgress || state_.status == Status::kWaiting)
          TRY(move_execution(Trigger::kCancel));
        TRY(end_execution(Trigger::kCancelled));
        break;
      case Status::kFailed:
        TRY(end_execution(Trigger::kFail));
        break;
      case Status::kPending:
      case Status::kInProgress:
      case Status::kWaiting:
      case Status::kCancelling:
      case Status::kExited:
        return refuse(fmt::format("no execution ends {}", to_text(event.status)));
    }
    state_.failure_message = std::move(event.failure_message);
    end_steps(state_.failure_message);
    return {};
  }

 private:
  tl::unexpected<Error> refuse(std::string_view why) const {
    const std::string_view step = step_of(event_);
    return does_not_fit(state_,
                        step.empty() ? std::string(name_of(event_))
                                     : fmt::format("{} of step {}", name_of(event_), step),
                        why);
  }

  static std::string first_text(const Json& payload, std::string_view name) {
    const Json* values = find_member(payload, name);
    if (!values || !values->is_array() || values->empty() || !values->front().is_string())
      return {};
    return values->front().get<std::string>();
  }

  std::string_view name_or_none(std::optional<StepIndex> step) const {
    return step ? std::string_view(state_[*step].name) : "none";
  }

  Result<StepIndex> step_named(std::string_view name) const {
    const std::optional<StepIndex> step = plan_.find(name);
    if (!step || place_of(*step) >= state_.steps.size())
      return refuse(fmt::format("the runbook has no step {}", name));
    return *step;
  }

  /// The step that the event is about, which must be the innermost one under way: a loop is that
  /// between its steps, too, once nothing may start any more.
  Result<StepIndex> current_step(std::string_view name) const {
    TRY_ASSIGN(const StepIndex step, step_named(name));
    if (state_.current() != step || (state_.next && !state_.is_next_out_of_time(time_)))
      return refuse(fmt::format("the step under way is {}", name_or_none(state_.current())));
    return step;
  }

  Completed move_execution(Trigger trigger) {
    const auto to = next_status(execution_transitions(), state_.status, trigger);
    if (!to)
      return refuse(fmt::format("the execution is {}, which {} does not lead on from",
                                to_text(state_.status), to_text(trigger)));
    state_.status = *to;
    return {};
  }

  Completed move(StepState& step, Trigger trigger) {
    const auto to = next_status(step_transitions(), step.status, trigger);
    if (!to)
      return refuse(fmt::format("step {} is {}, which {} does not lead on from", step.name,
                                to_text(step.status), to_text(trigger)));
    step.status = *to;
    return {};
  }

  /// The execution runs again, if it waited.
  void set_running() {
    if (state_.status == Status::kWaiting) state_.status = Status::kInProgress;
  }

  void arm(StepState& step) const {
    step.deadline.reset();
    if (step.timeout) step.deadline = time_ + *step.timeout;
  }

  static void clear_wait(StepState& step) {
    step.memo = Json();
    step.wake_at.reset();
    step.deadline.reset();
    step.is_stopping = false;
    step.awaits = Awaits::kNothing;
  }

  /// Stops the step under way of this id and those inside it; without one of them the innermost.
  Completed stop_from(std::string_view id) {
    const auto named =
        std::ranges::find(state_.position, id, [&](StepIndex step) { return state_[step].id; });
    const auto first = named == state_.position.end() ? named - 1 : named;
    TRY(move(state_[*first], Trigger::kCancel));
    for (auto step = first; step != state_.position.end(); ++step) {
      state_[*step].status = Status::kCancelling;
      state_[*step].wake_at.reset();
    }
    state_.next.reset();
    return {};
  }

  /// The steps inside a loop that has no iteration yet, or begins one.
  void renew_inside(StepIndex loop) {
    for (const StepIndex inner : plan_[loop].body) {
      state_[inner] = as_new(std::move(state_[inner]), state_[loop]);
      renew_inside(inner);
    }
  }

  void end(StepIndex index) {
    clear_wait(state_[index]);
    state_[index].ended = time_;
    state_.position.pop_back();
    state_.last = index;
    state_.next.reset();  // of a loop that is out of time it may be one of its steps
    if (state_.position.empty()) return;
    state_[state_.position.back()].failures_passed += state_[index].failures_passed;
    if (const auto& passed_over = state_[index].passed_over) keep_in_loop(index, *passed_over);
  }

  /// The loop around the step keeps of the failures in it the one that decides: Failed before
  /// TimedOut, then the first.
  void keep_in_loop(StepIndex index, const PassedOver& failure) {
    if (!plan_[index].declared.is_critical.value_or(true)) return;
    auto& kept = state_[state_.position.back()].passed_over;
    if (!kept || (kept->failure.timed_out && !failure.failure.timed_out)) kept = failure;
  }

  /// Where the flow goes after a failure; nullopt: nowhere.
  std::optional<StepIndex> after_failure(StepIndex index) {
    const PlanStep& step = plan_[index];
    // A loop whose step aborts does so, too, whatever its own onFailure says.
    const OnFailure reaction = state_[index].body_failure ? OnFailure::kAbort : step.on_failure;
    StepState* const loop = state_.position.empty() ? nullptr : &state_[state_.position.back()];
    if (reaction == OnFailure::kAbort) {
      if (loop)
        loop->body_failure = {step.name, *state_[index].failure};
      else if (state_.mode == Mode::kAuto)
        state_.stopped_by = index;
    } else if (loop) {
      ++loop->failures_passed;
      if (step.is_critical) keep_in_loop(index, {*state_[index].failure, state_[index].run_order});
    }
    switch (reaction) {
      case OnFailure::kContinue:
        return step.next;
      case OnFailure::kStep:
        return step.failure_step;
      case OnFailure::kAbort:
        break;
    }
    return std::nullopt;
  }

  /// An edge that leads out of loops leaves them.
  void leave_loops(StepIndex target) {
    while (!state_.position.empty() && plan_[target].loop != state_.position.back()) {
      const StepIndex index = state_.position.back();
      StepState& loop = state_[index];
      loop.status =
          next_status(step_transitions(), loop.status, Trigger::kExit).value_or(Status::kExited);
      if (loop.status == Status::kExited) loop.valid_next_steps = {plan_[target].name};
      end(index);
    }
  }

  /// Interactive: what StartStep may name now.
  void offer(std::optional<StepIndex> next) {
    StepState& last = state_[*state_.last];
    last.valid_next_steps.clear();
    if (next) last.valid_next_steps.push_back(plan_[*next].name);
    if (last.status != Status::kSuccess && last.status != Status::kExited)
      last.valid_next_steps.push_back(last.name);
    state_.status = Status::kWaiting;
  }

  void continue_after(StepIndex index, std::optional<StepIndex> next) {
    StepState& step = state_[index];
    if (next) {
      step.valid_next_steps = {plan_[*next].name};
      leave_loops(*next);
    }
    if (state_.cancel_requested) {
      state_.next = next;  // within the steps of onCancel
      return;
    }
    if (step.status != Status::kSuccess) step.valid_next_steps.clear();
    if (state_.mode == Mode::kInteractive && state_.position.empty()) return offer(next);
    state_.next = next;
    set_running();
  }

  /// Why a step is stopped: somebody asked for it, or there is no time left for it.
  enum class Stop { kAskedFor, kOutOfTime };

  Completed end_cancelled(StepIndex index, Stop stop) {
    TRY(move(state_[index], Trigger::kCancelled));
    end(index);
    const bool is_in_loop = !state_.position.empty();
    if (is_in_loop && stop == Stop::kOutOfTime && !state_.cancel_requested) {
      // The loop around it is out of time, which it says itself.
      set_running();
      return {};
    }
    std::optional<StepIndex> next = plan_[index].cancel_step;
    // What has run does not run again.
    if (next && !next_status(step_transitions(), state_[*next].status, Trigger::kStart))
      next.reset();
    if (state_.cancel_requested) {
      // A cancelled step of onCancel ends the flow for good.
      if (state_.cancel_deadline) next.reset();
      if (next) {
        state_.cancel_deadline = time_ + kCancelLimit;
        leave_loops(*next);
      }
      state_.next = next;
      return {};
    }
    if (is_in_loop && !next) {
      // Nobody said where to go on: the loops around it are stopped, too.
      for (const StepIndex loop : state_.position) state_[loop].status = Status::kCancelling;
      set_running();
      return {};
    }
    if (state_.mode == Mode::kAuto && !next) state_.stopped_by = index;
    continue_after(index, next);
    return {};
  }

  /// An execution that ends early takes the steps under way with it.
  void end_steps(const std::string& message) {
    for (const StepIndex index : state_.position) {
      StepState& step = state_[index];
      const bool is_stopping = step.status == Status::kCancelling;
      step.status = is_stopping ? Status::kCancelled : Status::kFailed;
      if (!is_stopping) step.failure = Failure{"Invocation", "Internal", message};
      clear_wait(step);
      step.ended = time_;
      state_.last = index;
    }
    state_.position.clear();
  }

  Completed end_execution(Trigger trigger) {
    TRY(move_execution(trigger));
    state_.ended = time_;
    state_.next.reset();
    return {};
  }

  const Plan& plan_;
  ExecutionState& state_;
  Event& event_;
  Time time_;
};

}  // namespace

Completed check_target(const Plan& plan, const ExecutionState& state, StepIndex from,
                       std::string_view target) {
  const std::optional<StepIndex> to = plan.find(target);
  const auto refuse = [&](std::string_view why) {
    return failure(kDoesNotFit,
                   fmt::format("Step {} chose step {}, {}", plan[from].name, target, why));
  };
  if (!to) return refuse("which the runbook does not have");
  const PlanStep& step = plan[from];
  if (!step.is_open && step.otherwise != to &&
      std::ranges::find(step.choices, to) == step.choices.end())
    return refuse("which is not one of its choices");
  if (plan[*to].loop && !plan.is_inside(from, *plan[*to].loop))
    return refuse("which is inside a loop");
  if (*to == from || !next_status(step_transitions(), state[*to].status, Trigger::kStart))
    return refuse("which has run already");
  return {};
}

Completed apply(const Plan& plan, ExecutionState& state, Event event) {
  if (state.is_terminal())
    return does_not_fit(state, name_of(event),
                        fmt::format("it has ended with status {}", to_text(state.status)));
  TRY(std::visit(Application(plan, state, event), event.what));
  ++state.sequence;
  return {};
}

}  // namespace ssm
