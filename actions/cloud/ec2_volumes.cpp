// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <array>

#include "actions/cloud/block_device.h"
#include "actions/cloud/default_network.h"
#include "actions/cloud/ec2_filters.h"
#include "actions/cloud/volume.h"

namespace ssm::cloud {
namespace {

constexpr MemberShape kOperatorMembers[] = {{"Principal", &kString}};
constexpr Shape kOperator = structure(kOperatorMembers);
constexpr MemberShape kCreateVolumeMembers[] = {{"AvailabilityZone", &kString},
                                                {"AvailabilityZoneId", &kString},
                                                {"Encrypted", &kBoolean},
                                                {"Iops", &kInteger},
                                                {"KmsKeyId", &kString},
                                                {"OutpostArn", &kString},
                                                {"Size", &kInteger},
                                                {"SnapshotId", &kString},
                                                {"VolumeType", &kString},
                                                {"TagSpecifications", &kTagSpecifications},
                                                {"MultiAttachEnabled", &kBoolean},
                                                {"Throughput", &kInteger},
                                                {"ClientToken", &kString},
                                                {"VolumeInitializationRate", &kInteger},
                                                {"Operator", &kOperator},
                                                {"DryRun", &kBoolean}};
constexpr MemberShape kDescribeVolumesMembers[] = {
    {"VolumeIds", &kStrings}, {"IncludeManagedResources", &kBoolean},
    {"DryRun", &kBoolean},    {"Filters", &kFilters},
    {"NextToken", &kString},  {"MaxResults", &kInteger}};
constexpr MemberShape kDeleteVolumeMembers[] = {{"VolumeId", &kString, true},
                                                {"DryRun", &kBoolean}};
constexpr MemberShape kAttachVolumeMembers[] = {{"Device", &kString, true},
                                                {"InstanceId", &kString, true},
                                                {"VolumeId", &kString, true},
                                                {"EbsCardIndex", &kInteger},
                                                {"DryRun", &kBoolean}};
constexpr MemberShape kDetachVolumeMembers[] = {{"Device", &kString},
                                                {"Force", &kBoolean},
                                                {"InstanceId", &kString},
                                                {"VolumeId", &kString, true},
                                                {"DryRun", &kBoolean}};
constexpr MemberShape kModifyVolumeMembers[] = {{"DryRun", &kBoolean},
                                                {"VolumeId", &kString, true},
                                                {"Size", &kInteger},
                                                {"VolumeType", &kString},
                                                {"Iops", &kInteger},
                                                {"Throughput", &kInteger},
                                                {"MultiAttachEnabled", &kBoolean}};
constexpr MemberShape kModificationsMembers[] = {{"DryRun", &kBoolean},
                                                 {"VolumeIds", &kStrings},
                                                 {"Filters", &kFilters},
                                                 {"NextToken", &kString},
                                                 {"MaxResults", &kInteger}};
constexpr Shape kCreateVolume = structure(kCreateVolumeMembers);
constexpr Shape kDescribeVolumes = structure(kDescribeVolumesMembers);
constexpr Shape kDeleteVolume = structure(kDeleteVolumeMembers);
constexpr Shape kAttachVolume = structure(kAttachVolumeMembers);
constexpr Shape kDetachVolume = structure(kDetachVolumeMembers);
constexpr Shape kModifyVolume = structure(kModifyVolumeMembers);
constexpr Shape kDescribeModifications = structure(kModificationsMembers);

Result<Json> volume_of(AccountSession& session, const Json& parameters) {
  return resource_by_id(session, kVolumes, string_member(parameters, "VolumeId"));
}

std::string id_of_volume(const Json& volume) {
  return string_member(volume, "VolumeId");
}

Completed check_volume_zone(const std::string& zone, const AccountRegion& scope) {
  if (zone.empty())
    return failure("MissingParameter", "The request must contain the parameter AvailabilityZone");
  if (is_zone(zone, scope)) return {};
  return failure("InvalidZone.NotFound", fmt::format("The zone '{}' does not exist.", zone));
}

Result<Json> make_volume(AccountSession& session, const Json& parameters) {
  const std::string zone = string_member(parameters, "AvailabilityZone");
  TRY(check_volume_zone(zone, session.scope));
  TRY(check_volume_size(parameters, "Size"));
  const std::string snapshot_id = string_member(parameters, "SnapshotId");
  std::int64_t size = integer_member(parameters, "Size");
  Json snapshot = Json::object();
  if (!snapshot_id.empty()) {
    TRY_ASSIGN(snapshot, resource_by_id(session, kSnapshots, snapshot_id));
    TRY(check_behaviour(snapshot, kSnapshots, "volume"));
    if (snapshot["State"] != "completed")
      return failure("IncorrectState", fmt::format("Snapshot is in invalid state - {}",
                                                   string_member(snapshot, "State")));
    const std::int64_t least = integer_member(snapshot, "VolumeSize");
    if (size == 0) size = least;
    if (size < least)
      return failure("InvalidParameterValue",
                     "The size of a volume must be at least that of its snapshot");
  } else if (size == 0) {
    return failure("MissingParameter", "The request must contain the parameter size or snapshotId");
  }
  Json request = parameters;
  if (is_set(snapshot, "Encrypted")) request["Encrypted"] = true;
  Json volume = new_volume(request, size, zone, session);
  TRY_ASSIGN(volume["Tags"], tags_for(parameters, kVolumes.type));
  inherit(volume, "volume", snapshot, "volume");
  volume["change"] = change_to("available", session.now);
  TRY(add_resource(session, kVolumes, volume));
  TRY_ASSIGN(const Json made, resource_by_id(session, kVolumes, id_of_volume(volume)));
  return describe_volume(made, session.scope);
}

Result<Json> create_volume(AccountSession& session, const Json& parameters) {
  return answer_once(session, "CreateVolume", parameters, make_volume);
}

Result<Json> describe_volumes(AccountSession& session, const Json& parameters) {
  constexpr std::array<MemberFilter, 14> kVolumeFilters = {
      {{"attachment.attach-time", "Attachments.AttachTime"},
       {"attachment.delete-on-termination", "Attachments.DeleteOnTermination"},
       {"attachment.device", "Attachments.Device"},
       {"attachment.instance-id", "Attachments.InstanceId"},
       {"attachment.status", "Attachments.State"},
       {"availability-zone", "AvailabilityZone"},
       {"create-time", "CreateTime"},
       {"encrypted", "Encrypted"},
       {"multi-attach-enabled", "MultiAttachEnabled"},
       {"size", "Size"},
       {"snapshot-id", "SnapshotId"},
       {"status", "State"},
       {"volume-id", "VolumeId"},
       {"volume-type", "VolumeType"}}};
  TRY_ASSIGN(const std::vector<Json> volumes,
             named_or_all(session, kVolumes, strings_of(parameters, "VolumeIds")));
  std::vector<Json> found;
  for (const Json& volume : volumes) {
    Json described = describe_volume(volume, session.scope);
    TRY_ASSIGN(const bool passes, passes_filters(parameters, described, kVolumeFilters));
    if (passes) found.push_back(std::move(described));
  }
  return paged_answer("Volumes", std::move(found), parameters, "VolumeId");
}

Result<Json> delete_volume(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json volume, volume_of(session, parameters));
  TRY(check_behaviour(volume, kVolumes, "delete"));
  TRY(check_unattached(volume));
  TRY(remove_resource(session, kVolumes, volume));
  return Json::object();
}

/// Whether the instance may get, or lose, a volume now.
Completed check_attaching_instance(AccountSession& session, const Json& instance,
                                   const Json& volume) {
  const std::string id = string_member(instance, "InstanceId");
  TRY_ASSIGN(const Timing timing, account_timing(session));
  const InstanceState state = snapshot_at(instance, timing, session.now).state;
  if (state != InstanceState::kRunning && state != InstanceState::kStopped)
    return failure("IncorrectState", fmt::format("Instance '{}' is not 'running'.", id));
  if (string_member(instance, "AvailabilityZone") == string_member(volume, "AvailabilityZone"))
    return {};
  return failure("InvalidVolume.ZoneMismatch",
                 fmt::format("The volume '{}' is not in the same availability zone as instance "
                             "'{}'",
                             id_of_volume(volume), id));
}

Completed check_free_device(AccountSession& session, const Json& instance,
                            const std::string& device) {
  TRY_ASSIGN(const AttachedVolumes attached, AttachedVolumes::of(session, {instance}));
  const Json mappings = attached.mappings(instance);
  const bool in_use = std::ranges::any_of(mappings, [&](const Json& mapping) {
    return string_member(mapping, "DeviceName") == device;
  });
  if (!in_use) return {};
  return failure("InvalidParameterValue",
                 fmt::format("Invalid value '{0}' for unixDevice. Attachment point {0} is already "
                             "in use",
                             device));
}

Result<Json> attach_volume(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json volume, volume_of(session, parameters));
  const std::string instance_id = string_member(parameters, "InstanceId");
  TRY_ASSIGN(const Json instance, resource_by_id(session, kInstances, instance_id));
  const std::string id = id_of_volume(volume);
  TRY(check_behaviour(volume, kVolumes, "attach"));
  if (volume["State"] == "in-use")
    return failure("VolumeInUse", fmt::format("{} is already attached to an instance", id));
  if (volume["State"] != "available")
    return failure("IncorrectState", fmt::format("Volume '{}' is not 'available'.", id));
  TRY(check_attaching_instance(session, instance, volume));
  const std::string device = string_member(parameters, "Device");
  TRY(check_free_device(session, instance, device));
  Json attachment = new_attachment(instance_id, device, false, session.now);
  attachment["change"] = change_to("attached", session.now);
  volume["Attachments"].push_back(std::move(attachment));
  TRY(store_resource(session, kVolumes, volume));
  TRY_ASSIGN(const Json attached, resource_by_id(session, kVolumes, id));
  return describe_attachment(attached, attached["Attachments"].back());
}

