// SPDX-License-Identifier: Apache-2.0
#include "actions/shared_specs.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr InputSpec kCreateImageInputs[] = {
    {"InstanceId", Type::kString, true, "The id of an instance"},
    {"ImageName", Type::kString, true, "The name of the new image"},
    {"ImageDescription", Type::kString, false, "What the image is"},
    {"NoReboot", Type::kBoolean, false, "Do not stop the instance meanwhile"},
    {"BlockDeviceMappings", Type::kAny, false, "Volumes of the instance"},
};

constexpr ActionSpec kCreateImageSpec = {
    .name = "aws:createImage",
    .doc = "Makes an image of an instance.",
    .impact = Impact::kMutating,
    .inputs = kCreateImageInputs,
    .outputs = kImageOutputs,
    .may_be_on_cancel_target = false,
};

}  // namespace

extern constinit const Action kCreateImageAction{kCreateImageSpec};

}  // namespace ssm
