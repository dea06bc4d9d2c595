// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "actions/cloud_failure.h"
#include "actions/inputs.h"
#include "core/base/text.h"
#include "core/document/convert.h"
#include "core/document/input_value.h"
#include "core/engine/action.h"
#include "core/machine/failure.h"
#include "core/machine/outputs.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr InputSpec kExecuteAutomationInputs[] = {
    {.name = "DocumentName",
     .type = Type::kString,
     .required = true,
     .doc = "The name or ARN of the document",
     .format = InputSpec::Format::kRunbook},
    {"DocumentVersion", Type::kString, false, "Its version"},
    {"RuntimeParameters", Type::kStringMap, false, "Parameters of the child"},
    {"MaxConcurrency", Type::kString, false, "How many at the same time: a number or a percentage"},
    {"MaxErrors", Type::kString, false,
     "How many failures are tolerated: a number or a percentage"},
    {"Tags", Type::kMapList, false, "Tags as a list of Key and Value"},
    {"TargetLocations", Type::kMapList, false, "Accounts and Regions"},
    {"TargetMaps", Type::kMapList, false, "Parameters by target"},
    {"TargetParameterName", Type::kString, false, "The parameter that takes the target"},
    {"Targets", Type::kMapList, false, "Targets as a list of Key and Values"},
};
constexpr std::string_view kExecuteAutomationOutputs[] = {"Output", "ExecutionId", "Status"};

constexpr ActionSpec kExecuteAutomationSpec = {
    .name = "aws:executeAutomation",
    .doc = "Runs another runbook and waits for its end.",
    .inputs = kExecuteAutomationInputs,
    .takes_other_inputs = true,
    .outputs = kExecuteAutomationOutputs,
    .outputs_unknown = true,
    .list_or_element = "Output",
    .runs = Runs::kOnStore,
};

constexpr std::string_view kRunbookNotFound = "AutomationDefinitionNotFoundException";
constexpr std::string_view kChildId = "ExecutionId";  // in the memo

/// The inputs that the request has as they are.
constexpr std::string_view kTextMembers[] = {"DocumentVersion", "MaxConcurrency", "MaxErrors",
                                             "TargetParameterName"};
constexpr std::string_view kListMembers[] = {"Targets", "TargetMaps", "TargetLocations"};

/// Each value as a list of texts: spec/documents-and-engine 2.5.
Json child_parameters(const Json& given) {
  Json parameters = Json::object();
  for (const auto& [name, value] : given.items()) parameters[name] = to_string_list(value);
  return parameters;
}

Result<Json> child_tags(const Json& inputs) {
  constexpr std::size_t kMostKey = 128;
  constexpr std::size_t kMostValue = 256;
  TRY_ASSIGN(const Json given, map_list_input(inputs, "Tags"));
  Json tags = Json::array();
  for (const Json& tag : given) {
    TRY_ASSIGN(const std::string key, string_input(tag, "Key"));
    TRY_ASSIGN(const std::optional<std::string> value, optional_string_input(tag, "Value"));
    if (utf8_length(key) > kMostKey || (value && utf8_length(*value) > kMostValue))
      return bad_input(
          fmt::format("Input Tags has a key of more than {} characters, or a value of "
                      "more than {}: {}",
                      kMostKey, kMostValue, key));
    tags.push_back({{"Key", key}, {"Value", value.value_or("")}});
  }
  return tags;
}

Result<Json> child_request(const StepCall& step) {
  Json request = Json::object();
  TRY_ASSIGN(request["DocumentName"], string_input(step.inputs, "DocumentName"));
  for (const std::string_view name : kTextMembers) {
    TRY_ASSIGN(const std::optional<std::string> text, optional_string_input(step.inputs, name));
    if (text) request[std::string(name)] = *text;
  }
  for (const std::string_view name : kListMembers)
    if (has_input(step.inputs, name))
      request[std::string(name)] = *find_input_value(step.inputs, name);
  if (const Json* given = find_input_value(step.inputs, "RuntimeParameters"); given)
    if (given->is_object() && !given->empty()) request["Parameters"] = child_parameters(*given);
  if (has_input(step.inputs, "Tags")) {
    TRY_ASSIGN(request["Tags"], child_tags(step.inputs));
  }
  return request;
}

/// Source: recorded outputs b.3.
Failure start_failure(const Error& error, const Json& request) {
  std::string_view cause = error.message;
  while (cause.ends_with('.')) cause.remove_suffix(1);
  const std::string reason =
      error.code == kRunbookNotFound
          ? fmt::format("Invalid document: {}", string_member(request, "DocumentName"))
          : std::string(cause);
  return failure_of(
      AwsError{error.code, error.message},
      plain_failure_text(fmt::format("Fail to start automation, errorMessage: {}", reason)));
}

Outcome start_child(const StepCall& step, Children& children) {
  const Json request = child_request(step).value();
  const Result<std::string> id = children.start(step, request);
  if (!id) return Failed{start_failure(id.error(), request), nullptr};
  const Json known{{std::string(kChildId), *id}};
  return Suspended{known, {}, Awaits::kChild, known};
}

/// The outputs of a child that has ended. A child without outputs that did not succeed has the
/// service's fixed text.
Json outputs_of_child(const std::string& id, const ChildExecution& child) {
  Json texts = Json::array();
  for (const Json& values : child.outputs)
    for (const Json& text : values) texts.push_back(text);
  if (texts.empty() && child.status != Status::kSuccess) texts.push_back(kNoOutputYet);
  return {{"Output", std::move(texts)}, {"ExecutionId", id}, {"Status", to_text(child.status)}};
}

/// Anything but Success. The text has the lists as Java prints them. Source: recorded outputs b.3.
Failed child_failure(const std::string& id, const ChildExecution& child) {
  Json outputs = outputs_of_child(id, child);
  const std::string cause = fmt::format(
      "Failed to run automation with executionId: {0} {1} :\n{{Status=[{1}], Output=[{2}], "
      "ExecutionId=[{0}]}}",
      id, to_text(child.status), join(outputs["Output"].get<std::vector<std::string>>(), ", "));
  return {verification_failure("Execution complete: verified", cause), std::move(outputs)};
}

Done done_with(Json outputs) {
  Done done;
  done.outputs = std::move(outputs);
  return done;
}

Outcome advance_execute_automation(const StepCall& step, Ports& ports) {
  const std::string id = string_member(step.memo, kChildId);
  if (id.empty()) return start_child(step, *ports.children);
  const Result<ChildExecution> child = ports.children->look(id);
  if (!child) return Failed{internal_failure(child.error().message), nullptr};
  if (!is_terminal(child->status)) return Suspended{step.memo, {}, Awaits::kChild, nullptr};
  if (child->status != Status::kSuccess) return child_failure(id, *child);
  return done_with(outputs_of_child(id, *child));
}

/// The step has stopped when its child has.
Outcome cancel_execute_automation(const StepCall& step, Ports& ports) {
  const std::string id = string_member(step.memo, kChildId);
  if (id.empty()) return Done{};
  const Completed stopped = ports.children->stop(id);
  const Result<ChildExecution> child = ports.children->look(id);
  if (!stopped || !child) return Done{};
  if (is_terminal(child->status)) return done_with(outputs_of_child(id, *child));
  return Suspended{step.memo, {}, Awaits::kChild, nullptr};
}

}  // namespace

extern constinit const Action kExecuteAutomationAction{
    kExecuteAutomationSpec, can_read<child_request>, advance_execute_automation,
    cancel_execute_automation};

}  // namespace ssm
