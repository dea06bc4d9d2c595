// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/snapshot.h"

#include <fmt/format.h>

#include "actions/cloud/block_device.h"

namespace ssm::cloud {
namespace {

constexpr std::int64_t kUsualSize = 8;  // GiB
/// The volume that copies and snapshots of the account file name.
constexpr std::string_view kNoVolume = "vol-ffffffff";

constexpr Passage kMakingSnapshot{"snapshot", &Timing::snapshot, "pending", "completed", "error"};

Result<bool> bring_snapshot_up_to_date(AccountSession& session, const Timing& timing,
                                       Json& snapshot) {
  const int percent = pass(snapshot, snapshot, kMakingSnapshot, timing, session.now);
  if (snapshot.contains("change"))
    snapshot["Progress"] = fmt::format("{}%", percent);
  else
    snapshot.erase("Progress");
  return true;
}

Json snapshot_with_defaults(Json snapshot, const AccountRegion& scope, Time now) {
  add_default(snapshot, "VolumeId", kNoVolume);
  add_default(snapshot, "VolumeSize", kUsualSize);
  add_default(snapshot, "StartTime", to_iso8601(now));
  add_default(snapshot, "Description", "");
  add_default(snapshot, "OwnerId", scope.account);
  add_default(snapshot, "Encrypted", false);
  snapshot["Tags"] = tags_as_map(snapshot.value("Tags", Json::object()));
  return snapshot;
}

/// Whether an image has the snapshot among its devices.
bool image_uses_snapshot(const Json& image, const std::string& snapshot_id) {
  return std::ranges::any_of(list_member(image, "BlockDeviceMappings"), [&](const Json& mapping) {
    const Json* ebs = find_member(mapping, "Ebs");
    return ebs != nullptr && string_member(*ebs, "SnapshotId") == snapshot_id;
  });
}

}  // namespace

extern constinit const Ec2Kind kSnapshots{
    .kind = kSnapshotKind,
    .list = "snapshots",
    .id_member = "SnapshotId",
    .prefix = "snap-",
    .type = "snapshot",
    .malformed_code = "InvalidParameterValue",
    .malformed_text = "Value ({}) for parameter snapshotId is invalid. Expected: 'snap-...'.",
    .missing_code = "InvalidSnapshot.NotFound",
    .missing_text = "The snapshot '{}' does not exist.",
    .several_text = "",
    .limit_code = "SnapshotLimitExceeded",
    .bring_up_to_date = bring_snapshot_up_to_date,
    .with_defaults = snapshot_with_defaults,
};

Result<Json> make_snapshot(AccountSession& session, const Json& volume,
                           const std::string& description, const Json& tags) {
  TRY(check_behaviour(volume, kVolumes, "snapshot"));
  Json snapshot = {{"SnapshotId", new_id(kSnapshots.prefix)},
                   {"VolumeId", volume["VolumeId"]},
                   {"VolumeSize", integer_member(volume, "Size", kUsualSize)},
                   {"StartTime", to_iso8601(session.now)},
                   {"Description", description},
                   {"OwnerId", session.scope.account},
                   {"Encrypted", is_set(volume, "Encrypted")}};
  copy_members(snapshot, volume, {"KmsKeyId"});
  snapshot["Tags"] = tags;
  inherit(snapshot, "snapshot", volume, "snapshot");
  snapshot["change"] = change_to("completed", session.now);
  TRY(add_resource(session, kSnapshots, snapshot));
  return resource_by_id(session, kSnapshots, string_member(snapshot, "SnapshotId"));
}

Result<Json> copy_of_snapshot(AccountSession& session, const SnapshotCopy& copy) {
  TRY(check_behaviour(copy.source, kSnapshots, "copy"));
  const bool encrypted =
      copy.encrypted || !copy.kms_key.empty() || is_set(copy.source, "Encrypted");
  Json snapshot = {{"SnapshotId", new_id(kSnapshots.prefix)},
                   {"VolumeId", kNoVolume},
                   {"VolumeSize", copy.size},
                   {"StartTime", to_iso8601(session.now)},
                   {"Description", copy.description},
                   {"OwnerId", session.scope.account},
                   {"Encrypted", encrypted}};
  if (encrypted)
    snapshot["KmsKeyId"] = copy.kms_key.empty() ? default_kms_key(session.scope) : copy.kms_key;
  snapshot["Tags"] = copy.tags;
  inherit(snapshot, "snapshot", copy.source, "copy");
  snapshot["change"] = change_to("completed", session.now);
  TRY(add_resource(session, kSnapshots, snapshot));
  return resource_by_id(session, kSnapshots, string_member(snapshot, "SnapshotId"));
}

Completed delete_snapshot(AccountSession& session, const Json& snapshot) {
  TRY(check_behaviour(snapshot, kSnapshots, "delete"));
  const std::string id = string_member(snapshot, "SnapshotId");
  TRY_ASSIGN(const std::vector<Json> images, all_resources(session, kImages, id));
  for (const Json& image : images)
    if (image_uses_snapshot(image, id))
      return failure("InvalidSnapshot.InUse",
                     fmt::format("The snapshot {} is currently in use by {}", id,
                                 string_member(image, "ImageId")));
  return remove_resource(session, kSnapshots, snapshot);
}

Json describe_snapshot(const Json& snapshot, const AccountRegion& scope) {
  Json answer = Json::object();
  if (const Json tags = tags_of(snapshot); !tags.empty()) answer["Tags"] = tags;
  answer["StorageTier"] = "standard";
  answer["SnapshotId"] = snapshot["SnapshotId"];
  answer["VolumeId"] = string_member(snapshot, "VolumeId");
  answer["State"] = snapshot["State"];
  answer["StartTime"] = api_time_of(string_member(snapshot, "StartTime"));
  answer["Progress"] = string_member(snapshot, "Progress", "100%");
  answer["OwnerId"] = string_member(snapshot, "OwnerId", scope.account);
  answer["Description"] = string_member(snapshot, "Description");
  answer["VolumeSize"] = integer_member(snapshot, "VolumeSize");
  answer["Encrypted"] = is_set(snapshot, "Encrypted");
  copy_members(answer, snapshot, {"KmsKeyId"});
  return answer;
}

}  // namespace ssm::cloud
