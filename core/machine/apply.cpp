// SPDX-License-Identifier: Apache-2.0
#include "core/document/flow.h"
#include "core/machine/machine.h"
#include "core/machine/transitions.h"

namespace ssm {
namespace {

/// How long the steps of onCancel may take in all. Source: user guide, "onCancel".
constexpr Milliseconds kCancelLimit = std::chrono::minutes(2);

/// One application of one event: the state on its way from before to after.
class Application {
 public:
  Application(const Document& document, ExecutionState state, Time at)
      : document_(document), state_(std::move(state)), at_(at) {}

  void operator()(const ExecutionBegan&) {
    const bool interactive = state_.mode == Mode::kInteractive;
    if (!move_execution(interactive ? Trigger::kStartInteractive : Trigger::kStart)) return;
    if (!interactive && !document_.main_steps.empty())
      state_.next_step = document_.main_steps.front().name;
  }

  void operator()(const StepStarted& event) {
    StepState* step = state_.find_step(event.step);
    if (state_.status == Status::kPending || !state_.current_step.empty()) return;
    if (!step || !move(*step, Trigger::kStart)) return;
    StepState fresh;
    fresh.id = step->id;
    fresh.name = step->name;
    fresh.action = step->action;
    fresh.status = step->status;
    fresh.run_order = ++state_.steps_started;
    fresh.started = at_;
    fresh.attempt = 1;
    fresh.inputs = event.inputs;
    fresh.timeout = event.timeout;
    *step = std::move(fresh);
    arm(*step);
    state_.current_step = event.step;
    state_.next_step.clear();
  }

  void operator()(const StepSuspended& event) {
    StepState* step = running(event.step);
    if (!step) return;
    step->memo = event.memo;
    step->wake_at = event.wake_at;
    step->signals_seen = event.signals_seen;
    if (!event.outputs.is_null()) step->outputs = event.outputs;
    step->awaits = event.awaits;
    if (step->status == Status::kCancelling) return;
    const bool waits = event.awaits != Awaits::kNothing;
    if (waits && move(*step, Trigger::kWait)) move_execution(Trigger::kWait);
    if (!waits && step->status == Status::kWaiting) resume(*step);
  }

  void operator()(const AttemptFailed& event) {
    StepState* step = running(event.step);
    if (!step || !move(*step, Trigger::kRetry)) return;
    ++step->attempt;
    rest(*step);
    step->outputs = Json::object();
    step->signals.clear();
    step->signals_seen = 0;
    arm(*step);
    move_execution(Trigger::kResume);
  }

  void operator()(const StepSucceeded& event) {
    StepState* step = running(event.step);
    if (!step) return;
    step->outputs = event.outputs;
    if (event.variables.is_object())
      for (const auto& [name, value] : event.variables.items()) state_.variables[name] = value;
    if (step->status == Status::kCancelling) return end_cancelled(*step);
    end(*step, Trigger::kSucceed);
    const Step* next = event.next.empty() ? successor(document_.main_steps, definition(*step))
                                          : document_.find_step(event.next);
    go_on(*step, next);
  }

  void operator()(const StepFailed& event) {
    StepState* step = running(event.step);
    if (!step) return;
    if (!event.outputs.is_null()) step->outputs = event.outputs;
    if (step->status == Status::kCancelling) return end_cancelled(*step);
    step->failure = event.failure;
    end(*step, event.failure.timed_out ? Trigger::kTimeOut : Trigger::kFail);
    go_on(*step, after_failure(*step));
  }

  void operator()(const StepCancelled& event) {
    StepState* step = running(event.step);
    if (!step) return;
    move(*step, Trigger::kCancel);
    end_cancelled(*step);
  }

  void operator()(const SignalAccepted& event) {
    const Signal& signal = event.signal;
    StepState* current = state_.find_step(state_.current_step);
    if (signal.type == "StartStep") {
      if (!current && move_execution(Trigger::kStepSignal))
        state_.next_step = first_text(signal.payload, "StepName");
    } else if (signal.type == "StopStep") {
      if (current) move(*current, Trigger::kCancel);
    } else if (current) {
      current->signals.push_back(signal);
    }
  }

  void operator()(const StopAccepted& event) {
    if (event.complete) {
      state_.complete_requested = true;
      return;
    }
    if (state_.status == Status::kPending) return end_execution(Trigger::kCancelled);
    if (!move_execution(Trigger::kCancel)) return;
    state_.cancel_requested = true;
    state_.next_step.clear();
    if (StepState* current = state_.find_step(state_.current_step))
      move(*current, Trigger::kCancel);
  }

