// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <array>

#include "actions/cloud/ec2_filters.h"
#include "actions/cloud/permissions.h"
#include "actions/cloud/snapshot.h"
#include "actions/cloud/volume.h"

namespace ssm::cloud {
namespace {

constexpr MemberShape kCreateSnapshotMembers[] = {
    {"Description", &kString},    {"OutpostArn", &kString},
    {"VolumeId", &kString, true}, {"TagSpecifications", &kTagSpecifications},
    {"Location", &kString},       {"DryRun", &kBoolean}};
constexpr MemberShape kInstanceSpecificationMembers[] = {{"InstanceId", &kString, true},
                                                         {"ExcludeBootVolume", &kBoolean},
                                                         {"ExcludeDataVolumeIds", &kStrings}};
constexpr Shape kInstanceSpecification = structure(kInstanceSpecificationMembers);
constexpr MemberShape kCreateSnapshotsMembers[] = {
    {"Description", &kString}, {"InstanceSpecification", &kInstanceSpecification, true},
    {"OutpostArn", &kString},  {"TagSpecifications", &kTagSpecifications},
    {"DryRun", &kBoolean},     {"CopyTagsFromSource", &kString},
    {"Location", &kString}};
constexpr MemberShape kCopySnapshotMembers[] = {{"Description", &kString},
                                                {"DestinationOutpostArn", &kString},
                                                {"DestinationRegion", &kString},
                                                {"Encrypted", &kBoolean},
                                                {"KmsKeyId", &kString},
                                                {"PresignedUrl", &kString},
                                                {"SourceRegion", &kString, true},
                                                {"SourceSnapshotId", &kString, true},
                                                {"TagSpecifications", &kTagSpecifications},
                                                {"CompletionDurationMinutes", &kInteger},
                                                {"DestinationAvailabilityZone", &kString},
                                                {"DryRun", &kBoolean}};
constexpr MemberShape kDescribeSnapshotsMembers[] = {
    {"MaxResults", &kInteger},  {"NextToken", &kString},
    {"OwnerIds", &kStrings},    {"RestorableByUserIds", &kStrings},
    {"SnapshotIds", &kStrings}, {"DryRun", &kBoolean},
    {"Filters", &kFilters}};
constexpr MemberShape kDeleteSnapshotMembers[] = {{"SnapshotId", &kString, true},
                                                  {"DryRun", &kBoolean}};
constexpr MemberShape kPermissionMembers[] = {{"UserId", &kString}, {"Group", &kString}};
constexpr Shape kPermission = structure(kPermissionMembers);
constexpr Shape kPermissionList = list_of(kPermission);
constexpr MemberShape kPermissionChangeMembers[] = {{"Add", &kPermissionList},
                                                    {"Remove", &kPermissionList}};
constexpr Shape kPermissionChange = structure(kPermissionChangeMembers);
constexpr MemberShape kModifySnapshotMembers[] = {
    {"Attribute", &kString},        {"CreateVolumePermission", &kPermissionChange},
    {"GroupNames", &kStrings},      {"OperationType", &kString},
    {"SnapshotId", &kString, true}, {"UserIds", &kStrings},
    {"DryRun", &kBoolean}};
constexpr MemberShape kSnapshotAttributeMembers[] = {
    {"Attribute", &kString, true}, {"SnapshotId", &kString, true}, {"DryRun", &kBoolean}};
constexpr Shape kCreateSnapshot = structure(kCreateSnapshotMembers);
constexpr Shape kCreateSnapshots = structure(kCreateSnapshotsMembers);
constexpr Shape kCopySnapshot = structure(kCopySnapshotMembers);
constexpr Shape kDescribeSnapshots = structure(kDescribeSnapshotsMembers);
constexpr Shape kDeleteSnapshot = structure(kDeleteSnapshotMembers);
constexpr Shape kModifySnapshot = structure(kModifySnapshotMembers);
constexpr Shape kSnapshotAttribute = structure(kSnapshotAttributeMembers);

constexpr std::string_view kVolumePermissions = "CreateVolumePermissions";

Result<Json> snapshot_of(AccountSession& session, const Json& parameters) {
  return resource_by_id(session, kSnapshots, string_member(parameters, "SnapshotId"));
}

Result<Json> create_snapshot(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json volume,
             resource_by_id(session, kVolumes, string_member(parameters, "VolumeId")));
  const std::string state = string_member(volume, "State");
  if (state != "available" && state != "in-use")
    return failure("IncorrectState", fmt::format("Volume '{}' is in the '{}' state.",
                                                 string_member(volume, "VolumeId"), state));
  TRY_ASSIGN(const Json tags, tags_for(parameters, kSnapshots.type));
  TRY_ASSIGN(const Json snapshot,
             make_snapshot(session, volume, string_member(parameters, "Description"), tags));
  return describe_snapshot(snapshot, session.scope);
}

/// The volumes of an instance that a request asks for.
Result<std::vector<Json>> specified_volumes(AccountSession& session, const Json& specification) {
  TRY_ASSIGN(const Json instance,
             resource_by_id(session, kInstances, string_member(specification, "InstanceId")));
  TRY_ASSIGN(const AttachedVolumes attached, AttachedVolumes::of(session, {instance}));
  const std::string root = string_member(instance, "RootDeviceName", kRootDevice);
  const std::vector<std::string> excluded = strings_of(specification, "ExcludeDataVolumeIds");
  std::vector<Json> volumes = attached.volumes(instance);
  std::erase_if(volumes, [&](const Json& volume) {
    const Json* attachment = attachment_to(volume, string_member(instance, "InstanceId"));
    const bool is_root = attachment && string_member(*attachment, "Device") == root;
    if (is_root) return is_set(specification, "ExcludeBootVolume");
    return std::ranges::find(excluded, string_member(volume, "VolumeId")) != excluded.end();
  });
  return volumes;
}

Result<Json> create_snapshots(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const std::vector<Json> volumes,
             specified_volumes(session, parameters["InstanceSpecification"]));
  const bool copies_tags = string_member(parameters, "CopyTagsFromSource") == "volume";
  Json snapshots = Json::array();
  for (const Json& volume : volumes) {
    TRY_ASSIGN(const Json own_tags, tags_for(parameters, kSnapshots.type));
    Json tags = copies_tags ? volume.value("Tags", Json::object()) : Json::object();
    tags.update(own_tags);
    TRY_ASSIGN(const Json snapshot,
               make_snapshot(session, volume, string_member(parameters, "Description"), tags));
    snapshots.push_back(describe_snapshot(snapshot, session.scope));
  }
  return Json{{"Snapshots", std::move(snapshots)}};
}

