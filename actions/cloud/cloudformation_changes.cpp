// SPDX-License-Identifier: Apache-2.0
// Operations of CloudFormation that change stacks. Source: the API reference of CloudFormation;
// texts of errors as the service gives them where they are known.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/cloudformation_stack.h"
#include "actions/cloud/cloudformation_template.h"
#include "actions/cloud/ec2_filters.h"
#include "actions/cloud/ec2_tags.h"
#include "actions/cloud/stack_exports.h"
#include "actions/cloud/stack_updates.h"
#include "actions/cloud/template_loops.h"
#include "actions/cloud/template_parameters.h"
#include "core/base/arn.h"
#include "core/base/id.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::size_t kLongestStackName = 128;
constexpr std::size_t kKeptSignals = 20;

constexpr MemberShape kStackParameterShapes[] = {{"ParameterKey", &kString},
                                                 {"ParameterValue", &kString},
                                                 {"UsePreviousValue", &kBoolean},
                                                 {"ResolvedValue", &kString}};
constexpr Shape kStackParameter = structure(kStackParameterShapes);
constexpr Shape kStackParameters = list_of(kStackParameter);

constexpr Shape kMinutes{.kind = Shape::Kind::kInteger, .min = 1};

constexpr MemberShape kStackTagShapes[] = {{"Key", &kNonEmpty, true}, {"Value", &kNonEmpty, true}};
constexpr Shape kStackTag = structure(kStackTagShapes);
constexpr Shape kStackTags = list_of(kStackTag);
constexpr MemberShape kCreateStackShapes[] = {{"StackName", &kString, true},
                                              {"TemplateBody", &kString},
                                              {"TemplateURL", &kString},
                                              {"Parameters", &kStackParameters},
                                              {"DisableRollback", &kBoolean},
                                              {"RollbackConfiguration", kAnything},
                                              {"TimeoutInMinutes", &kMinutes},
                                              {"NotificationARNs", &kStrings},
                                              {"Capabilities", &kStrings},
                                              {"ResourceTypes", &kStrings},
                                              {"RoleARN", &kString},
                                              {"OnFailure", &kString},
                                              {"StackPolicyBody", &kString},
                                              {"StackPolicyURL", &kString},
                                              {"Tags", &kStackTags},
                                              {"ClientRequestToken", &kString},
                                              {"EnableTerminationProtection", &kBoolean},
                                              {"RetainExceptOnCreate", &kBoolean}};
constexpr MemberShape kUpdateStackShapes[] = {{"StackName", &kString, true},
                                              {"TemplateBody", &kString},
                                              {"TemplateURL", &kString},
                                              {"UsePreviousTemplate", &kBoolean},
                                              {"StackPolicyDuringUpdateBody", &kString},
                                              {"StackPolicyDuringUpdateURL", &kString},
                                              {"Parameters", &kStackParameters},
                                              {"Capabilities", &kStrings},
                                              {"ResourceTypes", &kStrings},
                                              {"RoleARN", &kString},
                                              {"RollbackConfiguration", kAnything},
                                              {"StackPolicyBody", &kString},
                                              {"StackPolicyURL", &kString},
                                              {"NotificationARNs", &kStrings},
                                              {"Tags", &kStackTags},
                                              {"DisableRollback", &kBoolean},
                                              {"ClientRequestToken", &kString},
                                              {"RetainExceptOnCreate", &kBoolean}};
constexpr MemberShape kDeleteStackShapes[] = {{"StackName", &kString, true},
                                              {"RetainResources", &kStrings},
                                              {"RoleARN", &kString},
                                              {"ClientRequestToken", &kString},
                                              {"DeletionMode", &kString}};
constexpr MemberShape kSignalShapes[] = {{"StackName", &kNonEmpty, true},
                                         {"LogicalResourceId", &kString, true},
                                         {"UniqueId", &kNonEmpty, true},
                                         {"Status", &kString, true}};
