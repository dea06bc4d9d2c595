// SPDX-License-Identifier: Apache-2.0
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr std::string_view kShutdowns[] = {"stop", "terminate"};
constexpr InputSpec kRunInstancesInputs[] = {
    {"ImageId", Type::kString, true, "The id of an image"},
    {"InstanceType", Type::kString, false, "Like t3.micro"},
    {"MinInstanceCount", Type::kInteger, false, "The least number of instances"},
    {"MaxInstanceCount", Type::kInteger, false, "The greatest number of instances"},
    {"IamInstanceProfileName", Type::kString, false, "The instance profile, by name"},
    {"IamInstanceProfileArn", Type::kString, false, "The instance profile, by ARN"},
    {"KeyName", Type::kString, false, "The key pair"},
    {"KernelId", Type::kString, false},
    {"RamdiskId", Type::kString, false},
    {"SubnetId", Type::kString, false},
    {"PrivateIpAddress", Type::kString, false, "The primary private address"},
    {"AdditionalInfo", Type::kString, false},
    {"InstanceInitiatedShutdownBehavior", Type::kString, false, "What a shutdown from inside does",
     kShutdowns},
    {"SecurityGroupIds", Type::kStringList, false, "Security groups, by id"},
    {"SecurityGroups", Type::kStringList, false, "Security groups, by name"},
    {"SecurityGroup", Type::kStringList, false},
    {"BlockDeviceMappings", Type::kMapList, false, "Volumes of the instance"},
    {"NetworkInterfaces", Type::kMapList, false},
    {"TagSpecifications", Type::kMapList, false, "Tags of what is made"},
    {"Placement", Type::kStringMap, false},
    {"MetadataOptions", Type::kStringMap, false, "Options of the metadata service"},
    {"Monitoring", Type::kAny, false, "Detailed monitoring"},
    {"DisableApiTermination", Type::kBoolean, false, "Protect it from termination"},
    {"EbsOptimized", Type::kBoolean, false, "Optimise for EBS"},
    {"UserData", Type::kString, false, "User data, as Base64"},
    {"ClientToken", Type::kString, false,
     "Idempotency token: a repeated call has no further effect"},
};
constexpr std::string_view kRunInstancesOutputs[] = {"InstanceIds", "InstanceStates",
                                                     "OutputPayload"};

constexpr ActionSpec kRunInstancesSpec = {
    .name = "aws:runInstances",
    .doc = "Launches instances.",
    .impact = Impact::kMutating,
    .inputs = kRunInstancesInputs,
    .outputs = kRunInstancesOutputs,
    .may_be_on_cancel_target = false,
};

}  // namespace

extern constinit const Action kRunInstancesAction{kRunInstancesSpec};

}  // namespace ssm
