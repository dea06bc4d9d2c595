// SPDX-License-Identifier: Apache-2.0
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr InputSpec kDeleteStackInputs[] = {
    {"StackName", Type::kString, true, "The name or id of the stack"},
    {"ClientRequestToken", Type::kString, false,
     "Idempotency token: a repeated call has no further effect"},
    {"RetainResources.member.N", Type::kStringList, false},
    {"RetainResources", Type::kStringList, false, "Resources that stay"},
    {"RoleARN", Type::kString, false, "The role that acts"},
};

constexpr ActionSpec kDeleteStackSpec = {
    .name = "aws:deleteStack",
    .doc = "Deletes a CloudFormation stack.",
    .impact = Impact::kMutating,
    .inputs = kDeleteStackInputs,
};

}  // namespace

extern constinit const Action kDeleteStackAction{kDeleteStackSpec};

}  // namespace ssm