Result<Json> copy_snapshot(AccountSession& session, const Json& parameters) {
  const std::string id = string_member(parameters, "SourceSnapshotId");
  const std::string region = string_member(parameters, "SourceRegion");
  TRY_ASSIGN(const std::optional<Json> source, source_of_copy(session, kSnapshots, region, id));
  SnapshotCopy copy;
  copy.description = string_member(parameters, "Description");
  copy.encrypted = is_set(parameters, "Encrypted");
  copy.kms_key = string_member(parameters, "KmsKeyId");
  if (source) {
    if ((*source)["State"] != "completed")
      return failure("IncorrectState", fmt::format("Snapshot is in invalid state - {}",
                                                   string_member(*source, "State")));
    copy.source = *source;
    copy.size = integer_member(*source, "VolumeSize", copy.size);
  }
  TRY_ASSIGN(copy.tags, tags_for(parameters, kSnapshots.type));
  TRY_ASSIGN(const Json snapshot, copy_of_snapshot(session, copy));
  Json answer = {{"SnapshotId", snapshot["SnapshotId"]}};
  if (const Json tags = tags_of(snapshot); !tags.empty()) answer["Tags"] = tags;
  return answer;
}

/// Whether the snapshot is one of those owners'. "self" is the account.
bool is_owned_by_one_of(const Json& snapshot, const std::vector<std::string>& owners,
                        std::string_view account) {
  const std::string owner = string_member(snapshot, "OwnerId");
  return owners.empty() || std::ranges::any_of(owners, [&](const std::string& name) {
           return name == "self" ? owner == account : owner == name;
         });
}

