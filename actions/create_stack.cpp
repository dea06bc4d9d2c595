// SPDX-License-Identifier: Apache-2.0
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr InputSpec kCreateStackInputs[] = {
    {"StackName", Type::kString, true, "The name or id of the stack"},
    {"TemplateBody", Type::kString, false, "The template"},
    {"TemplateURL", Type::kString, false, "Where the template is"},
    {"Capabilities", Type::kStringList, false, "What the template may do: CAPABILITY_IAM"},
    {"ClientRequestToken", Type::kString, false,
     "Idempotency token: a repeated call has no further effect"},
    {"DisableRollback", Type::kBoolean, false, "Keep what was made when it fails"},
    {"OnFailure", Type::kString, false, "What is done when it fails"},
    {"NotificationARNs", Type::kStringList, false, "SNS topics for the events of the stack"},
    {"Parameters", Type::kMapList, false, "Parameters of what is run or made"},
    {"ResourceTypes", Type::kStringList, false, "The only types of resources"},
    {"RoleARN", Type::kString, false, "The role that acts"},
    {"StackPolicyBody", Type::kString, false},
    {"StackPolicyURL", Type::kString, false},
    {"Tags", Type::kMapList, false, "Tags as a list of Key and Value"},
    {"TimeoutInMinutes", Type::kInteger, false, "How long it may take"},
};
constexpr std::string_view kCreateStackOutputs[] = {"StackId", "StackStatus", "StackStatusReason",
                                                    "OutputPayload"};

constexpr ActionSpec kCreateStackSpec = {
    .name = "aws:createStack",
    .doc = "Makes a CloudFormation stack.",
    .impact = Impact::kMutating,
    .inputs = kCreateStackInputs,
    .outputs = kCreateStackOutputs,
    .may_be_on_cancel_target = false,
};

}  // namespace

extern constinit const Action kCreateStackAction{kCreateStackSpec};

}  // namespace ssm