/// The attachment that a request means, among those of the volume.
Result<std::size_t> meant_attachment(const Json& volume, const Json& parameters) {
  const std::string id = id_of_volume(volume);
  const Json& attachments = volume["Attachments"];
  if (attachments.empty())
    return failure("IncorrectState", fmt::format("Volume '{}' is in the 'available' state.", id));
  const std::string instance_id = string_member(parameters, "InstanceId");
  const std::string device = string_member(parameters, "Device");
  for (std::size_t i = 0; i < attachments.size(); ++i) {
    const bool same_instance =
        instance_id.empty() || string_member(attachments[i], "InstanceId") == instance_id;
    const bool same_device = device.empty() || string_member(attachments[i], "Device") == device;
    if (same_instance && same_device) return i;
  }
  return failure("InvalidAttachment.NotFound",
                 fmt::format("The volume '{}' is not attached to instance '{}' as device '{}'.", id,
                             instance_id, device));
}

/// A root volume comes off a stopped instance alone.
Completed check_root_volume(AccountSession& session, const Json& volume, const Json& attachment) {
  const std::string instance_id = string_member(attachment, "InstanceId");
  TRY_ASSIGN(const Json instance, resource_by_id(session, kInstances, instance_id));
  TRY_ASSIGN(const Timing timing, account_timing(session));
  const bool is_root =
      string_member(instance, "RootDeviceName", kRootDevice) == string_member(attachment, "Device");
  if (!is_root || snapshot_at(instance, timing, session.now).state == InstanceState::kStopped)
    return {};
  return failure("IncorrectState",
                 fmt::format("Unable to detach root volume '{}' from instance '{}'",
                             id_of_volume(volume), instance_id));
}

