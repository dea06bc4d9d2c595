// SPDX-License-Identifier: Apache-2.0
// Data sets and data sources of QuickSight: that they are there, and how they were described.
// Nothing is read from them. Source: the API reference of QuickSight.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/account_values.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/resource.h"
#include "core/base/arn.h"
#include "core/base/id.h"

namespace ssm::cloud {
namespace {

constexpr AccountMember kDataSetMembers[] = {{"DataSetId", kNamedValue, true},
                                             {"Arn", kNamedValue},
                                             {"Name", kTextValue},
                                             {"ImportMode", kTextValue},
                                             {"PhysicalTableMap", kMapValue},
                                             {"LogicalTableMap", kMapValue},
                                             {"CreatedTime", kTimeValue},
                                             {"LastUpdatedTime", kTimeValue}};
constexpr AccountMember kDataSourceMembers[] = {{"DataSourceId", kNamedValue, true},
                                                {"Arn", kNamedValue},
                                                {"Name", kTextValue},
                                                {"Type", kTextValue},
                                                {"Status", kTextValue},
                                                {"DataSourceParameters", kMapValue},
                                                {"CreatedTime", kTimeValue},
                                                {"LastUpdatedTime", kTimeValue}};

std::string id_of_data_set(const Json& set) {
  return string_member(set, "DataSetId");
}

std::string id_of_data_source(const Json& source) {
  return string_member(source, "DataSourceId");
}

void add_data_defaults(const AccountSession& session, Json& thing, std::string_view kind,
                       const std::string& id) {
  add_default(thing, "Arn",
              Arn::regional(session.scope, "quicksight", fmt::format("{}/{}", kind, id)).text());
  add_default(thing, "Name", id);
  add_default(thing, "CreatedTime", to_iso8601(session.now));
  add_default(thing, "LastUpdatedTime", to_iso8601(session.now));
}

Json stored_data_set(const AccountSession& session, Json set) {
  add_data_defaults(session, set, "dataset", id_of_data_set(set));
  add_default(set, "ImportMode", "DIRECT_QUERY");
  add_default(set, "PhysicalTableMap", Json::object());
  return set;
}

Json stored_data_source(const AccountSession& session, Json source) {
  add_data_defaults(session, source, "datasource", id_of_data_source(source));
  add_default(source, "Type", "ATHENA");
  add_default(source, "Status", "CREATION_SUCCESSFUL");
  return source;
}

}  // namespace

extern constinit const ResourceList kDataSetList{
    {"dataSets", kDataSetMembers}, "quicksight:dataset", stored_data_set, id_of_data_set};
extern constinit const ResourceList kDataSourceList{{"dataSources", kDataSourceMembers},
                                                    "quicksight:datasource",
                                                    stored_data_source,
                                                    id_of_data_source};

namespace {

constexpr MemberShape kDataSetIdShapes[] = {{"AwsAccountId", &kAccountId, true},
                                            {"DataSetId", &kString, true}};
constexpr MemberShape kDataSourceIdShapes[] = {{"AwsAccountId", &kAccountId, true},
                                               {"DataSourceId", &kString, true}};
constexpr MemberShape kCreateDataSetShapes[] = {{"AwsAccountId", &kAccountId, true},
                                                {"DataSetId", &kString, true},
                                                {"Name", &kNonEmpty, true},
                                                {"PhysicalTableMap", kAnything, true},
                                                {"LogicalTableMap", kAnything},
                                                {"ImportMode", &kString, true},
                                                {"ColumnGroups", kAnything},
                                                {"FieldFolders", kAnything},
                                                {"Permissions", kAnything},
                                                {"RowLevelPermissionDataSet", kAnything},
                                                {"RowLevelPermissionTagConfiguration", kAnything},
                                                {"ColumnLevelPermissionRules", kAnything},
                                                {"Tags", kAnything},
                                                {"DataSetUsageConfiguration", kAnything},
                                                {"DatasetParameters", kAnything},
                                                {"FolderArns", &kStrings},
                                                {"PerformanceConfiguration", kAnything},
                                                {"UseAs", &kString},
                                                {"DataPrepConfiguration", kAnything},
                                                {"SemanticModelConfiguration", kAnything}};
constexpr MemberShape kCreateDataSourceShapes[] = {{"AwsAccountId", &kAccountId, true},
                                                   {"DataSourceId", &kString, true},
                                                   {"Name", &kNonEmpty, true},
                                                   {"Type", &kString, true},
                                                   {"DataSourceParameters", kAnything},
                                                   {"Credentials", kAnything},
                                                   {"Permissions", kAnything},
                                                   {"VpcConnectionProperties", kAnything},
                                                   {"SslProperties", kAnything},
                                                   {"Tags", kAnything},
                                                   {"FolderArns", &kStrings}};
constexpr Shape kDataSetIdInput = structure(kDataSetIdShapes);
constexpr Shape kDataSourceIdInput = structure(kDataSourceIdShapes);
constexpr Shape kCreateDataSetInput = structure(kCreateDataSetShapes);
constexpr Shape kCreateDataSourceInput = structure(kCreateDataSourceShapes);

/// What each of the two kinds is called.
struct DataKind {
  const ResourceList& list;
  std::string_view what;  // "DataSet"
  std::string_view id;    // "DataSetId"
};
constexpr DataKind kDataSets{kDataSetList, "DataSet", "DataSetId"};
constexpr DataKind kDataSources{kDataSourceList, "DataSource", "DataSourceId"};

/// What every answer has beside its own members.
Json with_request(Json answer, int status) {
  answer["RequestId"] = new_uuid();
  answer["Status"] = status;
  return answer;
}

Completed check_data_account(const AccountSession& session, const Json& parameters) {
  const std::string account = string_member(parameters, "AwsAccountId");
  if (account == session.scope.account) return {};
  return failure("AccessDeniedException",
                 fmt::format("The caller is not of the account {}", account));
}

Result<Json> data_of(AccountSession& session, const Json& parameters, const DataKind& kind) {
  TRY(check_data_account(session, parameters));
  const std::string id = string_member(parameters, kind.id);
  TRY_ASSIGN(std::optional<Json> found, find_resource(session, kind.list, id));
  if (found) return *std::move(found);
  return failure("ResourceNotFoundException", fmt::format("{} {} is not found", kind.what, id));
}

Result<Json> create_data(AccountSession& session, const Json& parameters, const DataKind& kind) {
  TRY(check_data_account(session, parameters));
  const std::string id = string_member(parameters, kind.id);
  TRY_ASSIGN(const std::optional<Json> known, find_resource(session, kind.list, id));
  if (known)
    return failure("ResourceExistsException", fmt::format("{} {} already exists", kind.what, id));
  TRY(require_room(session, kind.list, "LimitExceededException"));
  Json given = Json::object();
  for (const AccountMember& member : kind.list.file.members)
    copy_given(given, parameters, member.name);
  const Json stored = kind.list.stored(session, std::move(given));
  TRY(save_resource(session, kind.list, stored));
  Json answer{{"Arn", stored["Arn"]}};
  answer[std::string(kind.id)] = id;
  return answer;
}

Result<Json> delete_data(AccountSession& session, const Json& parameters, const DataKind& kind) {
  TRY_ASSIGN(const Json data, data_of(session, parameters, kind));
  TRY(drop_resource(session, kind.list, kind.list.id(data)));
  Json answer{{"Arn", data["Arn"]}};
  answer[std::string(kind.id)] = kind.list.id(data);
  return with_request(std::move(answer), 200);
}

Result<Json> describe_data(AccountSession& session, const Json& parameters, const DataKind& kind) {
  TRY_ASSIGN(Json data, data_of(session, parameters, kind));
  for (const std::string_view time : {"CreatedTime", "LastUpdatedTime"})
    data[std::string(time)] = api_time(time_member(data, time, session.now));
  Json answer = Json::object();
  answer[std::string(kind.what)] = std::move(data);
  return with_request(std::move(answer), 200);
}

Result<Json> create_data_set(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json answer, create_data(session, parameters, kDataSets));
  return with_request(std::move(answer), 201);
}

Result<Json> create_data_source(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json answer, create_data(session, parameters, kDataSources));
  answer["CreationStatus"] = "CREATION_IN_PROGRESS";
  return with_request(std::move(answer), 202);
}

