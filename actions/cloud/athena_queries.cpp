// SPDX-License-Identifier: Apache-2.0
// Queries of Athena, which run and end as the account file says, and its work groups. Nothing is
// queried. Source: the API reference of Athena.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/instance.h"
#include "actions/cloud/status_change.h"
#include "core/base/id.h"

namespace ssm::cloud {
namespace {

constexpr std::string_view kQueryState = "State";
constexpr std::string_view kQueryEnds[] = {"QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"};
constexpr AccountValue kQueryStateValue{.values = kQueryEnds};
constexpr std::string_view kQueryBehaviours[] = {"stuck", "fail"};
constexpr AccountValue kQueryBehaviour{.values = kQueryBehaviours, .may_refuse = true};
constexpr std::string_view kGroupStates[] = {"ENABLED", "DISABLED"};
constexpr AccountValue kGroupStateValue{.values = kGroupStates};

constexpr AccountMember kQueryMembers[] = {{"QueryExecutionId", kNamedValue, true},
                                           {"Query", kTextValue},
                                           {"State", kQueryStateValue},
                                           {"SubmissionDateTime", kTimeValue},
                                           {"QueryExecutionContext", kMapValue},
                                           {"ResultConfiguration", kMapValue},
                                           {"WorkGroup", kTextValue},
                                           {"change", kMapValue}};
constexpr AccountPart kQueryParts[] = {{"change", kStatusChangeMembers}};
constexpr AccountMember kWorkGroupMembers[] = {
    {"Name", kNamedValue, true},  {"State", kGroupStateValue},  {"Description", kTextValue},
    {"Configuration", kMapValue}, {"CreationTime", kTimeValue}, {"timing", kMapValue},
    {"behaviour", kMapValue}};
constexpr AccountMember kWorkGroupTiming[] = {{"query", kSecondsValue}};
constexpr AccountMember kWorkGroupBehaviour[] = {{"query", kQueryBehaviour}};
constexpr AccountPart kWorkGroupParts[] = {{"timing", kWorkGroupTiming},
                                           {"behaviour", kWorkGroupBehaviour}};

Json stored_query(const AccountSession& session, Json query) {
  add_default(query, "Query", "");
  add_default(query, kQueryState, "SUCCEEDED");
  add_default(query, "SubmissionDateTime", to_iso8601(session.now));
  add_default(query, "WorkGroup", "primary");
  return query;
}

std::string id_of_query(const Json& query) {
  return string_member(query, "QueryExecutionId");
}

Json shown_query(const AccountSession& session, Json query) {
  return with_status_at(std::move(query), kQueryState, session.now);
}

Json stored_work_group(const AccountSession& session, Json group) {
  add_default(group, "State", "ENABLED");
  add_default(group, "Configuration", Json::object());
  add_default(group, "CreationTime", to_iso8601(session.now));
  return group;
}

std::string name_of_work_group(const Json& group) {
  return string_member(group, "Name");
}

}  // namespace

extern constinit const ResourceList kQueryList{{"queryExecutions", kQueryMembers, kQueryParts},
                                               "athena:query",
                                               stored_query,
                                               id_of_query,
                                               shown_query};
extern constinit const ResourceList kWorkGroupList{
    {"workGroups", kWorkGroupMembers, kWorkGroupParts},
    "athena:workgroup",
    stored_work_group,
    name_of_work_group};

namespace {

constexpr MemberShape kQueryContextShapes[] = {{"Database", &kString}, {"Catalog", &kString}};
constexpr Shape kQueryContext = structure(kQueryContextShapes);
constexpr MemberShape kStartQueryShapes[] = {{"QueryString", &kNonEmpty, true},
                                             {"ClientRequestToken", &kString},
                                             {"QueryExecutionContext", &kQueryContext},
                                             {"ResultConfiguration", kAnything},
                                             {"WorkGroup", &kString},
                                             {"ExecutionParameters", &kStrings},
                                             {"ResultReuseConfiguration", kAnything},
                                             {"EngineConfiguration", kAnything}};
constexpr MemberShape kQueryIdShapes[] = {{"QueryExecutionId", &kNonEmpty, true}};
constexpr MemberShape kGetWorkGroupShapes[] = {{"WorkGroup", &kString, true}};
constexpr MemberShape kUpdateWorkGroupShapes[] = {{"WorkGroup", &kString, true},
                                                  {"Description", &kString},
                                                  {"ConfigurationUpdates", kAnything},
                                                  {"State", &kString}};
constexpr Shape kStartQueryInput = structure(kStartQueryShapes);
constexpr Shape kQueryIdInput = structure(kQueryIdShapes);
constexpr Shape kGetWorkGroupInput = structure(kGetWorkGroupShapes);
constexpr Shape kUpdateWorkGroupInput = structure(kUpdateWorkGroupShapes);

tl::unexpected<Error> bad_athena_request(std::string message) {
  return failure("InvalidRequestException", std::move(message));
}

/// Every account has the group "primary".
Result<Json> work_group_of(AccountSession& session, const std::string& name) {
  TRY_ASSIGN(std::optional<Json> group, find_resource(session, kWorkGroupList, name));
  if (group) return *std::move(group);
  if (name == "primary") return stored_work_group(session, {{"Name", name}});
  return bad_athena_request(fmt::format("WorkGroup {} is not found.", name));
}

Result<Json> query_of(AccountSession& session, const Json& parameters) {
  const std::string id = string_member(parameters, "QueryExecutionId");
  TRY_ASSIGN(std::optional<Json> query, find_resource(session, kQueryList, id));
  if (!query) return bad_athena_request(fmt::format("QueryExecution {} was not found", id));
  return with_status_now(session, *std::move(query), kQueryState);
}

Result<Json> start_query(AccountSession& session, const Json& parameters) {
  const std::string group_name = string_member(parameters, "WorkGroup", "primary");
  TRY_ASSIGN(const Json group, work_group_of(session, group_name));
  if (string_member(group, "State") == "DISABLED")
    return bad_athena_request(fmt::format("WorkGroup {} is disabled.", group_name));
  TRY(refuse_as_planned(group, "query", "work group " + group_name));
  TRY(require_room(session, kQueryList, "TooManyRequestsException"));
  const std::string token = string_member(parameters, "ClientRequestToken", new_uuid());
  const std::string id = derived_uuid("athena:" + token);
  TRY_ASSIGN(const std::optional<Json> known, find_resource(session, kQueryList, id));
  if (known) return Json{{"QueryExecutionId", id}};
  Json query = group;
  begin_change(session, query, kQueryState, {"query", "RUNNING", "SUCCEEDED", "FAILED"});
  Json stored{{"QueryExecutionId", id},
              {"Query", parameters["QueryString"]},
              {"SubmissionDateTime", to_iso8601(session.now)},
              {"WorkGroup", group_name}};
  for (const std::string_view member : {"State", "change"}) copy_given(stored, query, member);
  for (const std::string_view member : {"QueryExecutionContext", "ResultConfiguration"})
    copy_given(stored, parameters, member);
  TRY(save_resource(session, kQueryList, stored));
  return Json{{"QueryExecutionId", id}};
}

Result<Json> get_query(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json query, query_of(session, parameters));
  Json answer = Json::object();
  for (const AccountMember& member : kQueryMembers)
    if (member.name != "change" && member.name != kQueryState &&
        member.name != "SubmissionDateTime")
      copy_given(answer, query, member.name);
  answer["StatementType"] = "DML";
  answer["Status"] = {
      {"State", query["State"]},
      {"SubmissionDateTime", api_time(time_member(query, "SubmissionDateTime", session.now))}};
  return Json{{"QueryExecution", std::move(answer)}};
}

/// One that has ended stays as it is.
Result<Json> stop_query(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json query, query_of(session, parameters));
  const std::string state = string_member(query, kQueryState);
  if (state != "RUNNING" && state != "QUEUED") return Json::object();
  query[std::string(kQueryState)] = "CANCELLED";
  query.erase("change");
  TRY(save_resource(session, kQueryList, query));
  return Json::object();
}