  void operator()(const ExecutionEnded& event) {
    switch (event.status) {
      case Status::kSuccess:
        end_execution(Trigger::kSucceed);
        break;
      case Status::kTimedOut:
        end_execution(Trigger::kTimeOut);
        break;
      case Status::kCancelled:
        // A step stopped by hand ends an Auto execution without a stop request.
        move_execution(Trigger::kCancel);
        end_execution(Trigger::kCancelled);
        break;
      case Status::kPending:
      case Status::kInProgress:
      case Status::kWaiting:
      case Status::kCancelling:
      case Status::kFailed:
      case Status::kExited:
        end_execution(Trigger::kFail);
        break;
    }
    if (state_.is_terminal()) state_.failure_message = event.failure_message;
  }

  ExecutionState take() { return std::move(state_); }

 private:
  static std::string first_text(const Json& payload, std::string_view name) {
    const Json* values = find_member(payload, name);
    if (!values || !values->is_array() || values->empty() || !values->front().is_string())
      return {};
    return values->front().get<std::string>();
  }

  const Step& definition(const StepState& step) const {
    static const Step kNone;
    const Step* found = document_.find_step(step.name);
    return found ? *found : kNone;
  }

  StepState* running(const std::string& name) {
    if (name.empty() || name != state_.current_step) return nullptr;
    return state_.find_step(name);
  }

  bool move_execution(Trigger trigger) {
    const auto to = next_status(execution_transitions(), state_.status, trigger);
    if (to) state_.status = *to;
    return to.has_value();
  }

  static bool move(StepState& step, Trigger trigger) {
    const auto to = next_status(step_transitions(), step.status, trigger);
    if (to) step.status = *to;
    return to.has_value();
  }

  void arm(StepState& step) const {
    step.deadline.reset();
    if (step.timeout) step.deadline = at_ + *step.timeout;
  }

  static void rest(StepState& step) {
    step.memo = Json();
    step.wake_at.reset();
    step.deadline.reset();
    step.awaits = Awaits::kNothing;
  }

  void resume(StepState& step) {
    move(step, Trigger::kResume);
    move_execution(Trigger::kResume);
  }

  void end(StepState& step, Trigger trigger) {
    move(step, trigger);
    rest(step);
    step.ended = at_;
    state_.current_step.clear();
    state_.last_step = step.name;
  }

  /// Where the flow goes after a failure; nullptr: nowhere.
  const Step* after_failure(const StepState& failed) {
    const Step& step = definition(failed);
    if (step.is_end.value_or(false)) return nullptr;
    const Route route = on_failure_of(step);
    switch (route.kind) {
      case Route::Kind::kContinue:
        return successor(document_.main_steps, step);
      case Route::Kind::kStep:
        return document_.find_step(route.step);
      case Route::Kind::kAbort:
        break;
    }
    if (state_.mode == Mode::kAuto) state_.stopped_by = failed.name;
    return nullptr;
  }

  void go_on(StepState& step, const Step* next) {
    if (next) step.valid_next_steps = {next->name};
    if (state_.cancel_requested) {
      // Within the steps of onCancel.
      state_.next_step = next ? next->name : std::string();
    } else if (state_.mode == Mode::kInteractive) {
      if (step.status != Status::kSuccess) step.valid_next_steps.push_back(step.name);
      move_execution(Trigger::kStepDone);
      return;
    } else {
      if (step.status != Status::kSuccess) step.valid_next_steps.clear();
      state_.next_step = next ? next->name : std::string();
      state_.flow_ended = !next;
    }
    move_execution(Trigger::kResume);
  }

  void end_cancelled(StepState& step) {
    end(step, Trigger::kCancelled);
    const Route route = on_cancel_of(definition(step));
    const Step* next = route.kind == Route::Kind::kStep ? document_.find_step(route.step) : nullptr;
    if (state_.cancel_requested) {
      // A cancelled step of onCancel ends the flow for good.
      if (state_.cancel_deadline) next = nullptr;
      if (next) state_.cancel_deadline = at_ + kCancelLimit;
      state_.next_step = next ? next->name : std::string();
      return;
    }
    if (state_.mode == Mode::kAuto && !next) state_.stopped_by = step.name;
    go_on(step, next);
  }

  void end_execution(Trigger trigger) {
    if (!move_execution(trigger)) return;
    state_.ended = at_;
    state_.next_step.clear();
  }

  const Document& document_;
  ExecutionState state_;
  Time at_;
};

}  // namespace

ExecutionState apply(const Document& document, ExecutionState state, const Event& event) {
  ++state.sequence;
  if (state.is_terminal()) return state;
  Application application(document, std::move(state), event.at);
  std::visit(application, event.what);
  return application.take();
}

}  // namespace ssm
