// SPDX-License-Identifier: Apache-2.0
#include "core/api/approval_levels.h"

#include <fmt/format.h>

#include "core/api/service_errors.h"
#include "core/base/arn.h"
#include "core/document/structure_reader.h"
#include "core/machine/inputs.h"

namespace ssm {
namespace {

/// A whole number, or the text of one. nullopt: neither.
std::optional<std::int64_t> number_of(const Json* value) {
  if (!value) return 0;
  if (value->is_number_integer()) return value->get<std::int64_t>();
  if (value->is_string()) return parse_integer(value->get_ref<const std::string&>());
  return std::nullopt;
}

ServiceError refused(const Step& step, std::string_view reason) {
  return invalid_start(fmt::format("Step {} of the change template: {}", step.name, reason));
}

/// As aws:approve knows principals: a user by name or ARN, a role by ARN.
Result<std::string> principal(const Step& step, const Json& entry, const AccountRegion& scope) {
  const std::string name = string_member(entry, "approver");
  const std::string type = string_member(entry, "type");
  if (name.empty()) return refused(step, "an approver has no name.");
  if (type == "IamUser") return name;
  if (type != "IamRole")
    return refused(step, fmt::format("approvers of type \"{}\" are not available in this version "
                                     "of ssm-local; IamUser and IamRole are.",
                                     type));
  return name.starts_with("arn:") ? name : Arn::iam(scope, "role/" + name).text();
}

/// Either each approver is needed (minRequiredApprovals 1), or as many of them as the level says
/// (minRequiredApprovals 0).
Result<Json> simple_inputs(const Step& step, const Json& inputs, const AccountRegion& scope) {
  const Json* enhanced = find_member(inputs, "EnhancedApprovals");
  if (!enhanced) return inputs;
  const Json* list = find_member(*enhanced, "Approvers");
  if (!list || !list->is_array() || list->empty()) return refused(step, "there are no approvers.");
  Json approvers = Json::array();
  std::size_t needed = 0;
  for (const Json& entry : *list) {
    TRY_ASSIGN(std::string one, principal(step, entry, scope));
    const auto least = number_of(find_member(entry, "minRequiredApprovals"));
    if (!least || *least < 0 || *least > 1)
      return refused(step, "minRequiredApprovals of an approver must be 0 or 1.");
    needed += static_cast<std::size_t>(*least);
    approvers.push_back(std::move(one));
  }
  if (needed != 0 && needed != approvers.size())
    return refused(step, "minRequiredApprovals must be 1 for all approvers, or 0 for all.");
  const auto level = number_of(find_member(inputs, "MinRequiredApprovals"));
  if (!level || *level < 0 || *level > static_cast<std::int64_t>(approvers.size()))
    return refused(step, "MinRequiredApprovals must be at most the number of approvers.");
  Json simple{
      {"MinRequiredApprovals", needed > 0 ? Json(needed) : Json(std::max<std::int64_t>(*level, 1))},
      {"Approvers", std::move(approvers)}};
  for (const Json* source : {&inputs, enhanced})
    for (const std::string_view name : {"NotificationArn", "Message"})
      if (const Json* value = find_member(*source, name)) simple[std::string(name)] = *value;
  return simple;
}

}  // namespace

Result<Json> approval_levels(const ChangeTemplate& change_template, const ExecutionState& state,
                             Time now) {
  Json levels = Json::array();
  const Plan plan = compile(change_template.document);
  for (std::size_t i = 0; i < plan.main_steps; ++i) {
    const Step& step = change_template.document.main_steps[i];
    const auto inputs = resolve_inputs(plan, StepIndex(i), state, now);
    if (!inputs) return refused(step, inputs.error().message);
    TRY_ASSIGN(Json simple, simple_inputs(step, *inputs, {state.account, state.region}));
    const auto timeout = timeout_of(plan, StepIndex(i), state, now);
    if (!timeout) return refused(step, timeout.error().message);
    Json& level = levels.emplace_back(Json{{"name", step.name},
                                           {"action", step.action},
                                           {"onFailure", "Abort"},
                                           {"inputs", std::move(simple)}});
    if (step.timeout_seconds && *timeout)
      level["timeoutSeconds"] = std::chrono::duration_cast<std::chrono::seconds>(**timeout).count();
  }
  return levels;
}

}  // namespace ssm
