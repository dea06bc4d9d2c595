// SPDX-License-Identifier: Apache-2.0
// DB instances and clusters of RDS, and snapshots of instances, which change state over time.
// DocumentDB has the same operations on the same resources. Source: the API reference of RDS; texts
// of errors as the service gives them where they are known.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/account_values.h"
#include "actions/cloud/ec2_tags.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/resource.h"
#include "core/base/arn.h"
#include "core/base/id.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

// --- The file -----------------------------------------------------------------------------------

constexpr std::string_view kDbChanges[] = {"start", "stop", "reboot", "modify", "delete"};
constexpr std::string_view kDbFailures[] = {"fail", "stuck"};
constexpr AccountValue kDbChangeValue{.values = kDbChanges};
constexpr AccountValue kDbBehaviourValue{.values = kDbFailures, .may_refuse = true};

constexpr AccountMember kDbInstanceMembers[] = {
    {"DBInstanceIdentifier", kNamedValue, true},
    {"DBInstanceClass", kTextValue},
    {"Engine", kTextValue},
    {"DBInstanceStatus", kNamedValue},
    {"MasterUsername", kTextValue},
    {"DBName", kTextValue},
    {"Endpoint", kMapValue},
    {"AllocatedStorage", kWholeNumberValue},
    {"InstanceCreateTime", kTimeValue},
    {"PreferredBackupWindow", kTextValue},
    {"BackupRetentionPeriod", kWholeNumberValue},
    {"VpcSecurityGroups", kMapsValue},
    {"DBParameterGroups", kMapsValue},
    {"AvailabilityZone", kTextValue},
    {"DBSubnetGroup", kMapValue},
    {"PreferredMaintenanceWindow", kTextValue},
    {"PendingModifiedValues", kMapValue},
    {"MultiAZ", kBooleanValue},
    {"EngineVersion", kTextValue},
    {"AutoMinorVersionUpgrade", kBooleanValue},
    {"LicenseModel", kTextValue},
    {"Iops", kWholeNumberValue},
    {"OptionGroupMemberships", kMapsValue},
    {"PubliclyAccessible", kBooleanValue},
    {"StorageType", kTextValue},
    {"DBClusterIdentifier", kTextValue},
    {"StorageEncrypted", kBooleanValue},
    {"KmsKeyId", kTextValue},
    {"DbiResourceId", kTextValue},
    {"CACertificateIdentifier", kTextValue},
    {"CopyTagsToSnapshot", kBooleanValue},
    {"MonitoringInterval", kWholeNumberValue},
    {"MonitoringRoleArn", kTextValue},
    {"DBInstanceArn", kNamedValue},
    {"IAMDatabaseAuthenticationEnabled", kBooleanValue},
    {"PerformanceInsightsEnabled", kBooleanValue},
    {"DeletionProtection", kBooleanValue},
    {"ReadReplicaSourceDBInstanceIdentifier", kTextValue},
    {"ReadReplicaDBInstanceIdentifiers", kTextsValue},
    {"Tags", kTagsValue},
    {"change", kMapValue},
    {"timing", kMapValue},
    {"behaviour", kMapValue}};
constexpr AccountMember kDbClusterMembers[] = {{"DBClusterIdentifier", kNamedValue, true},
                                               {"Status", kNamedValue},
                                               {"Engine", kTextValue},
                                               {"EngineVersion", kTextValue},
                                               {"Endpoint", kTextValue},
                                               {"ReaderEndpoint", kTextValue},
                                               {"Port", kWholeNumberValue},
                                               {"MasterUsername", kTextValue},
                                               {"DatabaseName", kTextValue},
                                               {"MultiAZ", kBooleanValue},
                                               {"AvailabilityZones", kTextsValue},
                                               {"BackupRetentionPeriod", kWholeNumberValue},
                                               {"BacktrackWindow", kWholeNumberValue},
                                               {"ClusterCreateTime", kTimeValue},
                                               {"DBClusterMembers", kMapsValue},
                                               {"DBClusterParameterGroup", kTextValue},
                                               {"VpcSecurityGroups", kMapsValue},
                                               {"StorageEncrypted", kBooleanValue},
                                               {"KmsKeyId", kTextValue},
                                               {"DBClusterArn", kNamedValue},
                                               {"PendingModifiedValues", kMapValue},
                                               {"IAMDatabaseAuthenticationEnabled", kBooleanValue},
                                               {"CopyTagsToSnapshot", kBooleanValue},
                                               {"DeletionProtection", kBooleanValue},
                                               {"Tags", kTagsValue},
                                               {"change", kMapValue},
                                               {"timing", kMapValue},
                                               {"behaviour", kMapValue}};
constexpr AccountMember kDbChangeMembers[] = {{"to", kDbChangeValue, true},
                                              {"at", kTimeValue, true}};
