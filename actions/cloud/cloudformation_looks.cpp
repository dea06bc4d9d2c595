// SPDX-License-Identifier: Apache-2.0
// Operations of CloudFormation that look at stacks and templates. Source: the API reference of
// CloudFormation.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/cloudformation_events.h"
#include "actions/cloud/cloudformation_stack.h"
#include "actions/cloud/cloudformation_template.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/stack_exports.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr MemberShape kDescribeStacksShapes[] = {{"StackName", &kString}, {"NextToken", &kString}};
constexpr MemberShape kStackEventsShapes[] = {{"StackName", &kString, true},
                                              {"NextToken", &kString}};
constexpr MemberShape kStackResourcesShapes[] = {
    {"StackName", &kString}, {"LogicalResourceId", &kString}, {"PhysicalResourceId", &kString}};
constexpr MemberShape kStackResourceShapes[] = {{"StackName", &kString, true},
                                                {"LogicalResourceId", &kString, true}};
constexpr MemberShape kListStackResourcesShapes[] = {{"StackName", &kString, true},
                                                     {"NextToken", &kString}};
constexpr MemberShape kListStacksShapes[] = {{"NextToken", &kString},
                                             {"StackStatusFilter", &kStrings}};
constexpr MemberShape kListExportsShapes[] = {{"NextToken", &kString}};
constexpr MemberShape kListImportsShapes[] = {{"ExportName", &kString, true},
                                              {"NextToken", &kString}};
constexpr MemberShape kGetTemplateShapes[] = {
    {"StackName", &kString}, {"ChangeSetName", &kString}, {"TemplateStage", &kString}};
constexpr MemberShape kValidateTemplateShapes[] = {{"TemplateBody", &kString},
                                                   {"TemplateURL", &kString}};
constexpr Shape kDescribeStacksInput = structure(kDescribeStacksShapes);
constexpr Shape kStackEventsInput = structure(kStackEventsShapes);
constexpr Shape kStackResourcesInput = structure(kStackResourcesShapes);
constexpr Shape kStackResourceInput = structure(kStackResourceShapes);
constexpr Shape kListStackResourcesInput = structure(kListStackResourcesShapes);
constexpr Shape kListStacksInput = structure(kListStacksShapes);
constexpr Shape kListExportsInput = structure(kListExportsShapes);
constexpr Shape kListImportsInput = structure(kListImportsShapes);
constexpr Shape kGetTemplateInput = structure(kGetTemplateShapes);
constexpr Shape kValidateTemplateInput = structure(kValidateTemplateShapes);

constexpr PageMembers page_members_of(std::string_view items) {
  return {.most = {}, .token = "NextToken", .next = "NextToken", .items = items};
}

Result<Json> describe_stacks(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "StackName");
  Json stacks = Json::array();
  if (!name.empty()) {
    TRY_ASSIGN(const Json stack, stack_named(session, name));
    stacks.push_back(described_stack(session, stack));
    return Json{{"Stacks", std::move(stacks)}};
  }
  TRY_ASSIGN(const std::vector<Json> all, all_resources(session, kStackList));
  for (const Json& stack : all)
    if (Json one = described_stack(session, stack); one["StackStatus"] != "DELETE_COMPLETE")
      stacks.push_back(std::move(one));
  return page_answer(std::move(stacks), parameters, page_members_of("Stacks"));
}

Result<Json> describe_stack_events(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json stack, stack_named(session, string_member(parameters, "StackName"),
                                           "Stack [{}] does not exist"));
  return page_answer(described_stack_events(session, stack), parameters,
                     page_members_of("StackEvents"));
}