constexpr MemberShape kProtectionShapes[] = {{"EnableTerminationProtection", &kBoolean, true},
                                             {"StackName", &kNonEmpty, true}};
constexpr Shape kCreateStackInput = structure(kCreateStackShapes);
constexpr Shape kUpdateStackInput = structure(kUpdateStackShapes);
constexpr Shape kDeleteStackInput = structure(kDeleteStackShapes);
constexpr Shape kSignalInput = structure(kSignalShapes);
constexpr Shape kProtectionInput = structure(kProtectionShapes);

tl::unexpected<Error> stack_error(std::string message) {
  return failure("ValidationError", std::move(message));
}

Completed check_stack_name(const std::string& name) {
  const bool is_plain =
      !name.empty() && !is_digit(name.front()) && name.front() != '-' &&
      std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-';
      });
  if (!is_plain)
    return constraint_error("ValidationError", name, "stackName",
                            "satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*");
  if (name.size() > kLongestStackName)
    return constraint_error("ValidationError", name, "stackName",
                            "have length less than or equal to 128");
  return {};
}

/// The entry of the account file that says what becomes of a new stack of this name.
Result<Json> plan_of_new_stack(AccountSession& session, const std::string& name) {
  TRY_ASSIGN(std::vector<Json> plans, all_resources(session, kNewStackList));
  for (Json& plan : plans)
    if (matches_wildcard(string_member(plan, "StackName"), name)) return std::move(plan);
  return Json::object();
}

/// The text of a template that a request brings; of one behind a URL it is only there when the
/// account file has it. Empty: not known.
Result<std::string> template_text(const Json& parameters, const Json& plan) {
  const std::string body = string_member(parameters, "TemplateBody");
  const std::string url = string_member(parameters, "TemplateURL");
  if (body.empty() == url.empty())
    return stack_error(body.empty()
                           ? "Either Template URL or Template Body must be specified."
                           : "Only one of Template URL or Template Body may be specified.");
  if (utf8_length(body) > kMostTemplateBody)
    return constraint_error("ValidationError", body.substr(0, 100) + "...", "templateBody",
                            "have length less than or equal to 51200");
  if (!body.empty()) return body;
  if (!url.starts_with("https://") && !url.starts_with("http://") && !url.starts_with("s3://"))
    return stack_error("TemplateURL must be a supported URL.");
  return string_member(plan, "TemplateBody");
}

Completed check_capabilities(const Json& body, const Json& parameters) {
  const std::vector<std::string> given = strings_of(parameters, "Capabilities");
  const auto has = [&](std::string_view one) {
    return std::ranges::find(given, one) != given.end();
  };
  std::vector<std::string> missing;
  for (const std::string& needed : template_capabilities(body)) {
    const bool is_covered = needed == "CAPABILITY_IAM" && has("CAPABILITY_NAMED_IAM");
    if (!has(needed) && !is_covered) missing.push_back(needed);
  }
  if (missing.empty()) return {};
  return failure("InsufficientCapabilitiesException",
                 fmt::format("Requires capabilities : [{}]", join(missing, ", ")));
}

Result<Json> stack_tags(const Json& parameters) {
  Json tags = Json::object();
  const Json* list = find_member(parameters, "Tags");
  if (list == nullptr) return tags;
  if (const Completed good = put_tags(tags, *list); !good) return stack_error(good.error().message);
  return tags;
}

/// The resources of a template, with other ids where they cannot stay what they were `before`; what
/// refers to those may be such a resource in its turn.
Result<Json> resources_of_template(const Json& body, const Json& values, StackIdentity& identity,
                                   const Json& before) {
  for (const Json& resource : before)
    if (const Json* count = find_member(resource, "replacements"))
      identity.replacements[string_member(resource, "LogicalResourceId")] = *count;
  Json resources;
  do {
    TRY_ASSIGN(resources, template_resources(body, values, identity));
  } while (note_replacements(before, resources, identity.replacements));
  return resources;
}