constexpr AccountMember kDbTiming[] = {{"start", kSecondsValue},  {"stop", kSecondsValue},
                                       {"reboot", kSecondsValue}, {"modify", kSecondsValue},
                                       {"delete", kSecondsValue}, {"snapshot", kSecondsValue}};
constexpr AccountMember kDbBehaviour[] = {
    {"start", kDbBehaviourValue},  {"stop", kDbBehaviourValue},   {"reboot", kDbBehaviourValue},
    {"modify", kDbBehaviourValue}, {"delete", kDbBehaviourValue}, {"snapshot", kDbBehaviourValue}};
constexpr AccountPart kDbParts[] = {
    {"change", kDbChangeMembers}, {"timing", kDbTiming}, {"behaviour", kDbBehaviour}};

constexpr AccountMember kDbSnapshotMembers[] = {{"DBSnapshotIdentifier", kNamedValue, true},
                                                {"DBInstanceIdentifier", kNamedValue, true},
                                                {"SnapshotCreateTime", kTimeValue},
                                                {"Engine", kTextValue},
                                                {"AllocatedStorage", kWholeNumberValue},
                                                {"Status", kNamedValue},
                                                {"AvailabilityZone", kTextValue},
                                                {"MasterUsername", kTextValue},
                                                {"EngineVersion", kTextValue},
                                                {"SnapshotType", kTextValue},
                                                {"StorageType", kTextValue},
                                                {"Encrypted", kBooleanValue},
                                                {"KmsKeyId", kTextValue},
                                                {"DBSnapshotArn", kNamedValue},
                                                {"Tags", kTagsValue},
                                                {"change", kMapValue}};
constexpr AccountMember kDbSnapshotChange[] = {{"to", kNamedValue, true}, {"at", kTimeValue, true}};
constexpr AccountPart kDbSnapshotParts[] = {{"change", kDbSnapshotChange}};

std::string db_arn(const AccountSession& session, std::string_view kind, const std::string& id) {
  return Arn::regional(session.scope, "rds", fmt::format("{}:{}", kind, id)).text();
}

Json stored_db_instance(const AccountSession& session, Json instance) {
  const std::string id = string_member(instance, "DBInstanceIdentifier");
  add_default(instance, "DBInstanceClass", "db.t3.micro");
  add_default(instance, "Engine", "mysql");
  add_default(instance, "DBInstanceStatus", "available");
  add_default(instance, "MasterUsername", "admin");
  add_default(instance, "Endpoint",
              {{"Address", fmt::format("{}.local.{}.rds.amazonaws.com", id, session.scope.region)},
               {"Port", 3306},
               {"HostedZoneId", "ZLOCAL"}});
  add_default(instance, "AllocatedStorage", 20);
  add_default(instance, "InstanceCreateTime", to_iso8601(session.now));
  add_default(instance, "BackupRetentionPeriod", 1);
  add_default(instance, "VpcSecurityGroups", Json::array());
  add_default(instance, "AvailabilityZone", session.scope.region + "a");
  add_default(instance, "PendingModifiedValues", Json::object());
  add_default(instance, "MultiAZ", false);
  add_default(instance, "EngineVersion", "8.0.40");
  add_default(instance, "AutoMinorVersionUpgrade", true);
  add_default(instance, "PubliclyAccessible", false);
  add_default(instance, "StorageType", "gp3");
  add_default(instance, "StorageEncrypted", false);
  add_default(instance, "CopyTagsToSnapshot", false);
  add_default(instance, "DBInstanceArn", db_arn(session, "db", id));
  add_default(instance, "DeletionProtection", false);
  instance["Tags"] = tags_as_map(instance.value("Tags", Json::object()));
  return instance;
}

Json stored_db_cluster(const AccountSession& session, Json cluster) {
  const std::string id = string_member(cluster, "DBClusterIdentifier");
  add_default(cluster, "Status", "available");
  add_default(cluster, "Engine", "aurora-mysql");
  add_default(cluster, "EngineVersion", "8.0.mysql_aurora.3.08.0");
  add_default(cluster, "Endpoint",
              fmt::format("{}.cluster-local.{}.rds.amazonaws.com", id, session.scope.region));
  add_default(cluster, "Port", 3306);
  add_default(cluster, "MasterUsername", "admin");
  add_default(cluster, "MultiAZ", false);
  add_default(cluster, "BackupRetentionPeriod", 1);
  add_default(cluster, "ClusterCreateTime", to_iso8601(session.now));
  add_default(cluster, "DBClusterMembers", Json::array());
  add_default(cluster, "StorageEncrypted", false);
  add_default(cluster, "DBClusterArn", db_arn(session, "cluster", id));
  add_default(cluster, "DeletionProtection", false);
  cluster["Tags"] = tags_as_map(cluster.value("Tags", Json::object()));
  return cluster;
}

