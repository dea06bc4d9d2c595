// SPDX-License-Identifier: Apache-2.0
#include "actions/shared_specs.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr InputSpec kCopyImageInputs[] = {
    {"SourceRegion", Type::kString, true, "Where the image is"},
    {"SourceImageId", Type::kString, true, "The image that is copied"},
    {"ImageName", Type::kString, true, "The name of the new image"},
    {"ImageDescription", Type::kString, false, "What the image is"},
    {"Encrypted", Type::kBoolean, false, "Encrypt the copy"},
    {"KmsKeyId", Type::kString, false, "The key that encrypts it"},
    {"ClientToken", Type::kString, false,
     "Idempotency token: a repeated call has no further effect"},
};

constexpr ActionSpec kCopyImageSpec = {
    .name = "aws:copyImage",
    .doc = "Copies an image from another Region.",
    .impact = Impact::kMutating,
    .inputs = kCopyImageInputs,
    .outputs = kImageOutputs,
    .may_be_on_cancel_target = false,
};

}  // namespace

extern constinit const Action kCopyImageAction{kCopyImageSpec};

}  // namespace ssm