void put_if_any(Json& stack, const char* member, Json value) {
  stack.erase(member);
  if (!value.empty()) stack[member] = std::move(value);
}

/// What a request and its template make of a stack: Parameters, Outputs, Resources, Description,
/// TemplateBody and what goes with them. `before`: the values of parameters until now.
Completed apply_template(AccountSession& session, Json& stack, const std::string& text,
                         const Json& parameters, const Json& before) {
  Json given = Json::object();
  if (const Json* list = find_member(parameters, "Parameters"))
    for (const Json& one : *list) {
      const std::string key = string_member(one, "ParameterKey");
      const Json* old = find_member(before, key);
      if (is_set(one, "UsePreviousValue") && old == nullptr)
        return stack_error(fmt::format(
            "Invalid input for parameter key {}. Cannot specify usePreviousValue as true for a "
            "parameter key not in the previous template",
            key));
      given[key] =
          is_set(one, "UsePreviousValue") ? *old : Json(string_member(one, "ParameterValue"));
    }
  if (text.empty()) {  // a template that nobody here can read
    Json values = before;
    values.update(given);
    stack["Parameters"] = std::move(values);
    return {};
  }
  TRY_ASSIGN(Json body, read_template(text));
  TRY(check_capabilities(body, parameters));
  TRY_ASSIGN(const Json values, bind_template_parameters(body, given));
  TRY_ASSIGN(const ResolvedParameters resolved, resolve_template_parameters(session, body, values));
  body = without_template_loops(body, resolved.meant);
  StackIdentity identity{session, string_member(stack, "StackName"),
                         string_member(stack, "StackId")};
  TRY_ASSIGN(identity.exports, exports_to_import(session, identity.id));
  TRY_ASSIGN(stack["Resources"],
             resources_of_template(body, resolved.meant, identity, stack["Resources"]));
  stack["Parameters"] = shown_template_parameters(body, values);
  TRY_ASSIGN(TemplateOutputs outputs, template_outputs(body, resolved.meant, identity));
  stack["Outputs"] = std::move(outputs.values);
  put_if_any(stack, "resolved", shown_template_parameters(body, resolved.stored));
  put_if_any(stack, "outputDescriptions", std::move(outputs.descriptions));
  put_if_any(stack, "exports", std::move(outputs.exports));
  put_if_any(stack, "imports", Json(identity.imports));
  stack.erase("Description");
  copy_given(stack, body, "Description");
  stack["TemplateBody"] = text;
  return {};
}

/// Outputs that the account file has count more than what the template comes to.
void apply_planned_outputs(Json& stack, const Json& plan) {
  if (const Json* outputs = find_member(plan, "Outputs")) stack["Outputs"].update(*outputs);
}

void apply_plan(Json& stack, const Json& plan) {
  apply_planned_outputs(stack, plan);
  for (const std::string_view name : {"Resources", "timing", "behaviour"})
    copy_given(stack, plan, name);
}

// --- Creating -----------------------------------------------------------------------------------

Result<std::string> wanted_on_failure(const Json& parameters) {
  const std::string on_failure = string_member(parameters, "OnFailure");
  if (find_member(parameters, "DisableRollback") && !on_failure.empty())
    return stack_error("Either DisableRollback or OnFailure can be specified, not both.");
  if (is_set(parameters, "DisableRollback")) return "DO_NOTHING";
  if (!on_failure.empty() && on_failure != "DO_NOTHING" && on_failure != "ROLLBACK" &&
      on_failure != "DELETE")
    return constraint_error("ValidationError", on_failure, "onFailure",
                            "satisfy enum value set: [DO_NOTHING, ROLLBACK, DELETE]");
  return on_failure.empty() ? "ROLLBACK" : on_failure;
}