Result<Json> detach_volume(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json volume, volume_of(session, parameters));
  TRY_ASSIGN(const std::size_t at, meant_attachment(volume, parameters));
  Json& attachment = volume["Attachments"][at];
  TRY(check_root_volume(session, volume, attachment));
  TRY(check_behaviour(volume, kVolumes, "detach"));
  const bool force = is_set(parameters, "Force");
  if (attachment["State"] != "detaching" || force) {
    attachment["change"] = change_to("detached", session.now);
    if (force) attachment["change"]["force"] = true;
    attachment["State"] = "detaching";
    TRY(store_resource(session, kVolumes, volume));
  }
  return describe_attachment(volume, attachment);
}

Result<Json> modify_volume(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json volume, volume_of(session, parameters));
  TRY(check_behaviour(volume, kVolumes, "modify"));
  TRY(check_volume_size(parameters, "Size"));
  const std::string id = id_of_volume(volume);
  if (volume["State"] != "available" && volume["State"] != "in-use")
    return failure("IncorrectState", fmt::format("Volume '{}' is in the '{}' state.", id,
                                                 string_member(volume, "State")));
  const Json* before = find_member(volume, "Modification");
  if (before != nullptr && string_member(*before, "ModificationState") == "modifying")
    return failure("IncorrectModificationState",
                   fmt::format("Volume {} is being modified already", id));
  const std::int64_t size = integer_member(volume, "Size");
  if (integer_member(parameters, "Size", size) < size)
    return failure("InvalidParameterValue", "New size cannot be smaller than existing size");
  const Json was = describe_volume(volume, session.scope);
  copy_members(volume, parameters, {"Size", "VolumeType", "Iops", "Throughput"});
  const Json is = describe_volume(volume, session.scope);
  Json modification = {{"StartTime", to_iso8601(session.now)}};
  for (const std::string_view name : {"Size", "VolumeType", "Iops", "Throughput"}) {
    if (const Json* value = find_member(was, name))
      modification[fmt::format("Original{}", name)] = *value;
    if (const Json* value = find_member(is, name))
      modification[fmt::format("Target{}", name)] = *value;
  }
  modification["change"] = change_to("completed", session.now);
  volume["Modification"] = std::move(modification);
  TRY(store_resource(session, kVolumes, volume));
  TRY_ASSIGN(const Json modified, resource_by_id(session, kVolumes, id));
  return Json{{"VolumeModification", describe_modification(modified)}};
}

