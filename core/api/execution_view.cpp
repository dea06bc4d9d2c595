// SPDX-License-Identifier: Apache-2.0
#include "core/api/execution_view.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/document/convert.h"
#include "core/machine/change_request.h"
#include "core/machine/outputs.h"

namespace ssm {
namespace {

Json step_outputs(const StepState& step) {
  Json outputs = Json::object();
  for (const auto& [name, value] : step.outputs.items()) outputs[name] = output_texts(name, value);
  return with_sorted_members(outputs);
}

/// Names begin in lower case and are sorted, Booleans are no text. Source: recorded outputs c.2.
Json in_service_spelling(const Json& map) {
  if (!map.is_object()) return map;
  Json spelled = Json::object();
  for (const auto& [name, value] : map.items()) {
    const bool is_true = value == "true" || value == "True";
    const bool is_word = is_true || value == "false" || value == "False";
    spelled[to_lower(name.substr(0, 1)) + name.substr(std::min<std::size_t>(1, name.size()))] =
        is_word ? Json(is_true) : value;
  }
  return with_sorted_members(spelled);
}

/// Each value as JSON text; maps are hash maps. What is kept as it is written, the plan has.
Json step_inputs(const PlanStep* planned, const StepState& step) {
  const ActionSpec& action = planned ? *planned->spec : unknown_action();
  Json inputs = Json::object();
  for (const auto& [name, value] : step.inputs.items()) {
    const InputSpec* input = find_input(action, name);
    const bool is_own = input && input->format == InputSpec::Format::kServiceMap;
    inputs[name] = to_text(is_own ? in_service_spelling(value) : in_java_map_order(value));
  }
  if (planned)
    for (const PlanInput& input : planned->inputs)
      if (is_verbatim(action, input.name))
        inputs[input.name] = to_text(in_java_map_order(input.value.written()));
  return with_sorted_members(inputs);
}

/// Where a step stands that is inside a loop.
Json parent_step(const Plan& plan, const PlanStep& planned, const StepState& step) {
  const PlanStep& loop = plan[*planned.loop];
  Json parent = {{"StepExecutionId", step.loop_id},
                 {"StepName", loop.name},
                 {"Action", loop.action},
                 {"Iteration", step.iteration}};
  if (step.item) parent["IteratorValue"] = *step.item;
  return parent;
}

/// timeoutSeconds where the document declares it: the number, or what its reference came to.
void add_timeout(Json& view, const Declared& declared, const StepState& step) {
  if (!declared.timeout_seconds) return;
  if (declared.timeout_seconds->is_number_integer())
    view["TimeoutSeconds"] = *declared.timeout_seconds;
  else if (step.timeout)
    view["TimeoutSeconds"] =
        std::chrono::duration_cast<std::chrono::seconds>(*step.timeout).count();
}

/// What a step declares is shown, defaults are not.
void add_declared(Json& view, const Declared& declared, const StepState& step) {
  add_timeout(view, declared, step);
  if (declared.on_failure) view["OnFailure"] = *declared.on_failure;
  if (declared.max_attempts) view["MaxAttempts"] = *declared.max_attempts;
  if (declared.is_end) view["IsEnd"] = *declared.is_end;
  if (declared.next_step) view["NextStep"] = *declared.next_step;
  if (declared.is_critical) view["IsCritical"] = *declared.is_critical;
}

void add_failure(Json& view, const Failure& failure) {
  view["FailureMessage"] = failure.message;
  view["FailureDetails"] = Json{
      {"FailureStage", failure.stage}, {"FailureType", failure.type}, {"Details", failure.details}};
}

bool has_failed(const StepState& step) {
  return step.status == Status::kFailed || step.status == Status::kTimedOut;
}

/// Set when a failure was passed over, or when a step that succeeded lacks an output that it
/// declares. (assumed: no source says what the service writes here)
std::string step_warning(const PlanStep& planned, const StepState& step) {
  if (has_failed(step) && !step.body_failure && planned.declared.on_failure &&
      *planned.declared.on_failure != "Abort")
    return fmt::format("Step {} failed and the execution went on.", step.name);
  if (step.status != Status::kSuccess && step.status != Status::kExited) return {};
  std::vector<std::string> missing;
  for (const auto& output : planned.outputs)
    if (!find_member(step.outputs, output.name)) missing.push_back(output.name);
  std::vector<std::string> warnings;
  if (step.failures_passed == 1)
    warnings.push_back(
        fmt::format("A step in loop {} failed and the execution went on.", step.name));
  if (step.failures_passed > 1)
    warnings.push_back(fmt::format("{} times a step in loop {} failed and the execution went on.",
                                   step.failures_passed, step.name));
  if (!step.warning.empty()) warnings.push_back(step.warning);
  if (!missing.empty())
    warnings.push_back(
        fmt::format("Step {} did not produce its outputs: {}.", step.name, join(missing, ", ")));
  return join(warnings, " ");
}

/// The warnings of all steps, in the order in which they are listed. A loop speaks for its steps.
std::string execution_warning(const StoredExecution& execution) {
  if (!execution.plan) return {};
  std::vector<std::string> warnings;
  for (const StepState* step : in_listing_order(execution.state))
    if (const auto index = execution.plan->find(step->name); index && !step->is_inner)
      if (std::string warning = step_warning((*execution.plan)[*index], *step); !warning.empty())
        warnings.push_back(std::move(warning));
  return join(warnings, " ");
}

void add_text(Json& view, std::string_view name, std::string text) {
  if (!text.empty()) view[std::string(name)] = std::move(text);
}

std::string_view mode_text(Mode mode) {
  return mode == Mode::kInteractive ? "Interactive" : "Auto";
}

void add_change_request(Json& view, const ExecutionState& state) {
  view["AutomationSubtype"] = "ChangeRequest";
  for (const std::string_view member : {"ScheduledTime", "Runbooks", "ChangeRequestName"})
    if (const Json* value = find_member(state.request, member)) view[std::string(member)] = *value;
}

/// What Get and the listings share.
Json common_view(const StoredExecution& execution) {
  const ExecutionState& state = execution.state;
  Json view = Json::object();
  view["AutomationExecutionId"] = state.id;
  view["DocumentName"] = state.document_name;
  view["DocumentVersion"] = state.document_version;
  view["ExecutionStartTime"] = to_epoch_json(state.created);
  if (state.ended) view["ExecutionEndTime"] = to_epoch_json(*state.ended);
  view["AutomationExecutionStatus"] = shown_status(state);
  view["Outputs"] = execution.plan ? with_sorted_members(document_outputs(*execution.plan, state))
                                   : Json::object();
  add_text(view, "FailureMessage",
           state.failure_message.empty() ? execution.problem : state.failure_message);
  add_text(view, "WarningMessage", execution_warning(execution));
  if (state.parent) view["ParentAutomationExecutionId"] = state.parent->execution_id;
  view["Mode"] = mode_text(state.mode);
  view["ExecutedBy"] = state.executed_by;
  if (const StepState* step = state.active_step(); step && !state.is_terminal()) {
    view["CurrentStepName"] = step->name;
    view["CurrentAction"] = step->action;
  }
  if (!state.change_request.is_null()) add_change_request(view, state);
  view["Targets"] = Json::array();
  view["ResolvedTargets"] = Json{{"ParameterValues", Json::array()}, {"Truncated", false}};
  return view;
}

/// As supplied: defaults are not shown. (assumed; spec/documents-and-engine 2.5)
Json supplied_parameters(const ExecutionState& state) {
  const Json* parameters = find_member(state.request, "Parameters");
  return parameters ? with_sorted_members(*parameters) : Json::object();
}

Json variables_view(const ExecutionState& state) {
  Json variables = Json::object();
  for (const auto& [name, value] : state.variables.items()) variables[name] = to_string_list(value);
  return with_sorted_members(variables);
}

/// In Interactive mode a loop goes from one of its steps to the next by itself: StartStep takes no
/// step inside one.
std::vector<std::string> valid_next_steps(const StoredExecution& execution, const StepState& step) {
  std::vector<std::string> names = step.valid_next_steps;
  if (execution.state.mode != Mode::kInteractive || !execution.plan) return names;
  std::erase_if(names, [&](const std::string& name) {
    const auto index = execution.plan->find(name);
    return index && (*execution.plan)[*index].loop;
  });
  return names;
}

}  // namespace

Json step_view(const StoredExecution& execution, const StepState& step) {
  const bool pending = step.status == Status::kPending;
  const auto index = execution.plan ? execution.plan->find(step.name) : std::nullopt;
  const PlanStep* planned = index ? &(*execution.plan)[*index] : nullptr;
  Json view = Json::object();
  view["StepName"] = step.name;
  view["Action"] = step.action;
  if (step.started) view["ExecutionStartTime"] = to_epoch_json(*step.started);
  if (step.ended) view["ExecutionEndTime"] = to_epoch_json(*step.ended);
  view["StepStatus"] = to_text(step.status);
  view["Inputs"] = pending ? Json::object() : step_inputs(planned, step);
  if (!pending && (step.status == Status::kSuccess || !step.outputs.empty()))
    view["Outputs"] = step_outputs(step);
  if (has_failed(step) && step.failure) add_failure(view, *step.failure);
  view["StepExecutionId"] = step.id;
  view["OverriddenParameters"] = Json::object();
  if (planned) {
    add_declared(view, planned->declared, step);
    add_text(view, "WarningMessage", step_warning(*planned, step));
  }
  if (const auto names = valid_next_steps(execution, step); !names.empty())
    view["ValidNextSteps"] = names;
  if (planned && planned->loop)
    view["ParentStepDetails"] = parent_step(*execution.plan, *planned, step);
  return view;
}

Json execution_view(const StoredExecution& execution) {
  const ExecutionState& state = execution.state;
  Json view = common_view(execution);
  Json steps = Json::array();
  const std::vector<const StepState*> listed = in_listing_order(state);
  for (const StepState* step : listed)
    if (!step->is_inner && steps.size() < kMostStepsShown)
      steps.push_back(step_view(execution, *step));
  view["StepExecutionsTruncated"] = steps.size() < listed.size();
  view["StepExecutions"] = std::move(steps);
  view["Parameters"] = supplied_parameters(state);
  if (execution.plan && !execution.plan->variables.empty())
    view["Variables"] = variables_view(state);
  return view;
}

Json execution_metadata_view(const StoredExecution& execution) {
  Json view = common_view(execution);
  view["LogFile"] = "";
  view["AutomationType"] = "Local";
  return view;
}

}  // namespace ssm