Json stored_db_snapshot(const AccountSession& session, Json snapshot) {
  const std::string id = string_member(snapshot, "DBSnapshotIdentifier");
  add_default(snapshot, "SnapshotCreateTime", to_iso8601(session.now));
  add_default(snapshot, "Engine", "mysql");
  add_default(snapshot, "AllocatedStorage", 20);
  add_default(snapshot, "Status", "available");
  add_default(snapshot, "SnapshotType", "manual");
  add_default(snapshot, "Encrypted", false);
  add_default(snapshot, "DBSnapshotArn", db_arn(session, "snapshot", id));
  snapshot["Tags"] = tags_as_map(snapshot.value("Tags", Json::object()));
  return snapshot;
}

std::string id_of_db_instance(const Json& instance) {
  return string_member(instance, "DBInstanceIdentifier");
}
std::string id_of_db_cluster(const Json& cluster) {
  return string_member(cluster, "DBClusterIdentifier");
}
std::string id_of_db_snapshot(const Json& snapshot) {
  return string_member(snapshot, "DBSnapshotIdentifier");
}

// --- Time ---------------------------------------------------------------------------------------

constexpr std::string_view kGone = "deleted";

/// What is seen on the way, and then.
struct DbChange {
  std::string_view name;
  std::string_view meanwhile;
  std::string_view then;
};
constexpr std::array<DbChange, 5> kDbChangeStates = {{{"start", "starting", "available"},
                                                      {"stop", "stopping", "stopped"},
                                                      {"reboot", "rebooting", "available"},
                                                      {"modify", "modifying", "available"},
                                                      {"delete", "deleting", kGone}}};

std::vector<Phase> db_phases(const Json& thing, std::string_view status_member) {
  const Json* change = find_member(thing, "change");
  if (change == nullptr) return std::vector{Phase{Time{}, string_member(thing, status_member)}};
  const std::string to = string_member(*change, "to");
  const Time at = time_member(*change, "at", {});
  const auto* states = std::ranges::find(kDbChangeStates, to, &DbChange::name);
  std::vector<Phase> phases{{at, std::string(states->meanwhile)}};
  const std::string behaviour = planned_behaviour(thing, to);
  if (behaviour == "stuck") return phases;
  phases.push_back(
      {at + duration_of(thing, to), behaviour == "fail" ? "failed" : std::string(states->then)});
  return phases;
}

/// A change that is over has become the status.
Json db_at(Json thing, std::string_view status_member, Time now) {
  const std::vector<Phase> phases = db_phases(thing, status_member);
  const Phase& reached = phase_at(phases, now);
  thing[std::string(status_member)] = reached.state;
  const bool is_over = &reached == &phases.back() && phases.size() > 1;
  if (is_over) thing.erase("change");
  return thing;
}

/// Nothing is shown of what is deleted.
Json shown_db_instance(const AccountSession& session, Json instance) {
  Json now = db_at(std::move(instance), "DBInstanceStatus", session.now);
  return now["DBInstanceStatus"] == kGone ? Json() : now;
}

Json shown_db_cluster(const AccountSession& session, Json cluster) {
  Json now = db_at(std::move(cluster), "Status", session.now);
  return now["Status"] == kGone ? Json() : now;
}

std::vector<Phase> db_snapshot_phases(const Json& snapshot) {
  std::vector<Phase> phases{
      {time_member(snapshot, "SnapshotCreateTime", {}), string_member(snapshot, "Status")}};
  if (const Json* change = find_member(snapshot, "change"))
    phases.push_back({time_member(*change, "at", {}), string_member(*change, "to")});
  return phases;
}

Json db_snapshot_at(Json snapshot, Time now) {
  const std::vector<Phase> phases = db_snapshot_phases(snapshot);
  const Phase& reached = phase_at(phases, now);
  if (&reached == phases.data()) return snapshot;
  snapshot["Status"] = reached.state;
  snapshot.erase("change");
  return snapshot;
}

Json shown_db_snapshot(const AccountSession& session, Json snapshot) {
  return db_snapshot_at(std::move(snapshot), session.now);
}

}  // namespace

extern constinit const ResourceList kDbInstanceList{{"dbInstances", kDbInstanceMembers, kDbParts},
                                                    "rds:instance",
                                                    stored_db_instance,
                                                    id_of_db_instance,
                                                    shown_db_instance};
extern constinit const ResourceList kDbClusterList{{"dbClusters", kDbClusterMembers, kDbParts},
                                                   "rds:cluster",
                                                   stored_db_cluster,
                                                   id_of_db_cluster,
                                                   shown_db_cluster};
extern constinit const ResourceList kDbSnapshotList{
    {"dbSnapshots", kDbSnapshotMembers, kDbSnapshotParts},
    "rds:snapshot",
    stored_db_snapshot,
    id_of_db_snapshot,
    shown_db_snapshot};

