// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/volume.h"

#include <fmt/format.h>

#include "actions/cloud/block_device.h"
#include "core/base/id.h"

namespace ssm::cloud {
namespace {

constexpr std::int64_t kRootSize = 8;  // GiB
constexpr std::string_view kDefaultType = "gp3";

constexpr Passage kMakingVolume{"volume", &Timing::volume, "creating", "available", "error"};
constexpr Passage kAttaching{"attach", &Timing::attach, "attaching", "attached", "attached"};
constexpr Passage kDetaching{"detach", &Timing::detach, "detaching", "detached", "detached"};
constexpr Passage kModifying{"modify",    &Timing::modify, "modifying",
                             "completed", "failed",        "ModificationState"};

/// Brings one attachment up to date; false: the volume is detached.
bool pass_attachment(Json& attachment, const Json& volume, const Timing& timing, Time now) {
  const Json* change = find_member(attachment, "change");
  const bool detaches = change != nullptr && string_member(*change, "to") == "detached";
  if (!detaches) {
    pass(attachment, volume, kAttaching, timing, now);
    return true;
  }
  if (is_set(*change, "force")) {
    // A volume that is stuck comes off by force.
    Json owner = volume;
    if (owner.contains("behaviour")) owner["behaviour"].erase("detach");
    pass(attachment, owner, kDetaching, timing, now);
  } else {
    pass(attachment, volume, kDetaching, timing, now);
  }
  return attachment["State"] != "detached";
}

/// What the instance of an attachment makes of it.
enum class Ending { kNone, kDetached, kDeleted };
Result<Ending> ending_of(AccountSession& session, const Timing& timing, const Json& attachment) {
  TRY_ASSIGN(
      const std::optional<Json> instance,
      session.store.find(session.scope, kInstanceKind, string_member(attachment, "InstanceId")));
  if (instance && snapshot_at(*instance, timing, session.now).state != InstanceState::kTerminated)
    return Ending::kNone;
  return is_set(attachment, "DeleteOnTermination") ? Ending::kDeleted : Ending::kDetached;
}

Result<bool> bring_volume_up_to_date(AccountSession& session, const Timing& timing, Json& volume) {
  pass(volume, volume, kMakingVolume, timing, session.now);
  Json kept = Json::array();
  for (Json attachment : list_member(volume, "Attachments")) {
    TRY_ASSIGN(const Ending ending, ending_of(session, timing, attachment));
    if (ending == Ending::kDeleted) return false;
    if (ending == Ending::kNone && pass_attachment(attachment, volume, timing, session.now))
      kept.push_back(std::move(attachment));
  }
  const std::string state = string_member(volume, "State");
  if (state == "available" || state == "in-use")
    volume["State"] = kept.empty() ? "available" : "in-use";
  volume["Attachments"] = std::move(kept);
  if (volume.contains("Modification"))
    pass(volume["Modification"], volume, kModifying, timing, session.now);
  return true;
}

Json volume_with_defaults(Json volume, const AccountRegion& scope, Time now) {
  add_default(volume, "Size", kRootSize);
  add_default(volume, "VolumeType", kDefaultType);
  add_default(volume, "AvailabilityZone", scope.region + "a");
  add_default(volume, "Encrypted", false);
  add_default(volume, "CreateTime", to_iso8601(now));
  add_default(volume, "Attachments", Json::array());
  for (Json& attachment : volume["Attachments"]) {
    add_default(attachment, "Device", kRootDevice);
    add_default(attachment, "AttachTime", volume["CreateTime"]);
    add_default(attachment, "DeleteOnTermination", false);
  }
  volume["Tags"] = tags_as_map(volume.value("Tags", Json::object()));
  return volume;
}

/// What a type gives when nobody asks for more.
std::int64_t usual_iops(std::string_view type, std::int64_t size) {
  constexpr std::int64_t kBaseline = 3000;
  constexpr std::int64_t kLeastOfGp2 = 100;
  constexpr std::int64_t kMostOfGp2 = 16'000;
  if (type == "gp2") return std::clamp(3 * size, kLeastOfGp2, kMostOfGp2);
  return type == "gp3" ? kBaseline : kLeastOfGp2;
}

bool is_provisioned(std::string_view type) {
  return type == "gp2" || type == "gp3" || type == "io1" || type == "io2";
}

}  // namespace

extern constinit const Ec2Kind kVolumes{
    .kind = kVolumeKind,
    .list = "volumes",
    .id_member = "VolumeId",
    .prefix = "vol-",
    .type = "volume",
    .malformed_code = "InvalidParameterValue",
    .malformed_text = "Value ({}) for parameter volumeId is invalid. Expected: 'vol-...'.",
    .missing_code = "InvalidVolume.NotFound",
    .missing_text = "The volume '{}' does not exist.",
    .several_text = "The volumes '{}' do not exist.",
    .limit_code = "VolumeLimitExceeded",
    .bring_up_to_date = bring_volume_up_to_date,
    .with_defaults = volume_with_defaults,
};

Result<AttachedVolumes> AttachedVolumes::of(AccountSession& session,
                                            const std::vector<Json>& instances) {
  AttachedVolumes attached;
  if (instances.empty()) return attached;
  const std::string only =
      instances.size() == 1 ? string_member(instances.front(), "InstanceId") : std::string();
  TRY_ASSIGN(std::vector<Json> volumes, all_resources(session, kVolumes, only));
  for (const Json& volume : volumes)
    for (const Json& attachment : volume["Attachments"])
      attached.by_instance_[string_member(attachment, "InstanceId")].push_back(
          {volume, attachment});
  for (const Json& instance : instances) {
    const auto own = attached.by_instance_.find(string_member(instance, "InstanceId"));
    if (own == attached.by_instance_.end()) continue;
    const std::string root = string_member(instance, "RootDeviceName", kRootDevice);
    std::ranges::stable_partition(own->second, [&](const Attached& one) {
      return string_member(one.attachment, "Device") == root;
    });
  }
  return attached;
}

Json AttachedVolumes::mappings(const Json& instance) const {
  Json mappings = Json::array();
  const auto own = by_instance_.find(string_member(instance, "InstanceId"));
  if (own == by_instance_.end()) return mappings;
  for (const auto& [volume, attachment] : own->second)
    mappings.push_back({{"DeviceName", attachment["Device"]},
                        {"Ebs",
                         {{"AttachTime", api_time_of(string_member(attachment, "AttachTime"))},
                          {"DeleteOnTermination", is_set(attachment, "DeleteOnTermination")},
                          {"Status", attachment["State"]},
                          {"VolumeId", volume["VolumeId"]}}}});
  return mappings;
}

std::vector<Json> AttachedVolumes::volumes(const Json& instance) const {
  std::vector<Json> volumes;
  const auto own = by_instance_.find(string_member(instance, "InstanceId"));
  if (own == by_instance_.end()) return volumes;
  for (const Attached& one : own->second) volumes.push_back(one.volume);
  return volumes;
}

const Json* attachment_to(const Json& volume, const std::string& instance_id) {
  for (const Json& attachment : volume["Attachments"])
    if (string_member(attachment, "InstanceId") == instance_id) return &attachment;
  return nullptr;
}

Completed check_unattached(const Json& volume) {
  const Json& attachments = volume["Attachments"];
  if (attachments.empty()) return {};
  return failure("VolumeInUse", fmt::format("Volume {} is currently attached to {}",
                                            string_member(volume, "VolumeId"),
                                            string_member(attachments.front(), "InstanceId")));
}

Json new_volume(const Json& ebs, std::int64_t size, const std::string& zone,
                const AccountSession& session) {
  Json volume = {{"VolumeId", new_id(kVolumes.prefix)}, {"Size", size}};
  add_default(volume, "VolumeType", string_member(ebs, "VolumeType", kDefaultType));
  volume["AvailabilityZone"] = zone;
  copy_members(volume, ebs, {"SnapshotId", "Iops", "Throughput", "KmsKeyId", "MultiAttachEnabled"});
  const bool encrypted = is_set(ebs, "Encrypted") || ebs.contains("KmsKeyId");
  volume["Encrypted"] = encrypted;
  if (encrypted) add_default(volume, "KmsKeyId", default_kms_key(session.scope));
  volume["CreateTime"] = to_iso8601(session.now);
  volume["Attachments"] = Json::array();
  volume["Tags"] = Json::object();
  return volume;
}

Json new_attachment(const std::string& instance_id, const std::string& device, bool delete_with_it,
                    Time now) {
  return {{"InstanceId", instance_id},
          {"Device", device},
          {"AttachTime", to_iso8601(now)},
          {"DeleteOnTermination", delete_with_it}};
}

Completed add_instance_volumes(AccountSession& session, const Json& instance, const Json& mappings,
                               const Json& tags) {
  const std::string zone = string_member(instance, "AvailabilityZone");
  for (const Json& mapping : mappings) {
    const Json& ebs = mapping["Ebs"];
    std::int64_t size = integer_member(ebs, "VolumeSize");
    const std::string snapshot_id = string_member(ebs, "SnapshotId");
    if (size == 0 && !snapshot_id.empty()) {
      // That of somebody else's image is not in this account.
      TRY_ASSIGN(const auto snapshot, find_resource(session, kSnapshots, snapshot_id));
      if (snapshot) size = integer_member(*snapshot, "VolumeSize");
    }
    Json volume = new_volume(ebs, size == 0 ? kRootSize : size, zone, session);
    volume["Tags"] = tags;
    volume["Attachments"].push_back(
        new_attachment(string_member(instance, "InstanceId"), string_member(mapping, "DeviceName"),
                       ebs.value("DeleteOnTermination", true), session.now));
    TRY(add_resource(session, kVolumes, volume));
  }
  return {};
}

Completed add_root_volume(AccountSession& session, const Json& instance) {
  const std::string id = string_member(instance, "InstanceId");
  Json volume =
      new_volume(Json::object(), kRootSize, string_member(instance, "AvailabilityZone"), session);
  volume["VolumeId"] = made_up_id(kVolumes.prefix, id);
  volume["CreateTime"] = instance["LaunchTime"];
  Json attachment =
      new_attachment(id, string_member(instance, "RootDeviceName", kRootDevice), true, session.now);
  attachment["AttachTime"] = instance["LaunchTime"];
  volume["Attachments"].push_back(std::move(attachment));
  return store_resource(session, kVolumes, volume);
}

Json describe_volume(const Json& volume, const AccountRegion& scope) {
  const std::string type = string_member(volume, "VolumeType");
  const std::int64_t size = integer_member(volume, "Size");
  Json answer = Json::object();
  if (is_provisioned(type)) answer["Iops"] = integer_member(volume, "Iops", usual_iops(type, size));
  if (const Json tags = tags_of(volume); !tags.empty()) answer["Tags"] = tags;
  answer["VolumeType"] = type;
  answer["MultiAttachEnabled"] = is_set(volume, "MultiAttachEnabled");
  constexpr std::int64_t kUsualThroughput = 125;
  if (type == "gp3") answer["Throughput"] = integer_member(volume, "Throughput", kUsualThroughput);
  answer["VolumeId"] = volume["VolumeId"];
  answer["Size"] = size;
  answer["SnapshotId"] = string_member(volume, "SnapshotId");
  answer["AvailabilityZone"] = string_member(volume, "AvailabilityZone");
  answer["State"] = volume["State"];
  answer["CreateTime"] = api_time_of(string_member(volume, "CreateTime"));
  answer["Attachments"] = Json::array();
  for (const Json& attachment : volume["Attachments"])
    answer["Attachments"].push_back(describe_attachment(volume, attachment));
  answer["Encrypted"] = is_set(volume, "Encrypted");
  if (is_set(volume, "Encrypted"))
    answer["KmsKeyId"] = string_member(volume, "KmsKeyId", default_kms_key(scope));
  return answer;
}

Json describe_attachment(const Json& volume, const Json& attachment) {
  return {{"DeleteOnTermination", is_set(attachment, "DeleteOnTermination")},
          {"VolumeId", volume["VolumeId"]},
          {"InstanceId", attachment["InstanceId"]},
          {"Device", string_member(attachment, "Device")},
          {"State", attachment["State"]},
          {"AttachTime", api_time_of(string_member(attachment, "AttachTime"))}};
}

Json describe_modification(const Json& volume) {
  Json answer = {{"VolumeId", volume["VolumeId"]}};
  const Json& modification = volume["Modification"];
  copy_members(
      answer, modification,
      {"ModificationState", "TargetSize", "TargetIops", "TargetVolumeType", "TargetThroughput",
       "OriginalSize", "OriginalIops", "OriginalVolumeType", "OriginalThroughput"});
  answer["Progress"] = modification["ModificationState"] == "completed" ? 100 : 0;
  answer["StartTime"] = api_time_of(string_member(modification, "StartTime"));
  return answer;
}

}  // namespace ssm::cloud
