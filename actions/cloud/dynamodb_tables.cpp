// SPDX-License-Identifier: Apache-2.0
// Tables of DynamoDB: what they are, no items. Source: its API reference; texts of errors as the
// service gives them where they are known.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/instance.h"
#include "actions/cloud/status_resource.h"
#include "core/base/arn.h"
#include "core/base/id.h"

namespace ssm::cloud {
namespace {

// --- The file -----------------------------------------------------------------------------------

constexpr StatusChange kTableChanges[] = {{"create", "CREATING", "ACTIVE"},
                                          {"update", "UPDATING", "ACTIVE"},
                                          {"delete", "DELETING", kGone}};
constexpr std::string_view kTableChangeNames[] = {"create", "update", "delete"};
constexpr AccountValue kTableChangeValue{.values = kTableChangeNames};
constexpr AccountMember kTableChangeMembers[] = {{"to", kTableChangeValue, true},
                                                 {"at", kTimeValue, true}};
constexpr AccountMember kTableTiming[] = {
    {"create", kSecondsValue}, {"update", kSecondsValue}, {"delete", kSecondsValue}};
constexpr std::string_view kTableFailures[] = {"stuck"};
constexpr AccountValue kTableBehaviourValue{.values = kTableFailures, .may_refuse = true};
constexpr AccountMember kTableBehaviour[] = {{"create", kTableBehaviourValue},
                                             {"update", kTableBehaviourValue},
                                             {"delete", kTableBehaviourValue}};
constexpr AccountPart kTableParts[] = {
    {"change", kTableChangeMembers}, {"timing", kTableTiming}, {"behaviour", kTableBehaviour}};
constexpr AccountMember kTableMembers[] = {{"TableName", kNamedValue, true},
                                           {"TableStatus", kNamedValue},
                                           {"AttributeDefinitions", kMapsValue},
                                           {"KeySchema", kMapsValue},
                                           {"CreationDateTime", kTimeValue},
                                           {"ProvisionedThroughput", kMapValue},
                                           {"BillingModeSummary", kMapValue},
                                           {"TableSizeBytes", kWholeNumberValue},
                                           {"ItemCount", kWholeNumberValue},
                                           {"TableArn", kNamedValue},
                                           {"TableId", kNamedValue},
                                           {"GlobalSecondaryIndexes", kMapsValue},
                                           {"StreamSpecification", kMapValue},
                                           {"LatestStreamArn", kTextValue},
                                           {"SSEDescription", kMapValue},
                                           {"TableClassSummary", kMapValue},
                                           {"DeletionProtectionEnabled", kBooleanValue},
                                           {"RestoreSummary", kMapValue},
                                           {"ContinuousBackups", kMapValue},
                                           {"Tags", kTagsValue},
                                           {"change", kMapValue},
                                           {"timing", kMapValue},
                                           {"behaviour", kMapValue}};

std::string name_of_table(const Json& table) {
  return string_member(table, "TableName");
}

Json stored_table(const AccountSession& session, Json table) {
  const std::string name = name_of_table(table);
  const std::string arn = Arn::regional(session.scope, "dynamodb", "table/" + name).text();
  add_default(table, "TableStatus", "ACTIVE");
  add_default(table, "AttributeDefinitions",
              Json::array({{{"AttributeName", "id"}, {"AttributeType", "S"}}}));
  add_default(table, "KeySchema", Json::array({{{"AttributeName", "id"}, {"KeyType", "HASH"}}}));
  add_default(table, "CreationDateTime", to_iso8601(session.now));
  add_default(table, "ProvisionedThroughput",
              {{"NumberOfDecreasesToday", 0}, {"ReadCapacityUnits", 5}, {"WriteCapacityUnits", 5}});
  add_default(table, "TableSizeBytes", 0);
  add_default(table, "ItemCount", 0);
  add_default(table, "TableArn", arn);
  add_default(table, "TableId", derived_uuid(arn));
  add_default(table, "DeletionProtectionEnabled", false);
  table["Tags"] = tags_as_map(table.value("Tags", Json::object()));
  return table;
}

Json shown_table(const AccountSession& session, Json table);

}  // namespace

extern constinit const ResourceList kTableList{{"tables", kTableMembers, kTableParts},
                                               "dynamodb:table",
                                               stored_table,
                                               name_of_table,
                                               shown_table};

namespace {

constexpr StatusKind kTableKind{.list = kTableList,
                                .changes = kTableChanges,
                                .id_member = "TableName",
                                .status = "TableStatus",
                                .answer = "TableDescription",
                                .answers = "Tables",
                                .created = "CreationDateTime",
                                .missing_code = "ResourceNotFoundException",
                                .missing_text = "Requested resource not found: Table: {} not found",
                                .state_code = "ResourceInUseException",
                                .state_text =
                                    "Attempt to change a resource which is still in use: "
                                    "Table {} is not {}"};

Json shown_table(const AccountSession& session, Json table) {
  return shown_status(kTableKind, std::move(table), session.now);
}

// --- Operations ---------------------------------------------------------------------------------

constexpr MemberShape kThroughputShapes[] = {{"ReadCapacityUnits", &kInteger, true},
                                             {"WriteCapacityUnits", &kInteger, true}};
constexpr Shape kThroughput = structure(kThroughputShapes);
constexpr MemberShape kRecoveryShapes[] = {{"PointInTimeRecoveryEnabled", &kBoolean, true},
                                           {"RecoveryPeriodInDays", &kInteger}};
constexpr Shape kRecovery = structure(kRecoveryShapes);
constexpr MemberShape kTableShapes[] = {{"TableName", &kNonEmpty, true}};
constexpr MemberShape kListTablesShapes[] = {{"ExclusiveStartTableName", &kString},
                                             {"Limit", &kInteger}};
constexpr MemberShape kUpdateTableShapes[] = {{"AttributeDefinitions", kAnything},
                                              {"TableName", &kNonEmpty, true},
                                              {"BillingMode", &kString},
                                              {"ProvisionedThroughput", &kThroughput},
                                              {"GlobalSecondaryIndexUpdates", kAnything},
                                              {"StreamSpecification", kAnything},
                                              {"SSESpecification", kAnything},
                                              {"ReplicaUpdates", kAnything},
                                              {"TableClass", &kString},
                                              {"DeletionProtectionEnabled", &kBoolean},
                                              {"MultiRegionConsistency", &kString},
                                              {"GlobalTableWitnessUpdates", kAnything},
                                              {"OnDemandThroughput", kAnything},
                                              {"WarmThroughput", kAnything},
                                              {"GlobalTableSettingsReplicationMode", &kString}};
constexpr MemberShape kUpdateBackupsShapes[] = {
    {"TableName", &kNonEmpty, true}, {"PointInTimeRecoverySpecification", &kRecovery, true}};
constexpr MemberShape kRestoreTableShapes[] = {{"SourceTableArn", &kString},
                                               {"SourceTableName", &kString},
                                               {"TargetTableName", &kThreeOrMore, true},
                                               {"UseLatestRestorableTime", &kBoolean},
                                               {"RestoreDateTime", kAnything},
                                               {"BillingModeOverride", &kString},
                                               {"GlobalSecondaryIndexOverride", kAnything},
                                               {"LocalSecondaryIndexOverride", kAnything},
                                               {"ProvisionedThroughputOverride", kAnything},
                                               {"OnDemandThroughputOverride", kAnything},
                                               {"SSESpecificationOverride", kAnything}};
constexpr Shape kTableInput = structure(kTableShapes);
constexpr Shape kListTablesInput = structure(kListTablesShapes);
constexpr Shape kUpdateTableInput = structure(kUpdateTableShapes);
constexpr Shape kUpdateBackupsInput = structure(kUpdateBackupsShapes);
constexpr Shape kRestoreTableInput = structure(kRestoreTableShapes);

Json without_backups(Json table) {
  table.erase("ContinuousBackups");
  return table;
}

/// Of an answer about a change.
Json with_plain_table(Json answer) {
  answer["TableDescription"].erase("ContinuousBackups");
  return answer;
}

Result<Json> table_named(AccountSession& session, const Json& parameters) {
  return status_resource_named(session, kTableKind, string_member(parameters, "TableName"));
}

Result<Json> describe_table(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json table, table_named(session, parameters));
  return Json{{"Table", without_backups(
                            described_status_resource(kTableKind, std::move(table), session.now))}};
}

/// Names go on after the one that a request has.
Result<Json> list_tables(AccountSession& session, const Json& parameters) {
  constexpr std::int64_t kMostTableNames = 100;
  const std::string after = string_member(parameters, "ExclusiveStartTableName");
  const std::int64_t most =
      std::clamp<std::int64_t>(parameters.value("Limit", kMostTableNames), 1, kMostTableNames);
  TRY_ASSIGN(const std::vector<Json> all, all_resources(session, kTableList));
  std::vector<std::string> names;
  for (const Json& table : all)
    if (!shown_table(session, table).is_null() && name_of_table(table) > after)
      names.push_back(name_of_table(table));
  std::ranges::sort(names);
  const bool has_more = static_cast<std::int64_t>(names.size()) > most;
  if (has_more) names.resize(static_cast<std::size_t>(most));
  Json answer{{"TableNames", names}};
  if (has_more) answer["LastEvaluatedTableName"] = names.back();
  return answer;
}

/// A map of the table with the members of the request's over it.
void update_part(Json& table, const Json& parameters, const std::string& name) {
  const Json* given = find_member(parameters, name);
  if (given == nullptr) return;
  Json part = table.value(name, Json::object());
  part.update(*given);
  table[name] = std::move(part);
}

Result<Json> update_table(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json table, table_named(session, parameters));
  for (const char* part : {"ProvisionedThroughput", "StreamSpecification"})
    update_part(table, parameters, part);
  for (const std::string_view member : {"AttributeDefinitions", "DeletionProtectionEnabled"})
    copy_given(table, parameters, member);
  if (const std::string mode = string_member(parameters, "BillingMode"); !mode.empty())
    table["BillingModeSummary"] = {{"BillingMode", mode}};
  if (const std::string kind = string_member(parameters, "TableClass"); !kind.empty())
    table["TableClassSummary"] = {{"TableClass", kind}};
  return change_status(session, kTableKind, std::move(table), "update", "ACTIVE")
      .map(with_plain_table);
}