Result<Json> describe_modifications(AccountSession& session, const Json& parameters) {
  constexpr std::array<MemberFilter, 6> kModificationFilters = {
      {{"modification-state", "ModificationState"},
       {"original-size", "OriginalSize"},
       {"original-volume-type", "OriginalVolumeType"},
       {"target-size", "TargetSize"},
       {"target-volume-type", "TargetVolumeType"},
       {"volume-id", "VolumeId"}}};
  TRY_ASSIGN(const std::vector<Json> volumes,
             named_or_all(session, kVolumes, strings_of(parameters, "VolumeIds")));
  std::vector<Json> found;
  for (const Json& volume : volumes) {
    if (!volume.contains("Modification")) continue;
    Json described = describe_modification(volume);
    TRY_ASSIGN(const bool passes, passes_filters(parameters, described, kModificationFilters));
    if (passes) found.push_back(std::move(described));
  }
  return paged_answer("VolumesModifications", std::move(found), parameters, "VolumeId");
}

constexpr std::array kVolumeOperations = {
    AccountOperation{"ec2", "CreateVolume", &kCreateVolume, true, create_volume},
    AccountOperation{"ec2", "DescribeVolumes", &kDescribeVolumes, false, describe_volumes},
    AccountOperation{"ec2", "DeleteVolume", &kDeleteVolume, true, delete_volume},
    AccountOperation{"ec2", "AttachVolume", &kAttachVolume, true, attach_volume},
    AccountOperation{"ec2", "DetachVolume", &kDetachVolume, true, detach_volume},
    AccountOperation{"ec2", "ModifyVolume", &kModifyVolume, true, modify_volume},
    AccountOperation{"ec2", "DescribeVolumesModifications", &kDescribeModifications, false,
                     describe_modifications},
};

}  // namespace

std::span<const AccountOperation> ec2_volume_operations() {
  return kVolumeOperations;
}

}  // namespace ssm::cloud