Result<Json> get_work_group(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json group, work_group_of(session, string_member(parameters, "WorkGroup")));
  Json answer = Json::object();
  for (const std::string_view member : {"Name", "State", "Configuration", "Description"})
    copy_given(answer, group, member);
  answer["CreationTime"] = api_time(time_member(group, "CreationTime", session.now));
  return Json{{"WorkGroup", std::move(answer)}};
}

/// Updates of the results' configuration have a name of their own.
void update_configuration(Json& configuration, const Json& updates) {
  for (const auto& [name, value] : updates.items()) {
    if (name.starts_with("Remove")) continue;
    if (name == "ResultConfigurationUpdates")
      configuration["ResultConfiguration"].update(value);
    else
      configuration[name] = value;
  }
}

Result<Json> update_work_group(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json group, work_group_of(session, string_member(parameters, "WorkGroup")));
  const std::string state = string_member(parameters, "State", string_member(group, "State"));
  if (std::ranges::find(kGroupStates, state) == std::end(kGroupStates))
    return bad_athena_request(
        fmt::format("State must be ENABLED or DISABLED, but it is {}", state));
  group["State"] = state;
  copy_given(group, parameters, "Description");
  const Json* updates = find_member(parameters, "ConfigurationUpdates");
  if (updates != nullptr && updates->is_object())
    update_configuration(group["Configuration"], *updates);
  TRY(save_resource(session, kWorkGroupList, group));
  return Json::object();
}

constexpr std::array kQueryOperations = {
    AccountOperation{"athena", "StartQueryExecution", &kStartQueryInput, true, start_query},
    AccountOperation{"athena", "GetQueryExecution", &kQueryIdInput, false, get_query},
    AccountOperation{"athena", "StopQueryExecution", &kQueryIdInput, true, stop_query},
    AccountOperation{"athena", "GetWorkGroup", &kGetWorkGroupInput, false, get_work_group},
    AccountOperation{"athena", "UpdateWorkGroup", &kUpdateWorkGroupInput, true, update_work_group},
};

}  // namespace

std::span<const AccountOperation> query_operations() {
  return kQueryOperations;
}

}  // namespace ssm::cloud
