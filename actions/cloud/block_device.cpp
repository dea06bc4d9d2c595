// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/block_device.h"

#include <fmt/format.h>

#include "core/base/arn.h"
#include "core/base/id.h"

namespace ssm::cloud {
namespace {

constexpr std::int64_t kLargestVolume = 65'536;  // GiB
constexpr std::size_t kMostDevices = 40;

/// A mapping of a request that makes a volume.
Completed check_new_device(AccountSession& session, const Json& mapping, const Json& ebs) {
  if (string_member(mapping, "DeviceName").empty())
    return failure("MissingParameter", "The request must contain the parameter deviceName");
  TRY(check_volume_size(ebs, "VolumeSize"));
  const std::string snapshot_id = string_member(ebs, "SnapshotId");
  if (snapshot_id.empty()) return {};
  TRY_ASSIGN(const Json snapshot, resource_by_id(session, kSnapshots, snapshot_id));
  const std::int64_t least = integer_member(snapshot, "VolumeSize");
  if (integer_member(ebs, "VolumeSize", least) >= least) return {};
  return failure(
      "InvalidBlockDeviceMapping",
      fmt::format("Volume of size {}GB is smaller than snapshot '{}', expect size >= {}GB",
                  integer_member(ebs, "VolumeSize"), snapshot_id, least));
}

}  // namespace

Completed check_volume_size(const Json& ebs, std::string_view size_member) {
  const std::string type = string_member(ebs, "VolumeType");
  if (!type.empty() && std::ranges::find(kVolumeTypes, type) == std::end(kVolumeTypes))
    return failure("UnknownVolumeType", fmt::format("The volume type '{}' is unknown", type));
  const std::int64_t size = integer_member(ebs, size_member, 1);
  if (size >= 1 && size <= kLargestVolume) return {};
  return failure("InvalidParameterValue",
                 fmt::format("Volume of {}GiB is too {}; expecting 1 to {}GiB", size,
                             size < 1 ? "small" : "large", kLargestVolume));
}

Result<Json> merged_mappings(AccountSession& session, const Json& base, const Json& requested) {
  Json merged = Json::array();
  for (const Json& mapping : base)
    if (find_member(mapping, "Ebs")) merged.push_back(mapping);
  for (const Json& mapping : requested) {
    const std::string device = string_member(mapping, "DeviceName");
    const auto known = std::ranges::find_if(
        merged, [&](const Json& one) { return string_member(one, "DeviceName") == device; });
    if (mapping.contains("NoDevice")) {
      if (known != merged.end()) merged.erase(known);
      continue;
    }
    const Json* ebs = find_member(mapping, "Ebs");
    if (ebs == nullptr) continue;
    TRY(check_new_device(session, mapping, *ebs));
    if (known != merged.end()) {
      (*known)["Ebs"].update(*ebs);
      continue;
    }
    if (!ebs->contains("VolumeSize") && !ebs->contains("SnapshotId"))
      return failure("MissingParameter",
                     "The request must contain the parameter size or snapshotId");
    merged.push_back({{"DeviceName", device}, {"Ebs", *ebs}});
  }
  if (merged.size() > kMostDevices)
    return failure("AttachmentLimitExceeded",
                   fmt::format("An instance has at most {} volumes", kMostDevices));
  return merged;
}

std::string default_kms_key(const AccountRegion& scope) {
  return Arn::regional(scope, "kms", "key/" + derived_uuid("aws/ebs/" + scope.region)).text();
}

}  // namespace ssm::cloud