/// Whether one of the users may make a volume of it.
bool is_restorable(const Json& snapshot, const std::vector<std::string>& users,
                   std::string_view account) {
  if (users.empty()) return true;
  const Json& permissions = list_member(snapshot, kVolumePermissions);
  return std::ranges::any_of(users, [&](const std::string& user) {
    if (user == "all") return is_public(permissions);
    const std::string id = user == "self" ? std::string(account) : user;
    const Json permission = {{"UserId", id}};
    return string_member(snapshot, "OwnerId") == id || has_element(permissions, permission);
  });
}

Result<Json> describe_snapshots(AccountSession& session, const Json& parameters) {
  constexpr std::array<MemberFilter, 10> kSnapshotFilters = {{{"description", "Description"},
                                                              {"encrypted", "Encrypted"},
                                                              {"owner-id", "OwnerId"},
                                                              {"progress", "Progress"},
                                                              {"snapshot-id", "SnapshotId"},
                                                              {"start-time", "StartTime"},
                                                              {"status", "State"},
                                                              {"storage-tier", "StorageTier"},
                                                              {"volume-id", "VolumeId"},
                                                              {"volume-size", "VolumeSize"}}};
  TRY_ASSIGN(const std::vector<Json> snapshots,
             named_or_all(session, kSnapshots, strings_of(parameters, "SnapshotIds")));
  const std::vector<std::string> owners = strings_of(parameters, "OwnerIds");
  const std::vector<std::string> users = strings_of(parameters, "RestorableByUserIds");
  std::vector<Json> found;
  for (const Json& snapshot : snapshots) {
    Json described = describe_snapshot(snapshot, session.scope);
    TRY_ASSIGN(const bool passes, passes_filters(parameters, described, kSnapshotFilters));
    if (passes && is_owned_by_one_of(snapshot, owners, session.scope.account) &&
        is_restorable(snapshot, users, session.scope.account))
      found.push_back(std::move(described));
  }
  return paged_answer("Snapshots", std::move(found), parameters, "SnapshotId");
}

Result<Json> delete_named_snapshot(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json snapshot, snapshot_of(session, parameters));
  TRY(check_owner(session, kSnapshots, snapshot));
  TRY(delete_snapshot(session, snapshot));
  return Json::object();
}

Completed check_snapshot_attribute(const Json& parameters) {
  const std::string attribute = string_member(parameters, "Attribute", "createVolumePermission");
  if (attribute == "createVolumePermission") return {};
  return failure("InvalidParameterValue",
                 fmt::format("Value ({}) for parameter attribute is invalid. Expected: "
                             "'createVolumePermission'.",
                             attribute));
}

Result<Json> modify_snapshot_attribute(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json snapshot, snapshot_of(session, parameters));
  TRY(check_owner(session, kSnapshots, snapshot));
  TRY(check_snapshot_attribute(parameters));
  TRY(change_permissions(snapshot[std::string(kVolumePermissions)], parameters,
                         "CreateVolumePermission", "GroupNames"));
  TRY(store_resource(session, kSnapshots, snapshot));
  return Json::object();
}

Result<Json> describe_snapshot_attribute(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json snapshot, snapshot_of(session, parameters));
  TRY(check_snapshot_attribute(parameters));
  return Json{{"SnapshotId", snapshot["SnapshotId"]},
              {std::string(kVolumePermissions), list_member(snapshot, kVolumePermissions)}};
}

constexpr std::array kSnapshotOperations = {
    AccountOperation{"ec2", "CreateSnapshot", &kCreateSnapshot, true, create_snapshot},
    AccountOperation{"ec2", "CreateSnapshots", &kCreateSnapshots, true, create_snapshots},
    AccountOperation{"ec2", "CopySnapshot", &kCopySnapshot, true, copy_snapshot},
    AccountOperation{"ec2", "DescribeSnapshots", &kDescribeSnapshots, false, describe_snapshots},
    AccountOperation{"ec2", "DeleteSnapshot", &kDeleteSnapshot, true, delete_named_snapshot},
    AccountOperation{"ec2", "ModifySnapshotAttribute", &kModifySnapshot, true,
                     modify_snapshot_attribute},
    AccountOperation{"ec2", "DescribeSnapshotAttribute", &kSnapshotAttribute, false,
                     describe_snapshot_attribute},
};

}  // namespace

std::span<const AccountOperation> ec2_snapshot_operations() {
  return kSnapshotOperations;
}

}  // namespace ssm::cloud