/// By the stack's name or id, or by the id of a resource of it.
Result<Json> stack_of_resources(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "StackName");
  const std::string physical = string_member(parameters, "PhysicalResourceId");
  if (name.empty() == physical.empty())
    return failure("ValidationError",
                   "Exactly one of StackName or PhysicalResourceId must be specified");
  if (!name.empty()) return stack_named(session, name);
  TRY_ASSIGN(std::vector<Json> all, all_resources(session, kStackList));
  for (Json& stack : all) {
    const std::string status = stack_status(session, stack);
    if (status == "DELETE_COMPLETE") continue;
    for (const Json& resource : stack_resources_in(stack, status))
      if (string_member(resource, "PhysicalResourceId") == physical) return std::move(stack);
  }
  return failure("ValidationError", fmt::format("Stack for {} does not exist", physical));
}

Result<Json> describe_stack_resources(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json stack, stack_of_resources(session, parameters));
  const std::string logical = string_member(parameters, "LogicalResourceId");
  Json resources = Json::array();
  for (Json& resource : described_stack_resources(session, stack))
    if (logical.empty() || string_member(resource, "LogicalResourceId") == logical)
      resources.push_back(std::move(resource));
  return Json{{"StackResources", std::move(resources)}};
}

/// Under this name the time is that of the last update.
Json with_update_time(Json resource) {
  resource["LastUpdatedTimestamp"] = resource["Timestamp"];
  resource.erase("Timestamp");
  return resource;
}

Result<Json> describe_stack_resource(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "StackName");
  TRY_ASSIGN(const Json stack, stack_named(session, name, "Stack '{}' does not exist"));
  const std::string logical = string_member(parameters, "LogicalResourceId");
  for (Json& resource : described_stack_resources(session, stack))
    if (string_member(resource, "LogicalResourceId") == logical)
      return Json{{"StackResourceDetail", with_update_time(std::move(resource))}};
  return failure("ValidationError",
                 fmt::format("Resource {} does not exist for stack {}", logical, name));
}

Result<Json> list_stack_resources(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json stack, stack_named(session, string_member(parameters, "StackName")));
  Json summaries = Json::array();
  for (Json& resource : described_stack_resources(session, stack)) {
    resource.erase("StackName");
    resource.erase("StackId");
    summaries.push_back(with_update_time(std::move(resource)));
  }
  return page_answer(std::move(summaries), parameters, page_members_of("StackResourceSummaries"));
}

Result<Json> list_stacks(AccountSession& session, const Json& parameters) {
  const std::vector<std::string> wanted = strings_of(parameters, "StackStatusFilter");
  TRY_ASSIGN(const std::vector<Json> all, all_resources(session, kStackList));
  Json summaries = Json::array();
  for (const Json& stack : all) {
    const Json described = described_stack(session, stack);
    if (!wanted.empty() &&
        std::ranges::find(wanted, string_member(described, "StackStatus")) == wanted.end())
      continue;
    Json summary = Json::object();
    for (const std::string_view name : {"StackId", "StackName"})
      copy_given(summary, described, name);
    if (const Json* description = find_member(described, "Description"))
      summary["TemplateDescription"] = *description;
    for (const std::string_view name : {"CreationTime", "LastUpdatedTime", "DeletionTime",
                                        "StackStatus", "StackStatusReason", "DriftInformation"})
      copy_given(summary, described, name);
    summaries.push_back(std::move(summary));
  }
  return page_answer(std::move(summaries), parameters, page_members_of("StackSummaries"));
}

Result<Json> list_exports(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const std::vector<StackExport> all, stack_exports(session));
  Json exports = Json::array();
  for (const StackExport& one : all)
    if (one.is_there)
      exports.push_back(
          {{"ExportingStackId", one.stack_id}, {"Name", one.name}, {"Value", one.value}});
  return page_answer(std::move(exports), parameters, page_members_of("Exports"));
}

Result<Json> list_imports(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "ExportName");
  TRY_ASSIGN(const std::vector<std::string> stacks, stacks_that_import(session, name, {}));
  if (stacks.empty())
    return failure("ValidationError",
                   fmt::format("Export '{}' is not imported by any stack.", name));
  return page_answer(Json(stacks), parameters, page_members_of("Imports"));
}

