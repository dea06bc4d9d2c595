// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "actions/cloud/ec2_resource.h"

namespace ssm::cloud {

// A volume is kept with its Attachments, and those alone say what an instance has: they end when
// the instance is terminated or not there any more.

/// Where an instance without RootDeviceName has its root volume.
inline constexpr std::string_view kRootDevice = "/dev/xvda";

/// The volumes of instances.
class AttachedVolumes {
 public:
  static Result<AttachedVolumes> of(AccountSession& session, const std::vector<Json>& instances);

  /// BlockDeviceMappings as DescribeInstances has them; the root volume first.
  Json mappings(const Json& instance) const;
  /// The volumes in the same order.
  std::vector<Json> volumes(const Json& instance) const;

 private:
  struct Attached {
    Json volume;
    Json attachment;
  };
  std::map<std::string, std::vector<Attached>> by_instance_;
};

/// The attachment of a volume to an instance; nullptr: there is none.
const Json* attachment_to(const Json& volume, const std::string& instance_id);

/// Errors: VolumeInUse.
Completed check_unattached(const Json& volume);

/// A new volume: type, size and the rest by `ebs`, a mapping's or a CreateVolume request's. Not
/// stored yet.
Json new_volume(const Json& ebs, std::int64_t size, const std::string& zone,
                const AccountSession& session);
/// An attachment as it is stored.
Json new_attachment(const std::string& instance_id, const std::string& device, bool delete_with_it,
                    Time now);

/// Stores a volume for each mapping of merged_mappings(), attached to the instance.
Completed add_instance_volumes(AccountSession& session, const Json& instance, const Json& mappings,
                               const Json& tags);
/// The root volume of an instance of the account file that names none.
Completed add_root_volume(AccountSession& session, const Json& instance);

/// The members of a `Volume` in DescribeVolumes.
Json describe_volume(const Json& volume, const AccountRegion& scope);
/// A VolumeAttachment.
Json describe_attachment(const Json& volume, const Json& attachment);
/// A VolumeModification, of a volume that has one.
Json describe_modification(const Json& volume);

}  // namespace ssm::cloud