Json described_backups(const Json& table, Time now) {
  const Json own = table.value("ContinuousBackups", Json::object());
  const bool is_on = is_set(own, "PointInTimeRecoveryEnabled");
  Json recovery{{"PointInTimeRecoveryStatus", is_on ? "ENABLED" : "DISABLED"}};
  if (is_on) {
    recovery["RecoveryPeriodInDays"] = own.value("RecoveryPeriodInDays", 35);
    recovery["EarliestRestorableDateTime"] = api_time(time_member(table, "CreationDateTime", now));
    recovery["LatestRestorableDateTime"] = api_time(now);
  }
  return {{"ContinuousBackupsDescription",
           {{"ContinuousBackupsStatus", "ENABLED"},
            {"PointInTimeRecoveryDescription", std::move(recovery)}}}};
}

/// The latest moment goes on with time.
Result<Json> describe_continuous_backups(AccountSession& session, const Json& parameters) {
  session.answer_changes = true;
  TRY_ASSIGN(const Json table, table_named(session, parameters));
  return described_backups(table, session.now);
}

Result<Json> update_continuous_backups(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json table, table_named(session, parameters));
  table["ContinuousBackups"] = parameters["PointInTimeRecoverySpecification"];
  TRY(save_resource(session, kTableList, table));
  return described_backups(table, session.now);
}