namespace {

// --- Instances and clusters ---------------------------------------------------------------------

/// What instances and clusters differ in.
struct DbKind {
  const ResourceList& list;
  std::string_view id_member;  // of requests
  std::string_view status_member;
  std::string_view answer_member;  // "DBInstance"; with "s" behind it the list's
  std::string_view noun;           // in messages
  std::string_view created;        // the member with the time
};
constexpr DbKind kInstanceKindOfDb{kDbInstanceList,    "DBInstanceIdentifier",
                                   "DBInstanceStatus", "DBInstance",
                                   "Instance",         "InstanceCreateTime"};
constexpr DbKind kClusterKindOfDb{kDbClusterList, "DBClusterIdentifier", "Status",
                                  "DBCluster",    "DbCluster",           "ClusterCreateTime"};

std::string code_of(const DbKind& kind, std::string_view what) {
  // DBInstanceNotFound, but DBClusterNotFoundFault; InvalidDBInstanceState,
  // InvalidDBClusterStateFault.
  const bool is_cluster = &kind == &kClusterKindOfDb;
  return what == "NotFound"
             ? fmt::format("{}NotFound{}", kind.answer_member, is_cluster ? "Fault" : "")
             : fmt::format("Invalid{}State{}", kind.answer_member, is_cluster ? "Fault" : "");
}

/// As it is now, by its identifier in any case or its ARN.
Result<Json> db_named(AccountSession& session, const DbKind& kind, const std::string& asked) {
  const std::string id =
      to_lower(asked.starts_with("arn:") ? asked.substr(asked.rfind(':') + 1) : asked);
  TRY_ASSIGN(std::vector<Json> all, all_resources(session, kind.list));
  for (Json& one : all) {
    if (to_lower(kind.list.id(one)) != id) continue;
    phase_at(session, db_phases(one, kind.status_member));
    Json now = db_at(std::move(one), kind.status_member, session.now);
    if (string_member(now, kind.status_member) != kGone) return now;
  }
  return failure(code_of(kind, "NotFound"),
                 fmt::format("{} {} not found.", kind.answer_member, asked));
}

Json described_db(const DbKind& kind, Json thing, Time now) {
  for (const std::string_view own : {"change", "timing", "behaviour"})
    thing.erase(std::string(own));
  thing[std::string(kind.created)] = api_time(time_member(thing, kind.created, now));
  thing["TagList"] = tag_list(thing["Tags"]);
  thing.erase("Tags");
  return thing;
}

/// Filters of both kinds: their ids, and the engine.
Result<bool> passes_db_filters(const Json& thing, const Json& parameters) {
  for (const Json& filter : parameters.value("Filters", Json::array())) {
    const std::string name = string_member(filter, "Name");
    const std::vector<std::string> values = strings_of(filter, "Values");
    std::vector<std::string> has;
    if (name == "engine") {
      has = {string_member(thing, "Engine")};
    } else if (name == "db-cluster-id" || name == "db-instance-id") {
      const bool of_cluster = name == "db-cluster-id";
      const std::string id =
          string_member(thing, of_cluster ? "DBClusterIdentifier" : "DBInstanceIdentifier");
      has = {id, string_member(thing, of_cluster ? "DBClusterArn" : "DBInstanceArn")};
    } else if (name == "dbi-resource-id") {
      has = {string_member(thing, "DbiResourceId")};
    } else {
      return failure("InvalidParameterValue", fmt::format("Unrecognized filter name: {}", name));
    }
    const bool passes = std::ranges::any_of(values, [&](const std::string& value) {
      return std::ranges::find(has, value) != has.end();
    });
    if (!passes) return false;
  }
  return true;
}

PageMembers db_page(std::string_view items) {
  return {.most = "MaxRecords",
          .token = "Marker",
          .next = "Marker",
          .items = items,
          .code = "InvalidParameterValue"};
}

Result<Json> describe_dbs(AccountSession& session, const Json& parameters, const DbKind& kind) {
  const std::string id = string_member(parameters, kind.id_member);
  std::vector<Json> found;
  if (!id.empty()) {
    TRY_ASSIGN(Json one, db_named(session, kind, id));
    found.push_back(std::move(one));
  } else {
    TRY_ASSIGN(std::vector<Json> all, all_resources(session, kind.list));
    for (Json& one : all) {
      phase_at(session, db_phases(one, kind.status_member));
      found.push_back(db_at(std::move(one), kind.status_member, session.now));
    }
  }
  Json described = Json::array();
  for (Json& one : found) {
    if (string_member(one, kind.status_member) == kGone) continue;
    TRY_ASSIGN(const bool passes, passes_db_filters(one, parameters));
    if (passes) described.push_back(described_db(kind, std::move(one), session.now));
  }
  return page_answer(std::move(described), parameters,
                     db_page(&kind == &kInstanceKindOfDb ? "DBInstances" : "DBClusters"));
}

/// Begins a change of what is in the state that it needs.
Result<Json> change_db(AccountSession& session, const Json& parameters, const DbKind& kind,
                       std::string_view to, std::string_view from) {
  const std::string id = string_member(parameters, kind.id_member);
  TRY_ASSIGN(Json thing, db_named(session, kind, id));
  const std::string status = string_member(thing, kind.status_member);
  if (!from.empty() && status != from)
    return failure(code_of(kind, "State"),
                   fmt::format("{} {} is not in {} state.", kind.noun, id, from));
  TRY(refuse_as_planned(thing, to, fmt::format("{} {}", kind.answer_member, id)));
  thing["change"] = {{"to", to}, {"at", to_iso8601(session.now)}};
  thing = db_at(std::move(thing), kind.status_member, session.now);
  TRY(save_resource(session, kind.list, thing));
  Json answer = Json::object();
  answer[std::string(kind.answer_member)] = described_db(kind, std::move(thing), session.now);
  return answer;
}

/// What an instance takes over in its next maintenance window unless it is asked to at once.
constexpr std::array<std::string_view, 6> kDeferred = {
    "DBInstanceClass", "AllocatedStorage", "EngineVersion", "MultiAZ", "StorageType", "Iops"};

/// The members of the request that the resource has under the same name.
void take_over_members(const DbKind& kind, Json& thing, const Json& parameters) {
  const bool now = is_set(parameters, "ApplyImmediately") || &kind == &kClusterKindOfDb;
  for (const auto& [name, value] : parameters.items()) {
    const bool is_own = std::ranges::find(kind.list.file.members, name, &AccountMember::name) !=
                        kind.list.file.members.end();
    if (!is_own || name == kind.id_member) continue;
    const bool waits = !now && std::ranges::find(kDeferred, name) != kDeferred.end();
    if (waits)
      thing["PendingModifiedValues"][name] = value;
    else
      thing[name] = value;
  }
  if (!find_member(parameters, "VpcSecurityGroupIds")) return;
  Json groups = Json::array();
  for (const std::string& id : strings_of(parameters, "VpcSecurityGroupIds"))
    groups.push_back({{"VpcSecurityGroupId", id}, {"Status", "active"}});
  thing["VpcSecurityGroups"] = std::move(groups);
}

Result<Json> modify_db(AccountSession& session, const Json& parameters, const DbKind& kind) {
  const std::string id = string_member(parameters, kind.id_member);
  TRY_ASSIGN(Json thing, db_named(session, kind, id));
  if (string_member(thing, kind.status_member) == "available") {
    take_over_members(kind, thing, parameters);
    TRY(save_resource(session, kind.list, thing));
  }
  return change_db(session, parameters, kind, "modify", "available");
}

Result<Json> delete_db_instance(AccountSession& session, const Json& parameters) {
  const std::string id = string_member(parameters, "DBInstanceIdentifier");
  TRY_ASSIGN(const Json instance, db_named(session, kInstanceKindOfDb, id));
  if (is_set(instance, "DeletionProtection"))
    return failure("InvalidParameterCombination",
                   "Cannot delete protected DB Instance, please disable deletion protection and "
                   "try again.");
  const bool is_in_cluster = find_member(instance, "DBClusterIdentifier") != nullptr;
  if (!is_set(parameters, "SkipFinalSnapshot") && !is_in_cluster &&
      string_member(parameters, "FinalDBSnapshotIdentifier").empty())
    return failure("InvalidParameterCombination",
                   "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
  if (string_member(instance, "DBInstanceStatus") == "deleting")
    return failure("InvalidDBInstanceState",
                   fmt::format("Instance {} is already being deleted.", id));
  return change_db(session, parameters, kInstanceKindOfDb, "delete", {});
}

// --- Snapshots ----------------------------------------------------------------------------------

Result<Json> db_snapshot_named(AccountSession& session, const std::string& id) {
  TRY_ASSIGN(std::optional<Json> snapshot, find_resource(session, kDbSnapshotList, id));
  if (!snapshot) return failure("DBSnapshotNotFound", fmt::format("DBSnapshot {} not found.", id));
  phase_at(session, db_snapshot_phases(*snapshot));
  return db_snapshot_at(*std::move(snapshot), session.now);
}

Json described_db_snapshot(Json snapshot, Time now) {
  snapshot.erase("change");
  snapshot["SnapshotCreateTime"] = api_time(time_member(snapshot, "SnapshotCreateTime", now));
  snapshot["PercentProgress"] = snapshot["Status"] == "creating" ? 0 : 100;
  snapshot["TagList"] = tag_list(snapshot["Tags"]);
  snapshot.erase("Tags");
  return snapshot;
}

Result<Json> create_db_snapshot(AccountSession& session, const Json& parameters) {
  const std::string id = string_member(parameters, "DBSnapshotIdentifier");
  const std::string of = string_member(parameters, "DBInstanceIdentifier");
  TRY_ASSIGN(const Json instance, db_named(session, kInstanceKindOfDb, of));
  TRY_ASSIGN(const std::optional<Json> taken, find_resource(session, kDbSnapshotList, id));
  if (taken)
    return failure("DBSnapshotAlreadyExists",
                   fmt::format("Cannot create the snapshot because a snapshot with the identifier "
                               "{} already exists.",
                               id));
  if (string_member(instance, "DBInstanceStatus") != "available")
    return failure("InvalidDBInstanceState",
                   fmt::format("Cannot create a snapshot because the database instance {} is not "
                               "currently in the available state.",
                               of));
  TRY(refuse_as_planned(instance, "snapshot", "DBInstance " + of));
  TRY(require_room(session, kDbSnapshotList, "SnapshotQuotaExceeded"));
  Json snapshot{{"DBSnapshotIdentifier", id},
                {"DBInstanceIdentifier", id_of_db_instance(instance)},
                {"Status", "creating"}};
  for (const std::string_view member : {"Engine", "AllocatedStorage", "AvailabilityZone",
                                        "MasterUsername", "EngineVersion", "StorageType"})
    copy_given(snapshot, instance, member);
  snapshot["Encrypted"] = is_set(instance, "StorageEncrypted");
  copy_given(snapshot, instance, "KmsKeyId");
  Json tags = Json::object();
  if (const Json* list = find_member(parameters, "Tags")) TRY(put_tags(tags, *list));
  snapshot["Tags"] = std::move(tags);
  snapshot = stored_db_snapshot(session, std::move(snapshot));
  const std::string behaviour = planned_behaviour(instance, "snapshot");
  if (behaviour != "stuck")
    snapshot["change"] = {{"to", behaviour == "fail" ? "failed" : "available"},
                          {"at", to_iso8601(session.now + duration_of(instance, "snapshot"))}};
  snapshot = db_snapshot_at(std::move(snapshot), session.now);
  TRY(save_resource(session, kDbSnapshotList, snapshot));
  return Json{{"DBSnapshot", described_db_snapshot(std::move(snapshot), session.now)}};
}

Result<Json> describe_db_snapshots(AccountSession& session, const Json& parameters) {
  const std::string id = string_member(parameters, "DBSnapshotIdentifier");
  const std::string of = string_member(parameters, "DBInstanceIdentifier");
  const std::string type = string_member(parameters, "SnapshotType");
  if (!id.empty()) TRY(db_snapshot_named(session, id));
  TRY_ASSIGN(std::vector<Json> all, all_resources(session, kDbSnapshotList));
  Json described = Json::array();
  for (Json& one : all) {
    phase_at(session, db_snapshot_phases(one));
    Json snapshot = db_snapshot_at(std::move(one), session.now);
    const bool is_wanted = (id.empty() || id_of_db_snapshot(snapshot) == id) &&
                           (of.empty() || string_member(snapshot, "DBInstanceIdentifier") == of) &&
                           (type.empty() || string_member(snapshot, "SnapshotType") == type);
    if (is_wanted) described.push_back(described_db_snapshot(std::move(snapshot), session.now));
  }
  return page_answer(std::move(described), parameters, db_page("DBSnapshots"));
}

Result<Json> delete_db_snapshot(AccountSession& session, const Json& parameters) {
  const std::string id = string_member(parameters, "DBSnapshotIdentifier");
  TRY_ASSIGN(Json snapshot, db_snapshot_named(session, id));
  if (string_member(snapshot, "Status") != "available")
    return failure("InvalidDBSnapshotState",
                   fmt::format("Cannot delete the snapshot {} because it is not currently in the "
                               "available state.",
                               id));
  TRY(drop_resource(session, kDbSnapshotList, id_of_db_snapshot(snapshot)));
  snapshot["Status"] = "deleted";
  return Json{{"DBSnapshot", described_db_snapshot(std::move(snapshot), session.now)}};
}

// --- Operations ---------------------------------------------------------------------------------

constexpr MemberShape kDbFilterShapes[] = {{"Name", &kString, true}, {"Values", &kStrings, true}};
constexpr Shape kDbFilter = structure(kDbFilterShapes);
constexpr Shape kDbFilters = list_of(kDbFilter);
constexpr MemberShape kDescribeInstancesOfDbShapes[] = {{"DBInstanceIdentifier", &kString},
                                                        {"Filters", &kDbFilters},
                                                        {"MaxRecords", &kInteger},
                                                        {"Marker", &kString}};
constexpr MemberShape kDescribeClustersOfDbShapes[] = {{"DBClusterIdentifier", &kString},
                                                       {"Filters", &kDbFilters},
                                                       {"MaxRecords", &kInteger},
                                                       {"Marker", &kString},
                                                       {"IncludeShared", &kBoolean}};
constexpr MemberShape kStartDbShapes[] = {{"DBInstanceIdentifier", &kString, true}};
constexpr MemberShape kStopDbShapes[] = {{"DBInstanceIdentifier", &kString, true},
                                         {"DBSnapshotIdentifier", &kString}};
constexpr MemberShape kRebootDbShapes[] = {{"DBInstanceIdentifier", &kString, true},
                                           {"ForceFailover", &kBoolean}};
constexpr MemberShape kClusterOfDbShapes[] = {{"DBClusterIdentifier", &kString, true}};
constexpr MemberShape kDeleteDbShapes[] = {{"DBInstanceIdentifier", &kString, true},
                                           {"SkipFinalSnapshot", &kBoolean},
                                           {"FinalDBSnapshotIdentifier", &kString},
                                           {"DeleteAutomatedBackups", &kBoolean}};
constexpr MemberShape kModifyDbShapes[] = {{"DBInstanceIdentifier", &kString, true},
                                           {"AllocatedStorage", &kInteger},
                                           {"DBInstanceClass", &kString},
                                           {"DBSubnetGroupName", &kString},
                                           {"DBSecurityGroups", &kStrings},
                                           {"VpcSecurityGroupIds", &kStrings},
                                           {"ApplyImmediately", &kBoolean},
                                           {"MasterUserPassword", &kString},
                                           {"DBParameterGroupName", &kString},
                                           {"BackupRetentionPeriod", &kInteger},
                                           {"PreferredBackupWindow", &kString},
                                           {"PreferredMaintenanceWindow", &kString},
                                           {"MultiAZ", &kBoolean},
                                           {"EngineVersion", &kString},
                                           {"AllowMajorVersionUpgrade", &kBoolean},
                                           {"AutoMinorVersionUpgrade", &kBoolean},
                                           {"LicenseModel", &kString},
                                           {"Iops", &kInteger},
                                           {"OptionGroupName", &kString},
                                           {"NewDBInstanceIdentifier", &kString},
                                           {"StorageType", &kString},
                                           {"CACertificateIdentifier", &kString},
                                           {"CopyTagsToSnapshot", &kBoolean},
                                           {"MonitoringInterval", &kInteger},
                                           {"MonitoringRoleArn", &kString},
                                           {"PubliclyAccessible", &kBoolean},
                                           {"PromotionTier", &kInteger},
                                           {"EnableIAMDatabaseAuthentication", &kBoolean},
                                           {"EnablePerformanceInsights", &kBoolean},
                                           {"CloudwatchLogsExportConfiguration", kAnything},
                                           {"DeletionProtection", &kBoolean},
                                           {"MaxAllocatedStorage", &kInteger},
                                           {"DBPortNumber", &kInteger}};
constexpr MemberShape kModifyClusterOfDbShapes[] = {
    {"DBClusterIdentifier", &kString, true},
    {"NewDBClusterIdentifier", &kString},
    {"ApplyImmediately", &kBoolean},
    {"BackupRetentionPeriod", &kInteger},
    {"DBClusterParameterGroupName", &kString},
    {"VpcSecurityGroupIds", &kStrings},
    {"Port", &kInteger},
    {"MasterUserPassword", &kString},
    {"OptionGroupName", &kString},
    {"PreferredBackupWindow", &kString},
    {"PreferredMaintenanceWindow", &kString},
    {"EnableIAMDatabaseAuthentication", &kBoolean},
    {"BacktrackWindow", &kInteger},
    {"CloudwatchLogsExportConfiguration", kAnything},
    {"EngineVersion", &kString},
    {"AllowMajorVersionUpgrade", &kBoolean},
    {"DBInstanceParameterGroupName", &kString},
    {"DeletionProtection", &kBoolean},
    {"CopyTagsToSnapshot", &kBoolean}};
constexpr MemberShape kCreateDbSnapshotShapes[] = {{"DBSnapshotIdentifier", &kString, true},
                                                   {"DBInstanceIdentifier", &kString, true},
                                                   {"Tags", &kTags}};
constexpr MemberShape kDescribeDbSnapshotsShapes[] = {
    {"DBInstanceIdentifier", &kString}, {"DBSnapshotIdentifier", &kString},
    {"SnapshotType", &kString},         {"Filters", &kDbFilters},
    {"MaxRecords", &kInteger},          {"Marker", &kString},
    {"IncludeShared", &kBoolean},       {"IncludePublic", &kBoolean},
    {"DbiResourceId", &kString}};
constexpr MemberShape kDeleteDbSnapshotShapes[] = {{"DBSnapshotIdentifier", &kString, true}};
constexpr Shape kDescribeInstancesOfDbInput = structure(kDescribeInstancesOfDbShapes);
constexpr Shape kDescribeClustersOfDbInput = structure(kDescribeClustersOfDbShapes);
constexpr Shape kStartDbInput = structure(kStartDbShapes);
constexpr Shape kStopDbInput = structure(kStopDbShapes);
constexpr Shape kRebootDbInput = structure(kRebootDbShapes);
constexpr Shape kClusterOfDbInput = structure(kClusterOfDbShapes);
constexpr Shape kDeleteDbInput = structure(kDeleteDbShapes);
constexpr Shape kModifyDbInput = structure(kModifyDbShapes);
constexpr Shape kModifyClusterOfDbInput = structure(kModifyClusterOfDbShapes);
constexpr Shape kCreateDbSnapshotInput = structure(kCreateDbSnapshotShapes);
constexpr Shape kDescribeDbSnapshotsInput = structure(kDescribeDbSnapshotsShapes);
constexpr Shape kDeleteDbSnapshotInput = structure(kDeleteDbSnapshotShapes);

Result<Json> describe_db_instances(AccountSession& session, const Json& parameters) {
  return describe_dbs(session, parameters, kInstanceKindOfDb);
}
Result<Json> describe_db_clusters(AccountSession& session, const Json& parameters) {
  return describe_dbs(session, parameters, kClusterKindOfDb);
}
Result<Json> modify_db_instance(AccountSession& session, const Json& parameters) {
  return modify_db(session, parameters, kInstanceKindOfDb);
}
Result<Json> modify_db_cluster(AccountSession& session, const Json& parameters) {
  return modify_db(session, parameters, kClusterKindOfDb);
}
Result<Json> start_db_instance(AccountSession& session, const Json& parameters) {
  return change_db(session, parameters, kInstanceKindOfDb, "start", "stopped");
}
Result<Json> stop_db_instance(AccountSession& session, const Json& parameters) {
  if (const std::string snapshot = string_member(parameters, "DBSnapshotIdentifier");
      !snapshot.empty())
    TRY(create_db_snapshot(
        session, {{"DBSnapshotIdentifier", snapshot},
                  {"DBInstanceIdentifier", string_member(parameters, "DBInstanceIdentifier")}}));
  return change_db(session, parameters, kInstanceKindOfDb, "stop", "available");
}
Result<Json> reboot_db_instance(AccountSession& session, const Json& parameters) {
  return change_db(session, parameters, kInstanceKindOfDb, "reboot", "available");
}
Result<Json> start_db_cluster(AccountSession& session, const Json& parameters) {
  return change_db(session, parameters, kClusterKindOfDb, "start", "stopped");
}
Result<Json> stop_db_cluster(AccountSession& session, const Json& parameters) {
  return change_db(session, parameters, kClusterKindOfDb, "stop", "available");
}

constexpr std::array kDbOperations = {
    AccountOperation{"rds", "DescribeDBInstances", &kDescribeInstancesOfDbInput, false,
                     describe_db_instances},
    AccountOperation{"rds", "ModifyDBInstance", &kModifyDbInput, true, modify_db_instance},
    AccountOperation{"rds", "StartDBInstance", &kStartDbInput, true, start_db_instance},
    AccountOperation{"rds", "StopDBInstance", &kStopDbInput, true, stop_db_instance},
    AccountOperation{"rds", "RebootDBInstance", &kRebootDbInput, true, reboot_db_instance},
    AccountOperation{"rds", "DeleteDBInstance", &kDeleteDbInput, true, delete_db_instance},
    AccountOperation{"rds", "DescribeDBClusters", &kDescribeClustersOfDbInput, false,
                     describe_db_clusters},
    AccountOperation{"rds", "ModifyDBCluster", &kModifyClusterOfDbInput, true, modify_db_cluster},
    AccountOperation{"rds", "StartDBCluster", &kClusterOfDbInput, true, start_db_cluster},
    AccountOperation{"rds", "StopDBCluster", &kClusterOfDbInput, true, stop_db_cluster},
    AccountOperation{"rds", "CreateDBSnapshot", &kCreateDbSnapshotInput, true, create_db_snapshot},
    AccountOperation{"rds", "DescribeDBSnapshots", &kDescribeDbSnapshotsInput, false,
                     describe_db_snapshots},
    AccountOperation{"rds", "DeleteDBSnapshot", &kDeleteDbSnapshotInput, true, delete_db_snapshot},
    AccountOperation{"docdb", "DescribeDBInstances", &kDescribeInstancesOfDbInput, false,
                     describe_db_instances},
    AccountOperation{"docdb", "ModifyDBInstance", &kModifyDbInput, true, modify_db_instance},
    AccountOperation{"docdb", "RebootDBInstance", &kRebootDbInput, true, reboot_db_instance},
    AccountOperation{"docdb", "DeleteDBInstance", &kDeleteDbInput, true, delete_db_instance},
    AccountOperation{"docdb", "DescribeDBClusters", &kDescribeClustersOfDbInput, false,
                     describe_db_clusters},
    AccountOperation{"docdb", "ModifyDBCluster", &kModifyClusterOfDbInput, true, modify_db_cluster},
    AccountOperation{"docdb", "StartDBCluster", &kClusterOfDbInput, true, start_db_cluster},
    AccountOperation{"docdb", "StopDBCluster", &kClusterOfDbInput, true, stop_db_cluster},
};

}  // namespace

std::span<const AccountOperation> db_operations() {
  return kDbOperations;
}

}  // namespace ssm::cloud