/// The answer to a creation whose name is taken: the stack's own when it is the same request.
Result<Json> answer_for_taken_name(const Json& stack, const Json& parameters) {
  const std::string token = string_member(parameters, "ClientRequestToken");
  if (!token.empty() && token == string_member(stack, "ClientRequestToken"))
    return Json{{"StackId", string_member(stack, "StackId")}};
  return failure("AlreadyExistsException",
                 fmt::format("Stack [{}] already exists", string_member(stack, "StackName")));
}

Result<Json> create_stack(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "StackName");
  TRY(check_stack_name(name));
  TRY_ASSIGN(const Json plan, plan_of_new_stack(session, name));
  TRY_ASSIGN(const std::string text, template_text(parameters, plan));
  TRY_ASSIGN(const std::string on_failure, wanted_on_failure(parameters));
  TRY_ASSIGN(const std::optional<Json> taken, stack_if_there(session, name));
  if (taken) return answer_for_taken_name(*taken, parameters);
  TRY(refuse_as_planned(plan, "create", fmt::format("stack {}", name)));
  TRY(require_room(session, kStackList, "LimitExceededException"));
  Json stack{{"StackName", name},
             {"StackId", Arn::regional(session.scope, "cloudformation",
                                       fmt::format("stack/{}/{}", name, new_uuid()))
                             .text()},
             {"StackStatus", "CREATE_IN_PROGRESS"},
             {"CreationTime", to_iso8601(session.now)},
             {"Parameters", Json::object()},
             {"Outputs", Json::object()},
             {"Resources", Json::array()}};
  TRY_ASSIGN(stack["Tags"], stack_tags(parameters));
  TRY(apply_template(session, stack, text, parameters, Json::object()));
  for (const std::string_view member :
       {"DisableRollback", "TimeoutInMinutes", "NotificationARNs", "Capabilities", "RoleARN",
        "ClientRequestToken", "EnableTerminationProtection"})
    copy_given(stack, parameters, member);
  apply_plan(stack, plan);
  Json change{{"OnFailure", on_failure}};
  TRY_ASSIGN(const std::string conflict, conflict_of_exports(session, stack, Json::object()));
  if (!conflict.empty())
    change["failed"] = conflict + (on_failure == "ROLLBACK" ? ". Rollback requested by user." : "");
  record_stack_change(session, stack, "create", std::move(change));
  TRY(save_resource(session, kStackList, stack));
  return Json{{"StackId", stack["StackId"]}};
}

// --- Updating -----------------------------------------------------------------------------------

Completed check_updatable(const Json& stack, const std::string& status) {
  constexpr std::array<std::string_view, 5> kUpdatable = {"CREATE_COMPLETE", "UPDATE_COMPLETE",
                                                          "UPDATE_ROLLBACK_COMPLETE",
                                                          "IMPORT_COMPLETE", "UPDATE_FAILED"};
  if (std::ranges::find(kUpdatable, status) != kUpdatable.end()) return {};
  return stack_error(fmt::format("Stack:{} is in {} state and can not be updated.",
                                 string_member(stack, "StackId"), status));
}

Result<std::string> updated_template(const Json& stack, const Json& parameters) {
  if (!is_set(parameters, "UsePreviousTemplate")) return template_text(parameters, stack);
  return string_member(stack, "TemplateBody");
}

/// A resource stays of its type. `before`, `after`: as template_resources() gives them.
Completed check_types_stay(const Json& before, const Json& after) {
  std::vector<std::string> changed;
  for (const Json& resource : after) {
    const std::string name = string_member(resource, "LogicalResourceId");
    const auto old = std::ranges::find(
        before, name, [](const Json& one) { return string_member(one, "LogicalResourceId"); });
    if (old != before.end() &&
        string_member(*old, "ResourceType") != string_member(resource, "ResourceType"))
      changed.push_back(name);
  }
  if (changed.empty()) return {};
  return stack_error(fmt::format(
      "Update of resource type is not permitted. The new template modifies resource type of the "
      "following resources: [{}]",
      join(changed, ", ")));
}