Result<Json> restore_table_to_point_in_time(AccountSession& session, const Json& parameters) {
  const std::string arn = string_member(parameters, "SourceTableArn");
  TRY_ASSIGN(Json source, status_resource_named(
                              session, kTableKind,
                              arn.empty() ? string_member(parameters, "SourceTableName") : arn));
  const std::string target = string_member(parameters, "TargetTableName");
  TRY_ASSIGN(const std::optional<Json> taken, find_resource(session, kTableList, target));
  if (taken && !shown_table(session, *taken).is_null())
    return failure("TableAlreadyExistsException", fmt::format("Table already exists: {}", target));
  if (!is_set(source.value("ContinuousBackups", Json::object()), "PointInTimeRecoveryEnabled"))
    return failure(
        "PointInTimeRecoveryUnavailableException",
        fmt::format("Point in time recovery is not enabled for table '{}'", name_of_table(source)));
  TRY(require_room(session, kTableList, "LimitExceededException"));
  Json table{{"TableName", target}};
  for (const std::string_view member :
       {"AttributeDefinitions", "KeySchema", "ProvisionedThroughput", "BillingModeSummary",
        "TableSizeBytes", "ItemCount", "GlobalSecondaryIndexes", "SSEDescription", "timing"})
    copy_given(table, source, member);
  table["RestoreSummary"] = {{"SourceTableArn", source["TableArn"]},
                             {"RestoreDateTime", api_time(session.now)},
                             {"RestoreInProgress", false}};
  return change_status(session, kTableKind, stored_table(session, std::move(table)), "create", {})
      .map(with_plain_table);
}

constexpr std::array kTableOperations = {
    AccountOperation{"dynamodb", "DescribeTable", &kTableInput, false, describe_table},
    AccountOperation{"dynamodb", "ListTables", &kListTablesInput, false, list_tables},
    AccountOperation{"dynamodb", "UpdateTable", &kUpdateTableInput, true, update_table},
    AccountOperation{"dynamodb", "DescribeContinuousBackups", &kTableInput, false,
                     describe_continuous_backups},
    AccountOperation{"dynamodb", "UpdateContinuousBackups", &kUpdateBackupsInput, true,
                     update_continuous_backups},
    AccountOperation{"dynamodb", "RestoreTableToPointInTime", &kRestoreTableInput, true,
                     restore_table_to_point_in_time},
};

}  // namespace

std::span<const AccountOperation> table_operations() {
  return kTableOperations;
}

}  // namespace ssm::cloud
