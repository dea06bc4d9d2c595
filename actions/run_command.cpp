// SPDX-License-Identifier: Apache-2.0
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr std::string_view kHashTypes[] = {"Sha256", "Sha1"};
// The only closed set that the service checks at creation, in the order in which it prints it.
constexpr InputSpec kRunCommandInputs[] = {
    {"Comment", Type::kString, false, "Comment in the list of commands"},
    {"MaxErrors", Type::kString, false,
     "How many failures are tolerated: a number or a percentage"},
    {"Parameters", Type::kStringMap, false, "Parameters of what is run or made"},
    {"DocumentHashType", Type::kString, false, "The kind of checksum", kHashTypes},
    {"ServiceRoleArn", Type::kString, false, "The role that notifies"},
    {"MaxConcurrency", Type::kString, false, "How many at the same time: a number or a percentage"},
    {"Targets", Type::kMapList, false, "Targets as a list of Key and Values"},
    {"TimeoutSeconds", Type::kInteger, false, "How long to wait for the node to take it"},
    {"OutputS3KeyPrefix", Type::kString, false, "Where in the bucket the output goes"},
    {"CloudWatchOutputConfig", Type::kStringMap, false, "Output to CloudWatch Logs"},
    {"NotificationConfig", Type::kStringMap, false, "Notifications about its status"},
    {"DocumentVersion", Type::kString, false, "Its version"},
    {.name = "InstanceIds", .type = Type::kStringList, .doc = "Ids of instances", .most = 50},
    {"OutputS3BucketName", Type::kString, false, "The bucket for the output"},
    {"DocumentName", Type::kString, true, "The name or ARN of the document"},
    {"DocumentHash", Type::kString, false, "The checksum of the document"},
};
constexpr std::string_view kRunCommandOutputs[] = {"CommandId", "Output", "OutputPayload",
                                                   "ResponseCode", "Status"};

constexpr ActionSpec kRunCommandSpec = {
    .name = "aws:runCommand",
    .doc = "Runs a command document on managed nodes.",
    .inputs = kRunCommandInputs,
    .inputs_are_closed = true,
    .outputs = kRunCommandOutputs,
};

}  // namespace

extern constinit const Action kRunCommandAction{kRunCommandSpec};

}  // namespace ssm