constexpr std::array<std::string_view, 10> kUpdatedMembers = {
    "Parameters",         "resolved", "Outputs", "Resources",    "Description",
    "outputDescriptions", "exports",  "imports", "TemplateBody", "Tags"};

/// What a stack has that a template can change by itself, in one order. Of resources that is what
/// they are: Description, policies, DependsOn and the order of all things can only be changed with
/// something else.
Json changeable_content(const Json& stack) {
  Json content = Json::object();
  for (const std::string_view member :
       {"Parameters", "resolved", "Outputs", "outputDescriptions", "exports", "Tags"})
    copy_given(content, stack, member);
  for (const Json& resource : stack.value("Resources", Json::array()))
    for (const char* member : {"ResourceType", "PhysicalResourceId", "digest"})
      copy_given(content["Resources"][string_member(resource, "LogicalResourceId")], resource,
                 member);
  return in_order_of_names(content);
}

Result<Json> update_stack(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json found, stack_named(session, string_member(parameters, "StackName"),
                                           "Stack [{}] does not exist"));
  const std::string token = string_member(parameters, "ClientRequestToken");
  if (!token.empty() && token == string_member(found, "ClientRequestToken"))
    return Json{{"StackId", string_member(found, "StackId")}};
  TRY(check_updatable(found, stack_status(session, found)));
  TRY(refuse_as_planned(found, "update",
                        fmt::format("stack {}", string_member(found, "StackName"))));
  Json stack = settled_stack(session, found);
  Json before = Json::object();
  for (const std::string_view member : kUpdatedMembers) copy_given(before, stack, member);
  TRY_ASSIGN(const std::string text, updated_template(stack, parameters));
  TRY(apply_template(session, stack, text, parameters, before["Parameters"]));
  TRY(check_types_stay(before["Resources"], stack["Resources"]));
  TRY_ASSIGN(const Json plan, plan_of_new_stack(session, string_member(stack, "StackName")));
  apply_planned_outputs(stack, plan);
  if (find_member(parameters, "Tags")) {
    TRY_ASSIGN(stack["Tags"], stack_tags(parameters));
  }
  const bool is_same = changeable_content(before) == changeable_content(stack);
  // A template behind a URL may be another one each time.
  if (is_same && string_member(parameters, "TemplateURL").empty())
    return stack_error("No updates are to be performed.");
  for (const std::string_view member :
       {"NotificationARNs", "Capabilities", "RoleARN", "ClientRequestToken"})
    copy_given(stack, parameters, member);
  stack["LastUpdatedTime"] = to_iso8601(session.now);
  TRY_ASSIGN(const std::string conflict, conflict_of_exports(session, stack, before));
  Json change{{"before", std::move(before)}};
  if (!conflict.empty()) change["failed"] = conflict;
  if (is_set(parameters, "DisableRollback")) change["OnFailure"] = "DO_NOTHING";
  record_stack_change(session, stack, "update", std::move(change));
  TRY(save_resource(session, kStackList, stack));
  return Json{{"StackId", stack["StackId"]}};
}

// --- Deleting -----------------------------------------------------------------------------------

Completed check_deletable(const Json& stack, const std::string& status, const Json& parameters) {
  const std::string id = string_member(stack, "StackId");
  if (is_set(stack, "EnableTerminationProtection"))
    return stack_error(
        fmt::format("Stack [{}] cannot be deleted while TerminationProtection is enabled",
                    string_member(stack, "StackName")));
  if (status.starts_with("UPDATE_") && status.ends_with("_IN_PROGRESS"))
    return stack_error(fmt::format("Stack [{}] cannot be deleted while in status {}", id, status));
  if (!strings_of(parameters, "RetainResources").empty() && status != "DELETE_FAILED")
    return stack_error(fmt::format(
        "Invalid operation on stack [{}]. When you delete a stack, specify which resources to "
        "retain only when the stack is in the DELETE_FAILED state.",
        id));
  return {};
}

