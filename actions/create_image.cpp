// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud_failure.h"
#include "actions/image_state.h"
#include "actions/inputs.h"
#include "actions/shared_specs.h"
#include "core/document/input_value.h"
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
    .phase = kVerifyingImage,
    .may_be_on_cancel_target = false,
};

constexpr std::string_view kCreatingImage = "creating the image";
constexpr std::string_view kDuplicateName = "InvalidAMIName.Duplicate";

Result<CloudCall> create_image_call(const StepCall& step) {
  const Json& inputs = step.inputs;
  Json request = Json::object();
  TRY_ASSIGN(request["InstanceId"], string_input(inputs, "InstanceId"));
  TRY_ASSIGN(request["Name"], string_input(inputs, "ImageName"));
  TRY_ASSIGN(const std::optional<std::string> description,
             optional_string_input(inputs, "ImageDescription"));
  TRY_ASSIGN(const std::optional<bool> no_reboot, optional_boolean_input(inputs, "NoReboot"));
  if (description) request["Description"] = *description;
  if (no_reboot) request["NoReboot"] = *no_reboot;
  if (has_input(inputs, "BlockDeviceMappings")) {
    TRY_ASSIGN(request["BlockDeviceMappings"], map_list_input(inputs, "BlockDeviceMappings"));
  }
  return cloud_call(step, "ec2", "CreateImage", std::move(request));
}

std::optional<Failed> check_create_image(const StepCall& step) {
  return check_native_call(create_image_call(step), kCreatingImage, step);
}

/// Whether a listed image is what this attempt asked for: its name, of its instance, and made since
/// it began.
bool is_of_attempt(const Json& image, const StepCall& step, const Json& request) {
  const std::optional<Time> made = parse_time(string_member(image, "CreationDate"));
  return string_member(image, "Name") == string_member(request, "Name") && made &&
         *made >= step.since &&
         string_member(image, "SourceInstanceId") == string_member(request, "InstanceId");
}

/// The API knows no client token: when the answer to an earlier call of this attempt was lost, the
/// image that it made is found by its name. Empty: there is none.
std::string image_of_attempt(const StepCall& step, Ports& ports, const Json& request) {
  Json filters = Json::array();
  filters.push_back({{"Name", "name"}, {"Values", Json::array({request["Name"]})}});
  const auto response = ports.cloud.call(
      cloud_call(step, "ec2", "DescribeImages",
                 {{"Owners", Json::array({"self"})}, {"Filters", std::move(filters)}}));
  if (!response) return {};
  const Json* images = find_member(*response, "Images");
  if (images == nullptr || !images->is_array()) return {};
  for (const Json& image : *images)
    if (is_of_attempt(image, step, request)) return string_member(image, "ImageId");
  return {};
}

Outcome advance_create_image(const StepCall& step, Ports& ports) {
  const std::string known = noted_image(step);
  if (!known.empty()) return look_at_image(step, ports, known);
  const CloudCall call = create_image_call(step).value();
  const auto answer = ports.cloud.call(call);
  if (answer) return wait_for_image(step, string_member(*answer, "ImageId"));
  if (answer.error().code == kDuplicateName) {
    const std::string own = image_of_attempt(step, ports, call.parameters);
    if (!own.empty()) return wait_for_image(step, own);
  }
  return Failed{native_failure(answer.error(), kCreatingImage, call, step), nullptr};
}

}  // namespace

extern constinit const Action kCreateImageAction{kCreateImageSpec, check_create_image,
                                                 advance_create_image};

}  // namespace ssm
