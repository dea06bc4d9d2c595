// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud_failure.h"
#include "actions/image_state.h"
#include "actions/inputs.h"
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
    .phase = kVerifyingImage,
    .may_be_on_cancel_target = false,
};

constexpr std::string_view kCopyingImage = "copying the image";

/// Inputs, and what the API calls them.
struct CopiedInput {
  std::string_view input;
  std::string_view member;
};
constexpr CopiedInput kCopiedTexts[] = {{"SourceRegion", "SourceRegion"},
                                        {"SourceImageId", "SourceImageId"},
                                        {"ImageName", "Name"},
                                        {"ImageDescription", "Description"},
                                        {"KmsKeyId", "KmsKeyId"}};

Result<CloudCall> copy_image_call(const StepCall& step) {
  Json request = Json::object();
  for (const CopiedInput& copied : kCopiedTexts) {
    TRY_ASSIGN(const std::optional<std::string> text,
               optional_string_input(step.inputs, copied.input));
    if (text) request[std::string(copied.member)] = *text;
  }
  TRY_ASSIGN(const std::optional<bool> encrypted, optional_boolean_input(step.inputs, "Encrypted"));
  if (encrypted) request["Encrypted"] = *encrypted;
  TRY_ASSIGN(const std::optional<std::string> token,
             optional_string_input(step.inputs, "ClientToken"));
  request["ClientToken"] = token ? *token : step.client_token();
  return cloud_call(step, "ec2", "CopyImage", std::move(request));
}

Outcome advance_copy_image(const StepCall& step, Ports& ports) {
  const std::string known = noted_image(step);
  if (!known.empty()) return look_at_image(step, ports, known);
  const CloudCall call = copy_image_call(step).value();
  const auto answer = ports.cloud.call(call);
  if (answer) return wait_for_image(step, string_member(*answer, "ImageId"));
  return Failed{native_failure(answer.error(), kCopyingImage, call, step), nullptr};
}

}  // namespace

extern constinit const Action kCopyImageAction{kCopyImageSpec, advance_copy_image};

}  // namespace ssm
