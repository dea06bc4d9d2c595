// SPDX-License-Identifier: Apache-2.0
#include "core/machine/state.h"

#include "core/machine/json_fields.h"

namespace ssm {

const StepState* ExecutionState::find_step(std::string_view name) const {
  if (name.empty()) return nullptr;
  for (const StepState& step : steps)
    if (step.name == name) return &step;
  return nullptr;
}

StepState* ExecutionState::find_step(std::string_view name) {
  return const_cast<StepState*>(std::as_const(*this).find_step(name));
}

const StepState* ExecutionState::active_step() const {
  return find_step(current_step.empty() ? next_step : current_step);
}

const StepState* ExecutionState::find_step_by_id(std::string_view step_id) const {
  for (const StepState& step : steps)
    if (step.id == step_id) return &step;
  return nullptr;
}

ExecutionState initial_state(const Document& document, std::string execution_id,
                             const std::function<std::string()>& new_id) {
  ExecutionState state;
  state.id = std::move(execution_id);
  for (const Step& step : document.main_steps) {
    StepState& added = state.steps.emplace_back();
    added.id = new_id();
    added.name = step.name;
    added.action = step.action;
  }
  return state;
}

std::vector<const StepState*> in_listing_order(const ExecutionState& state) {
  std::vector<const StepState*> order;
  for (const StepState& step : state.steps) order.push_back(&step);
  constexpr auto kNever = std::numeric_limits<std::int64_t>::max();
  std::stable_sort(order.begin(), order.end(), [&](const StepState* a, const StepState* b) {
    return (a->run_order ? a->run_order : kNever) < (b->run_order ? b->run_order : kNever);
  });
  return order;
}

Json to_json(const Failure& failure) {
  return {{"stage", failure.stage},        {"type", failure.type},
          {"message", failure.message},    {"details", failure.details},
          {"timedOut", failure.timed_out}, {"mayRetry", failure.may_retry}};
}

Failure failure_from_json(const Json& json) {
  Failure failure;
  failure.stage = json.at("stage");
  failure.type = json.at("type");
  failure.message = json.at("message");
  failure.details = json.at("details");
  failure.timed_out = json.at("timedOut");
  failure.may_retry = json.at("mayRetry");
  return failure;
}

Json to_json(const Signal& signal) {
  return {{"type", signal.type},
          {"payload", signal.payload},
          {"caller", signal.caller},
          {"at", to_epoch_ms(signal.at)}};
}

Signal signal_from_json(const Json& json) {
  return {json.at("type"), json.at("payload"), json.at("caller"), from_epoch_ms(json.at("at"))};
}

Json to_json(const StepState& step) {
  Json json = {{"id", step.id}, {"name", step.name}, {"action", step.action}};
  json["status"] = to_text(step.status);
  if (step.run_order == 0) return json;  // untouched: the rest is as it was made
  json["runOrder"] = step.run_order;
  put(json, "started", step.started);
  put(json, "ended", step.ended);
  json["attempt"] = step.attempt;
  json["inputs"] = step.inputs;
  json["outputs"] = step.outputs;
  if (step.failure) json["failure"] = to_json(*step.failure);
  if (!step.valid_next_steps.empty()) json["validNextSteps"] = step.valid_next_steps;
  if (!step.memo.is_null()) json["memo"] = step.memo;
  put(json, "wakeAt", step.wake_at);
  if (step.timeout) json["timeout"] = step.timeout->count();
  put(json, "deadline", step.deadline);
  if (step.awaits != Awaits::kNothing) json["awaits"] = static_cast<int>(step.awaits);
  for (const Signal& signal : step.signals) json["signals"].push_back(to_json(signal));
  if (step.signals_seen) json["signalsSeen"] = step.signals_seen;
  return json;
}

StepState step_from_json(const Json& json) {
  StepState step;
  step.id = json.at("id");
  step.name = json.at("name");
  step.action = json.at("action");
  step.status = parse_status(json.at("status").get<std::string>()).value_or(Status::kPending);
  if (!json.contains("runOrder")) return step;
  step.run_order = json.at("runOrder");
  step.started = get_time(json, "started");
  step.ended = get_time(json, "ended");
  step.attempt = json.at("attempt");
  step.inputs = json.at("inputs");
  step.outputs = json.at("outputs");
  if (json.contains("failure")) step.failure = failure_from_json(json.at("failure"));
  if (json.contains("validNextSteps")) step.valid_next_steps = json.at("validNextSteps");
  if (json.contains("memo")) step.memo = json.at("memo");
  step.wake_at = get_time(json, "wakeAt");
  if (json.contains("timeout")) step.timeout = Milliseconds(json.at("timeout").get<std::int64_t>());
  step.deadline = get_time(json, "deadline");
  step.awaits = static_cast<Awaits>(json.value("awaits", 0));
  if (json.contains("signals"))
    for (const Json& signal : json.at("signals")) step.signals.push_back(signal_from_json(signal));
  step.signals_seen = json.value("signalsSeen", std::int64_t{0});
  return step;
}

Json to_json(const ExecutionState& state) {
  Json json = {{"id", state.id},
               {"documentName", state.document_name},
               {"documentVersion", state.document_version},
               {"interactive", state.mode == Mode::kInteractive},
               {"account", state.account},
               {"region", state.region},
               {"executedBy", state.executed_by},
               {"request", state.request},
               {"parameters", state.parameters},
               {"variables", state.variables}};
  json["status"] = to_text(state.status);
  json["created"] = to_epoch_ms(state.created);
  put(json, "changeRequest", state.change_request);
  put(json, "ended", state.ended);
  put(json, "failureMessage", state.failure_message);
  put(json, "currentStep", state.current_step);
  put(json, "lastStep", state.last_step);
  put(json, "nextStep", state.next_step);
  put(json, "stoppedBy", state.stopped_by);
  put(json, "flowEnded", state.flow_ended);
  put(json, "cancelRequested", state.cancel_requested);
  put(json, "cancelDeadline", state.cancel_deadline);
  put(json, "completeRequested", state.complete_requested);
  json["stepsStarted"] = state.steps_started;
  json["sequence"] = state.sequence;
  return json;
}

ExecutionState execution_from_json(const Json& json) {
  ExecutionState state;
  state.id = json.at("id");
  state.document_name = json.at("documentName");
  state.document_version = json.at("documentVersion");
  state.mode = json.at("interactive") ? Mode::kInteractive : Mode::kAuto;
  state.account = json.at("account");
  state.region = json.at("region");
  state.executed_by = json.at("executedBy");
  state.request = json.at("request");
  state.parameters = json.at("parameters");
  state.variables = json.at("variables");
  state.status = parse_status(json.at("status").get<std::string>()).value_or(Status::kPending);
  state.created = from_epoch_ms(json.at("created"));
  state.change_request = get_json(json, "changeRequest");
  state.ended = get_time(json, "ended");
  state.failure_message = json.value("failureMessage", "");
  state.current_step = json.value("currentStep", "");
  state.last_step = json.value("lastStep", "");
  state.next_step = json.value("nextStep", "");
  state.stopped_by = json.value("stoppedBy", "");
  state.flow_ended = json.value("flowEnded", false);
  state.cancel_requested = json.value("cancelRequested", false);
  state.cancel_deadline = get_time(json, "cancelDeadline");
  state.complete_requested = json.value("completeRequested", false);
  state.steps_started = json.at("stepsStarted");
  state.sequence = json.at("sequence");
  return state;
}

}  // namespace ssm
