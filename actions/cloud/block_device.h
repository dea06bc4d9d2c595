// SPDX-License-Identifier: Apache-2.0
#pragma once
// Block device mappings of requests and images.

#include <string>
#include <string_view>

#include "actions/cloud/ec2_resource.h"

namespace ssm::cloud {

inline constexpr MemberShape kEbsMembers[] = {{"DeleteOnTermination", &kBoolean},
                                              {"Iops", &kInteger},
                                              {"SnapshotId", &kString},
                                              {"VolumeSize", &kInteger},
                                              {"VolumeType", &kString},
                                              {"KmsKeyId", &kString},
                                              {"Throughput", &kInteger},
                                              {"OutpostArn", &kString},
                                              {"AvailabilityZone", &kString},
                                              {"Encrypted", &kBoolean},
                                              {"VolumeInitializationRate", &kInteger},
                                              {"AvailabilityZoneId", &kString},
                                              {"EbsCardIndex", &kInteger}};
inline constexpr Shape kEbs = structure(kEbsMembers);
inline constexpr MemberShape kBlockDeviceMembers[] = {
    {"Ebs", &kEbs}, {"NoDevice", &kString}, {"DeviceName", &kString}, {"VirtualName", &kString}};
inline constexpr Shape kBlockDevice = structure(kBlockDeviceMembers);
/// The BlockDeviceMappings parameter.
inline constexpr Shape kBlockDevices = list_of(kBlockDevice);

inline constexpr std::string_view kVolumeTypes[] = {"gp3", "gp2", "io1",     "io2",
                                                    "st1", "sc1", "standard"};

/// What an instance has at last: the mappings it begins with, those of the request laid over them
/// device by device. NoDevice takes one away; devices that are no EBS volumes are left out.
/// Errors: the API's, for mappings of the request.
Result<Json> merged_mappings(AccountSession& session, const Json& base, const Json& requested);

/// Errors: UnknownVolumeType, InvalidParameterValue. What is left out is not looked at.
Completed check_volume_size(const Json& ebs, std::string_view size_member);

/// The key that encrypts what is encrypted without naming a key.
std::string default_kms_key(const AccountRegion& scope);

}  // namespace ssm::cloud
