// SPDX-License-Identifier: Apache-2.0
// StartExecutionPreview and GetExecutionPreview. A preview needs only the document and the request,
// so it has ended when it is started. Source: spec/api 4, spec/documents-and-engine 4.2.
#include <fmt/format.h>

#include "core/api/handlers.h"
#include "core/api/service_errors.h"
#include "core/base/id.h"
#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/bind.h"
#include "core/launch/launch.h"
#include "core/launch/start_parameters.h"
#include "core/machine/inputs.h"
#include "core/store/preview_store.h"

namespace ssm {
namespace {

/// A loop has the impact of its most intrusive step: mutating, else undetermined.
Impact impact_of(const Plan& plan, const PlanStep& step) {
  if (!step.spec->is(ActionKind::kLoop)) return step.spec->impact;
  Impact impact = Impact::kNonMutating;
  for (const StepIndex inner : step.body) {
    const Impact one = impact_of(plan, plan[inner]);
    if (one == Impact::kMutating) return one;
    if (one == Impact::kUndetermined) impact = one;
  }
  return impact;
}

Json step_previews(const Plan& plan) {
  const std::span main_steps(plan.steps.data(), plan.main_steps);
  Json previews = Json::object();
  for (const Impact impact : {Impact::kMutating, Impact::kNonMutating, Impact::kUndetermined}) {
    const auto count = std::ranges::count_if(
        main_steps, [&](const PlanStep& step) { return impact_of(plan, step) == impact; });
    if (count > 0) previews[std::string(to_text(impact))] = count;
  }
  return previews;
}

/// Members of lists of strings in TargetLocations, each once, in order.
std::vector<std::string> in_locations(const Json& inputs, std::string_view member) {
  std::vector<std::string> found;
  const Json* locations = find_member(inputs, "TargetLocations");
  if (!locations) return found;
  for (const Json& location : *locations)
    if (const Json* values = find_member(location, member))
      for (const Json& value : *values)
        if (std::find(found.begin(), found.end(), value) == found.end())
          found.push_back(value.get<std::string>());
  return found;
}

/// "AWS::EC2::Instance" of "List<AWS::EC2::Instance::Id>"; the document's target type for plain
/// parameters; empty when nothing tells.
std::string target_type(const Runbook& runbook, const Json& inputs) {
  const Parameter* parameter = find_parameter(runbook.planned.plan->parameters,
                                              string_member(inputs, "TargetParameterName"));
  std::string type = parameter ? parameter->type_text : std::string();
  if (type.starts_with("List<") && type.ends_with('>')) type = type.substr(5, type.size() - 6);
  if (type.starts_with("AWS::")) return type.substr(0, type.rfind("::"));
  const std::string declared = string_member(runbook.record.attributes, "TargetType");
  return declared.size() > 1 ? declared.substr(1) : std::string();
}

/// How many targets the request names. Errors: those that only a search in the account would find.
Result<std::size_t> count_targets(const Json& inputs) {
  std::size_t count = 0;
  if (const Json* maps = find_member(inputs, "TargetMaps")) count += maps->size();
  const Json* targets = find_member(inputs, "Targets");
  if (!targets) return count;
  for (const Json& target : *targets) {
    const std::string key = string_member(target, "Key");
    if (key != "ParameterValues")
      return validation_error(fmt::format(
          "Targets with the key {} are not available in this version of ssm-local.", key));
    if (const Json* values = find_member(target, "Values")) count += values->size();
  }
  return count;
}

/// The AutomationExecutionPreview structure.
Result<Json> preview_of(const RequestContext& call, const Runbook& runbook, const Json& inputs) {
  Json preview{{"StepPreviews", step_previews(*runbook.planned.plan)}};
  const std::vector<std::string> regions = in_locations(inputs, "Regions");
  const std::vector<std::string> accounts = in_locations(inputs, "Accounts");
  preview["Regions"] = regions.empty() ? Json::array({call.caller.scope.region}) : Json(regions);
  TRY_ASSIGN(const std::size_t targets, count_targets(inputs));
  preview["TargetPreviews"] = Json::array();
  if (targets > 0) {
    Json target{{"Count", targets}};
    if (std::string type = target_type(runbook, inputs); !type.empty())
      target["TargetType"] = std::move(type);
    preview["TargetPreviews"].push_back(std::move(target));
  }
  preview["TotalAccounts"] = std::max<std::size_t>(accounts.size(), 1);
  return preview;
}

/// Every refusal of this operation is a ValidationException.
template <class T>
Result<T> as_validation(Result<T> result) {
  if (!result && result.error().kind == ErrorKind::kRefused)
    result.error().code = "ValidationException";
  return result;
}

/// Parameters as at a start; the one that is targeted gets its values later. Bad ones are refused.
Completed check_inputs(const RequestContext& call, const Runbook& runbook, const Json& inputs) {
  const std::string targeted = string_member(inputs, "TargetParameterName");
  const std::vector<Parameter>& parameters = runbook.planned.plan->parameters;
  if (!targeted.empty() && !find_parameter(parameters, targeted))
    return validation_error(
        fmt::format("The runbook has no parameter {}, which TargetParameterName names.", targeted));
  if (find_member(inputs, "Targets") && targeted.empty())
    return validation_error("Targets need a TargetParameterName.");
  if (find_member(inputs, "Targets") && find_member(inputs, "TargetMaps"))
    return validation_error("Targets and TargetMaps can't both be specified.");
  if (find_member(inputs, "TargetLocationsURL"))
    return validation_error("TargetLocationsURL is not available in this version of ssm-local.");
  if (!targeted.empty() || find_member(inputs, "TargetMaps")) return {};
  ExecutionState state;
  state.account = call.caller.scope.account;
  state.region = call.caller.scope.region;
  const Json* supplied = find_member(inputs, "Parameters");
  MockUseCounts ignored;
  TRY(as_validation(bind_at_start(call.launching(), parameters, supplied, state, ignored)));
  return {};
}

}  // namespace

Result<Reply> start_execution_preview(const RequestContext& call) {
  TRY_ASSIGN(
      const Runbook runbook,
      as_validation(find_runbook(call.launching(), string_member(call.request, "DocumentName"),
                                 string_member(call.request, "DocumentVersion"))));
  const Json* given = find_member(call.request, "ExecutionInputs");
  const Json* automation = given ? find_member(*given, "Automation") : nullptr;
  const Json inputs = automation ? *automation : Json::object();
  TRY(check_inputs(call, runbook, inputs));
  const Result<Json> preview = preview_of(call, runbook, inputs);
  const std::string id = new_uuid();
  Json body{{"ExecutionPreviewId", id},
            {"EndedAt", to_epoch_json(call.now)},
            {"Status", preview ? "Success" : "Failed"}};
  if (preview)
    body["ExecutionPreview"] = Json{{"Automation", *preview}};
  else
    body["StatusMessage"] = preview.error().message;
  TRY_ASSIGN(Transaction transaction, Transaction::begin(call.ports.database));
  TRY(PreviewStore(call.ports.database).insert(call.caller.scope, id, body));
  TRY(transaction.commit());
  return Reply{Json{{"ExecutionPreviewId", id}}};
}

Result<Reply> get_execution_preview(const RequestContext& call) {
  const std::string id = string_member(call.request, "ExecutionPreviewId");
  TRY_ASSIGN(std::optional<Json> body,
             PreviewStore(call.ports.database).find(call.caller.scope, to_lower(id)));
  if (!body) return preview_not_found(id);
  return Reply{std::move(*body)};
}

}  // namespace ssm
