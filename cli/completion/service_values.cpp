// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "cli/completion/complete.h"
#include "cli/operation_catalog.h"
#include "cli/operation_options.h"

namespace ssm {
namespace {

constexpr int kMostPages = 10;

/// A text member, or empty.
std::string text_of(const Json& value, std::string_view name) {
  const Json* member = find_member(value, name);
  return member != nullptr && member->is_string() ? member->get<std::string>() : "";
}

/// The items of every page; none when something goes wrong: completion stays silent.
Json items_of(std::string_view operation_name, Json request, std::string_view list,
              const AskFor& ask) {
  const Operation* operation = find_operation(operation_name);
  Json items = Json::array();
  for (int page = 0; operation != nullptr && page < kMostPages; ++page) {
    Result<Json> answer = ask(*operation, request);
    const Json* found = answer ? find_member(*answer, list) : nullptr;
    if (found == nullptr) break;
    for (const Json& item : *found) items.push_back(item);
    std::string token = text_of(*answer, "NextToken");
    if (token.empty()) break;
    request["NextToken"] = token;
  }
  return items;
}

Candidates documents(const std::string& current, const AskFor& ask) {
  Json request = Json::object();
  if (!current.empty())
    request["Filters"] = Json::array({{{"Key", "Name"}, {"Values", Json::array({current})}}});
  Candidates names;
  for (const Json& item : items_of("ListDocuments", request, "DocumentIdentifiers", ask))
    names.push_back({text_of(item, "Name"), text_of(item, "Owner")});
  return names;
}

/// `running`: only those that a signal or a stop can still reach.
Candidates executions(bool running, const AskFor& ask) {
  Json request = Json::object();
  if (running)
    request["Filters"] =
        Json::array({{{"Key", "ExecutionStatus"},
                      {"Values", Json::array({"Pending", "InProgress", "Waiting"})}}});
  Candidates ids;
  for (const Json& item :
       items_of("DescribeAutomationExecutions", request, "AutomationExecutionMetadataList", ask))
    ids.push_back(
        {text_of(item, "AutomationExecutionId"),
         text_of(item, "DocumentName") + ", " + text_of(item, "AutomationExecutionStatus")});
  return ids;
}

std::string given(const CursorPlace& place, std::initializer_list<const char*> options) {
  for (const char* option : options)
    if (auto found = place.given.find(option); found != place.given.end() && !found->second.empty())
      return found->second.back();
  return "";
}

/// `member`: which of a version's members is wanted.
Candidates versions(const CursorPlace& place, const std::string& member, const AskFor& ask) {
  const std::string name = given(place, {"--name", "--document-name"});
  if (name.empty()) return {};
  Candidates found;
  for (const Json& item :
       items_of("ListDocumentVersions", {{"Name", name}}, "DocumentVersions", ask))
    if (std::string text = text_of(item, member); !text.empty()) found.push_back({text, ""});
  if (member == "DocumentVersion" && place.operation->name != "UpdateDocumentDefaultVersion")
    found.insert(found.end(), {{"$DEFAULT", ""}, {"$LATEST", ""}});
  return found;
}

/// `StepName=`: the steps that have not succeeded.
Candidates steps(const CursorPlace& place, const AskFor& ask) {
  const std::string id = given(place, {"--automation-execution-id"});
  if (id.empty() || given(place, {"--signal-type"}) != "StartStep") return {};
  Candidates names;
  for (const Json& step : items_of("DescribeAutomationStepExecutions",
                                   {{"AutomationExecutionId", id}}, "StepExecutions", ask))
    if (text_of(step, "StepStatus") != "Success")
      names.push_back({"StepName=" + text_of(step, "StepName"), text_of(step, "Action")});
  return names;
}

/// `NAME=` for each parameter of the document.
Candidates parameters(const CursorPlace& place, const std::string& current, const AskFor& ask) {
  const std::string name = given(place, {"--document-name"});
  if (name.empty() || current.find('=') != std::string::npos) return {};
  Result<Json> answer = ask(*find_operation("DescribeDocument"), {{"Name", name}});
  const Json* document = answer ? find_member(*answer, "Document") : nullptr;
  const Json* list = document == nullptr ? nullptr : find_member(*document, "Parameters");
  Candidates names;
  if (list == nullptr) return names;
  for (const Json& parameter : *list)
    names.push_back({text_of(parameter, "Name") + "=", text_of(parameter, "Description")});
  return names;
}

Candidates instances(const AskFor& ask) {
  const Operation* operation = find_operation("ec2", "DescribeInstances");
  Result<Json> answer = ask(*operation, Json::object());
  const Json* reservations = answer ? find_member(*answer, "Reservations") : nullptr;
  Candidates ids;
  if (reservations == nullptr) return ids;
  for (const Json& reservation : *reservations)
    for (const Json& instance : *find_member(reservation, "Instances"))
      ids.push_back(
          {text_of(instance, "InstanceId"), text_of(*find_member(instance, "State"), "Name")});
  return ids;
}

Candidates tag_keys(const CursorPlace& place, const AskFor& ask) {
  Json request = {{"ResourceType", given(place, {"--resource-type"})},
                  {"ResourceId", given(place, {"--resource-id"})}};
  Candidates keys;
  for (const Json& tag : items_of("ListTagsForResource", request, "TagList", ask))
    keys.push_back({text_of(tag, "Key"), text_of(tag, "Value")});
  return keys;
}

}  // namespace

Candidates document_candidates(const std::string& current, const AskFor& ask) {
  return documents(current, ask);
}

Candidates execution_candidates(const AskFor& ask) {
  return executions(false, ask);
}

Candidates service_candidates(const CursorPlace& place, const MemberShape& member,
                              const std::string& current, const AskFor& ask) {
  const std::string_view operation = place.operation->name;
  const std::string_view shape = shape_of(member).name;
  const bool changes =
      operation == "SendAutomationSignal" || operation == "StopAutomationExecution";
  if (shape == "DocumentARN" || (shape == "DocumentName" && operation != "CreateDocument"))
    return documents(current, ask);
  if (shape == "AutomationExecutionId") return executions(changes, ask);
  if (member.name == "DocumentVersion") return versions(place, "DocumentVersion", ask);
  if (member.name == "VersionName" && operation != "CreateDocument" &&
      operation != "UpdateDocument")
    return versions(place, "VersionName", ask);
  if (member.name == "InstanceIds" || member.name == "InstanceId") return instances(ask);
  if (member.name == "Payload") return steps(place, ask);
  if (member.name == "Parameters") return parameters(place, current, ask);
  if (member.name == "TagKeys") return tag_keys(place, ask);
  if (member.name != "ResourceId") return {};
  const std::string type = given(place, {"--resource-type"});
  if (type == "Document") return documents(current, ask);
  return type == "Automation" ? executions(false, ask) : Candidates();
}

}  // namespace ssm