/// A stack that is not there is deleted already.
Result<Json> delete_stack(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const std::optional<Json> found,
             stack_if_there(session, string_member(parameters, "StackName")));
  if (!found) return Json::object();
  Json stack = *found;
  const std::string status = stack_status(session, stack);
  if (status == "DELETE_COMPLETE" || status == "DELETE_IN_PROGRESS") return Json::object();
  TRY(check_deletable(stack, status, parameters));
  TRY(refuse_as_planned(stack, "delete",
                        fmt::format("stack {}", string_member(stack, "StackName"))));
  Json change = Json::object();
  if (const auto retained = strings_of(parameters, "RetainResources"); !retained.empty())
    change["retained"] = retained;
  TRY_ASSIGN(const std::string use, use_of_exports(session, stack));
  if (!use.empty()) change["failed"] = use;
  record_stack_change(session, stack, "delete", std::move(change));
  TRY(save_resource(session, kStackList, stack));
  return Json::object();
}

// --- Signals and protection ---------------------------------------------------------------------

/// The first signal decides about a stack whose behaviour is to wait for one; all are kept for
/// people and tests to look at.
Result<Json> signal_resource(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json stack, stack_named(session, string_member(parameters, "StackName"),
                                     "Stack {} does not exist"));
  const std::string status = string_member(parameters, "Status");
  const std::string now = stack_status(session, stack);
  const std::string resource = string_member(parameters, "LogicalResourceId");
  if (status != "SUCCESS" && status != "FAILURE")
    return constraint_error("ValidationError", status, "status",
                            "satisfy enum value set: [SUCCESS, FAILURE]");
  if (!now.ends_with("_IN_PROGRESS"))
    return stack_error(fmt::format("Stack {} is in {} state and cannot be signaled",
                                   string_member(stack, "StackId"), now));
  const Json resources = stack.value("Resources", Json::array());
  const bool is_known = resources.empty() || std::ranges::any_of(resources, [&](const Json& one) {
                          return string_member(one, "LogicalResourceId") == resource;
                        });
  if (!is_known)
    return stack_error(fmt::format("Resource {} does not exist for stack {}", resource,
                                   string_member(stack, "StackName")));
  Json signals = stack.value("signals", Json::array());
  signals.push_back({{"LogicalResourceId", resource},
                     {"UniqueId", string_member(parameters, "UniqueId")},
                     {"Status", status},
                     {"Time", to_iso8601(session.now)}});
  keep_last(signals, kKeptSignals);
  stack["signals"] = std::move(signals);
  if (const Json* change = find_member(stack, "change"); change && !change->contains("signal"))
    stack["change"].update({{"signal", status}, {"signalled", to_iso8601(session.now)}});
  TRY(save_resource(session, kStackList, stack));
  return Json::object();
}

Result<Json> update_termination_protection(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json stack, stack_named(session, string_member(parameters, "StackName"),
                                     "Stack [{}] does not exist"));
  stack["EnableTerminationProtection"] = is_set(parameters, "EnableTerminationProtection");
  TRY(save_resource(session, kStackList, stack));
  return Json{{"StackId", stack["StackId"]}};
}

constexpr std::array kStackChangeOperations = {
    AccountOperation{"cloudformation", "CreateStack", &kCreateStackInput, true, create_stack},
    AccountOperation{"cloudformation", "UpdateStack", &kUpdateStackInput, true, update_stack},
    AccountOperation{"cloudformation", "DeleteStack", &kDeleteStackInput, true, delete_stack},
    AccountOperation{"cloudformation", "SignalResource", &kSignalInput, true, signal_resource},
    AccountOperation{"cloudformation", "UpdateTerminationProtection", &kProtectionInput, true,
                     update_termination_protection},
};

}  // namespace

std::span<const AccountOperation> stack_change_operations() {
  return kStackChangeOperations;
}

}  // namespace ssm::cloud
