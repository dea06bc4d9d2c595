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

struct CreateImageRequest {
  std::string instance_id;
  std::string name;
  Json parameters;  // of the call
};

Result<CreateImageRequest> read_create_image(const StepCall& step) {
  const Json& inputs = step.inputs;
  TRY(check_input_values(*step.step.spec, inputs));
  CreateImageRequest request;
  TRY_ASSIGN(request.instance_id, string_input(inputs, "InstanceId"));
  TRY_ASSIGN(request.name, string_input(inputs, "ImageName"));
  TRY_ASSIGN(const std::optional<std::string> description,
             optional_string_input(inputs, "ImageDescription"));
  TRY_ASSIGN(const std::optional<bool> no_reboot, optional_boolean_input(inputs, "NoReboot"));
  request.parameters = {{"InstanceId", request.instance_id}, {"Name", request.name}};
  if (description) request.parameters["Description"] = *description;
  if (no_reboot) request.parameters["NoReboot"] = *no_reboot;
  if (has_input(inputs, "BlockDeviceMappings")) {
    TRY_ASSIGN(request.parameters["BlockDeviceMappings"],
               map_list_input(inputs, "BlockDeviceMappings"));
  }
  return request;
}

/// Whether a listed image is what this attempt asked for: its name, of its instance, and made since
/// it began.
bool is_of_attempt(const Json& image, const StepCall& step, const CreateImageRequest& request) {
  const std::optional<Time> made = parse_time(string_member(image, "CreationDate"));
  return string_member(image, "Name") == request.name && made && *made >= step.since &&
         string_member(image, "SourceInstanceId") == request.instance_id;
}

/// The API knows no client token: when the answer to an earlier call of this attempt was lost, the
/// image that it made is found by its name. Empty: there is none.
std::string image_of_attempt(const StepCall& step, Ports& ports,
                             const CreateImageRequest& request) {
  Json filters = Json::array();
  filters.push_back({{"Name", "name"}, {"Values", Json::array({request.name})}});
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
  const Result<CreateImageRequest> request = read_create_image(step);
  if (!request) return refuse_inputs(request.error());
  const CloudCall call = cloud_call(step, "ec2", "CreateImage", request->parameters);
  const auto answer = ports.cloud.call(call);
  if (answer) return wait_for_image(step, string_member(*answer, "ImageId"));
  if (answer.error().code == kDuplicateName) {
    const std::string own = image_of_attempt(step, ports, *request);
    if (!own.empty()) return wait_for_image(step, own);
  }
  return Failed{native_failure(answer.error(), kCreatingImage, call, step), nullptr};
}

}  // namespace

extern constinit const Action kCreateImageAction{kCreateImageSpec, advance_create_image};

}  // namespace ssm