Result<Json> delete_data_set(AccountSession& session, const Json& parameters) {
  return delete_data(session, parameters, kDataSets);
}

Result<Json> delete_data_source(AccountSession& session, const Json& parameters) {
  return delete_data(session, parameters, kDataSources);
}

Result<Json> describe_data_set(AccountSession& session, const Json& parameters) {
  return describe_data(session, parameters, kDataSets);
}

Result<Json> describe_data_source(AccountSession& session, const Json& parameters) {
  return describe_data(session, parameters, kDataSources);
}

constexpr std::array kDataOperations = {
    AccountOperation{"quicksight", "CreateDataSet", &kCreateDataSetInput, true, create_data_set},
    AccountOperation{"quicksight", "DescribeDataSet", &kDataSetIdInput, false, describe_data_set},
    AccountOperation{"quicksight", "DeleteDataSet", &kDataSetIdInput, true, delete_data_set},
    AccountOperation{"quicksight", "CreateDataSource", &kCreateDataSourceInput, true,
                     create_data_source},
    AccountOperation{"quicksight", "DescribeDataSource", &kDataSourceIdInput, false,
                     describe_data_source},
    AccountOperation{"quicksight", "DeleteDataSource", &kDataSourceIdInput, true,
                     delete_data_source},
};

}  // namespace

std::span<const AccountOperation> quicksight_operations() {
  return kDataOperations;
}

}  // namespace ssm::cloud
