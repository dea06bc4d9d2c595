// SPDX-License-Identifier: Apache-2.0
#include "actions/image_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "actions/cloud_failure.h"
#include "actions/polling.h"

namespace ssm {
namespace {

// In the memo: the image, and how many looks have not found it.
constexpr std::string_view kNotedImage = "ImageId";
constexpr std::string_view kTimesNotFound = "notFound";
/// An image that has just been made may not be listed yet.
constexpr std::int64_t kMostNotFound = 5;

/// Local runs should not wait long for what the simulated account does in a second.
constexpr Backoff kImageBackoff{
    .first = Milliseconds(250), .factor = 2, .steep_until = Milliseconds(5000)};

/// States from which an image does not become available any more.
bool is_final_state(std::string_view state) {
  constexpr std::string_view kFinal[] = {"invalid", "deregistered", "transient", "failed", "error"};
  return std::ranges::find(kFinal, state) != std::end(kFinal);
}

Json image_outputs(const std::string& id, const std::string& state) {
  const Json state_of_image = {{"ImageId", id}, {"ImageState", state}};
  Json outputs = state_of_image;
  outputs["OutputPayload"] = state_of_image;
  return outputs;
}

/// The look failed: it is made again if that may help.
Outcome look_failed(const StepCall& step, const AwsError& error, const CloudCall& call) {
  if (is_transient(error)) return poll_again(step, kImageBackoff);
  const Json* counted = find_member(step.memo, kTimesNotFound);
  const std::int64_t times = counted != nullptr ? counted->get<std::int64_t>() : 0;
  if (error.code != "InvalidAMIID.NotFound" || times >= kMostNotFound)
    return Failed{native_failure(error, kVerifyingImage, call, step), nullptr};
  Suspended suspended = poll_again(step, kImageBackoff);
  suspended.memo[std::string(kTimesNotFound)] = times + 1;
  return suspended;
}

}  // namespace

Outcome wait_for_image(const StepCall& step, const std::string& image_id) {
  Suspended suspended = poll_again(step, kImageBackoff);
  suspended.memo[std::string(kNotedImage)] = image_id;
  suspended.outputs = image_outputs(image_id, "pending");
  return suspended;
}

std::string noted_image(const StepCall& step) {
  return string_member(step.memo, kNotedImage);
}

Outcome look_at_image(const StepCall& step, Ports& ports, const std::string& image_id) {
  const CloudCall call =
      cloud_call(step, "ec2", "DescribeImages", Json{{"ImageIds", Json::array({image_id})}});
  const auto response = ports.cloud.call(call);
  if (!response) return look_failed(step, response.error(), call);
  const Json* images = find_member(*response, "Images");
  const bool is_listed = images != nullptr && images->is_array() && !images->empty();
  const std::string state = is_listed ? string_member(images->front(), "State") : "";
  if (is_final_state(state))
    return Failed{
        verification_failure(kVerifyingImage,
                             fmt::format("Image {} entered unexpected state: {}", image_id, state)),
        image_outputs(image_id, state)};
  if (state != "available") return poll_again(step, kImageBackoff);
  Done done;
  done.outputs = image_outputs(image_id, state);
  return done;
}

}  // namespace ssm
