// SPDX-License-Identifier: Apache-2.0
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr InputSpec kDeleteImageInputs[] = {{"ImageId", Type::kString, true, "The id of an image"}};

constexpr ActionSpec kDeleteImageSpec = {
    .name = "aws:deleteImage",
    .doc = "Deletes an image and its snapshots.",
    .impact = Impact::kMutating,
    .inputs = kDeleteImageInputs,
};

}  // namespace

extern constinit const Action kDeleteImageAction{kDeleteImageSpec};

}  // namespace ssm
