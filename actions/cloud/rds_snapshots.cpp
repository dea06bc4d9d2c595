// SPDX-License-Identifier: Apache-2.0
// Snapshots of DB instances. Source: the API reference of RDS; texts of errors as the service gives
// them where they are known.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/ec2_tags.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/rds.h"

namespace ssm::cloud {
namespace {

// --- The file -----------------------------------------------------------------------------------

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

std::string id_of_db_snapshot(const Json& snapshot) {
  return string_member(snapshot, "DBSnapshotIdentifier");
}

// --- Time ---------------------------------------------------------------------------------------

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

extern constinit const ResourceList kDbSnapshotList{
    {"dbSnapshots", kDbSnapshotMembers, kDbSnapshotParts},
    "rds:snapshot",
    stored_db_snapshot,
    id_of_db_snapshot,
    shown_db_snapshot};

namespace {

// --- Operations ---------------------------------------------------------------------------------

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
  PageMembers page = kDbPage;
  page.items = "DBSnapshots";
  return page_answer(std::move(described), parameters, page);
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
constexpr Shape kCreateDbSnapshotInput = structure(kCreateDbSnapshotShapes);
constexpr Shape kDescribeDbSnapshotsInput = structure(kDescribeDbSnapshotsShapes);
constexpr Shape kDeleteDbSnapshotInput = structure(kDeleteDbSnapshotShapes);

constexpr std::array kDbSnapshotOperations = {
    AccountOperation{"rds", "CreateDBSnapshot", &kCreateDbSnapshotInput, true, create_db_snapshot},
    AccountOperation{"rds", "DescribeDBSnapshots", &kDescribeDbSnapshotsInput, false,
                     describe_db_snapshots},
    AccountOperation{"rds", "DeleteDBSnapshot", &kDeleteDbSnapshotInput, true, delete_db_snapshot},
};

}  // namespace

Result<Json> create_db_snapshot(AccountSession& session, const Json& parameters) {
  const std::string id = string_member(parameters, "DBSnapshotIdentifier");
  const std::string of = string_member(parameters, "DBInstanceIdentifier");
  TRY_ASSIGN(const Json instance, db_instance_named(session, of));
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
                {"DBInstanceIdentifier", string_member(instance, "DBInstanceIdentifier")},
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

std::span<const AccountOperation> db_snapshot_operations() {
  return kDbSnapshotOperations;
}

}  // namespace ssm::cloud