Result<Json> get_template(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json stack, stack_named(session, string_member(parameters, "StackName")));
  return Json{{"TemplateBody", string_member(settled_stack(session, stack), "TemplateBody")},
              {"StagesAvailable", Json::array({"Original", "Processed"})}};
}

Json declared_parameters(const Json& body) {
  Json declared = Json::array();
  const Json parameters = body.value("Parameters", Json::object());
  for (const auto& [name, parameter] : parameters.items()) {
    const Json* hidden = find_member(parameter, "NoEcho");
    Json one{{"ParameterKey", name}};
    if (const Json* value = find_member(parameter, "Default"))
      one["DefaultValue"] = to_embedded_text(*value);
    one["NoEcho"] = hidden != nullptr && to_lower(to_embedded_text(*hidden)) == "true";
    copy_given(one, parameter, "Description");
    declared.push_back(std::move(one));
  }
  return declared;
}

/// What needs a capability: "[AWS::IAM::Role]".
std::string resources_of_iam(const Json& body) {
  std::vector<std::string> types;
  for (const Json& resource : body["Resources"]) {
    const std::string type = string_member(resource, "Type");
    if (type.starts_with("AWS::IAM::") && std::ranges::find(types, type) == types.end())
      types.push_back(type);
  }
  return join(types, ", ");
}

Result<Json> validate_template(AccountSession& /*session*/, const Json& parameters) {
  const std::string text = string_member(parameters, "TemplateBody");
  if (text.empty() == string_member(parameters, "TemplateURL").empty())
    return failure("ValidationError",
                   "Either Template URL or Template Body must be specified, and not both.");
  if (text.empty())
    return failure("NotSimulated",
                   "The simulated account cannot fetch a TemplateURL: give the TemplateBody");
  TRY_ASSIGN(const Json body, read_template(text));
  Json answer{{"Parameters", declared_parameters(body)}};
  copy_given(answer, body, "Description");
  const std::vector<std::string> capabilities = template_capabilities(body);
  if (!capabilities.empty()) {
    answer["Capabilities"] = Json(capabilities);
    const std::string types = resources_of_iam(body);
    if (!types.empty())
      answer["CapabilitiesReason"] =
          fmt::format("The following resource(s) require capabilities: [{}]", types);
  }
  if (const Json* transform = find_member(body, "Transform"))
    answer["DeclaredTransforms"] = transform->is_array() ? *transform : Json::array({*transform});
  return answer;
}

constexpr std::array kStackLooks = {
    AccountOperation{"cloudformation", "DescribeStacks", &kDescribeStacksInput, false,
                     describe_stacks},
    AccountOperation{"cloudformation", "DescribeStackEvents", &kStackEventsInput, false,
                     describe_stack_events},
    AccountOperation{"cloudformation", "DescribeStackResources", &kStackResourcesInput, false,
                     describe_stack_resources},
    AccountOperation{"cloudformation", "DescribeStackResource", &kStackResourceInput, false,
                     describe_stack_resource},
    AccountOperation{"cloudformation", "ListStackResources", &kListStackResourcesInput, false,
                     list_stack_resources},
    AccountOperation{"cloudformation", "ListStacks", &kListStacksInput, false, list_stacks},
    AccountOperation{"cloudformation", "ListExports", &kListExportsInput, false, list_exports},
    AccountOperation{"cloudformation", "ListImports", &kListImportsInput, false, list_imports},
    AccountOperation{"cloudformation", "GetTemplate", &kGetTemplateInput, false, get_template},
    AccountOperation{"cloudformation", "ValidateTemplate", &kValidateTemplateInput, false,
                     validate_template},
};

}  // namespace

std::span<const AccountOperation> stack_operations() {
  return kStackLooks;
}

}  // namespace ssm::cloud
