// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "actions/cloud_failure.h"
#include "actions/inputs.h"
#include "actions/polling.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr InputSpec kDeleteImageInputs[] = {{"ImageId", Type::kString, true, "The id of an image"}};

/// The phase of failures and timeouts.
constexpr std::string_view kDeletingImage = "deleting the image";

constexpr ActionSpec kDeleteImageSpec = {
    .name = "aws:deleteImage",
    .doc = "Deletes an image and its snapshots.",
    .impact = Impact::kMutating,
    .inputs = kDeleteImageInputs,
    .phase = kDeletingImage,
};

constexpr Milliseconds kAtOnce{0};
constexpr Backoff kDeletionBackoff{
    .first = Milliseconds(250), .factor = 2, .steep_until = Milliseconds(5000)};
/// A snapshot is in use until the service has noticed that its image is gone.
constexpr Milliseconds kInUsePause{2000};

// The memo: {"snapshots": those that are left, "isDeregistered", "wasInUse"}.
constexpr std::string_view kSnapshotsLeft = "snapshots";
constexpr std::string_view kIsDeregistered = "isDeregistered";
constexpr std::string_view kWasInUse = "wasInUse";

Outcome go_on_with(Json memo, const StepCall& step, Milliseconds pause) {
  Suspended suspended;
  suspended.memo = std::move(memo);
  suspended.wake_at = step.now + pause;
  return suspended;
}

Outcome deletion_failed(const AwsError& error, const CloudCall& call, const StepCall& step) {
  if (is_transient(error)) return poll_again(step, kDeletionBackoff);
  return Failed{native_failure(error, kDeletingImage, call, step), nullptr};
}

Json snapshots_of_image(const Json& image) {
  Json ids = Json::array();
  const Json* mappings = find_member(image, "BlockDeviceMappings");
  if (mappings == nullptr || !mappings->is_array()) return ids;
  for (const Json& mapping : *mappings) {
    const Json* ebs = find_member(mapping, "Ebs");
    const std::string id = ebs == nullptr ? "" : string_member(*ebs, "SnapshotId");
    if (!id.empty()) ids.push_back(id);
  }
  return ids;
}

/// Notes what is to be deleted, before the image is gone that tells it.
Outcome note_snapshots(const StepCall& step, Ports& ports, const std::string& id) {
  const CloudCall call =
      cloud_call(step, "ec2", "DescribeImages", Json{{"ImageIds", Json::array({id})}});
  const auto response = ports.cloud.call(call);
  if (!response) return deletion_failed(response.error(), call, step);
  const Json* images = find_member(*response, "Images");
  if (images == nullptr || !images->is_array() || images->empty())
    return Failed{verification_failure(kDeletingImage, fmt::format("Image {} does not exist", id)),
                  nullptr};
  return go_on_with(Json{{std::string(kSnapshotsLeft), snapshots_of_image(images->front())}}, step,
                    kAtOnce);
}

/// It was there when its snapshots were noted: if it is not any more, this attempt has done it.
Outcome deregister(const StepCall& step, Ports& ports, const std::string& id) {
  const CloudCall call = cloud_call(step, "ec2", "DeregisterImage", Json{{"ImageId", id}});
  const auto answer = ports.cloud.call(call);
  if (!answer && !answer.error().code.starts_with("InvalidAMIID."))
    return Failed{native_failure(answer.error(), kDeletingImage, call, step), nullptr};
  Json memo = step.memo;
  memo[std::string(kIsDeregistered)] = true;
  return go_on_with(std::move(memo), step, kAtOnce);
}

Outcome delete_next_snapshot(const StepCall& step, Ports& ports) {
  Json memo = step.memo;
  Json& left = memo[std::string(kSnapshotsLeft)];
  if (left.empty()) return Done{};
  const CloudCall call =
      cloud_call(step, "ec2", "DeleteSnapshot", Json{{"SnapshotId", left.front()}});
  const auto answer = ports.cloud.call(call);
  if (!answer && answer.error().code == "InvalidSnapshot.InUse" && !memo.contains(kWasInUse)) {
    memo[std::string(kWasInUse)] = true;
    return go_on_with(std::move(memo), step, kInUsePause);
  }
  if (!answer && answer.error().code != "InvalidSnapshot.NotFound")
    return deletion_failed(answer.error(), call, step);
  left.erase(0);
  memo.erase(std::string(kWasInUse));
  if (left.empty()) return Done{};
  return go_on_with(std::move(memo), step, kAtOnce);
}

Outcome advance_delete_image(const StepCall& step, Ports& ports) {
  if (find_member(step.memo, kIsDeregistered)) return delete_next_snapshot(step, ports);
  const std::string id = string_input(step.inputs, "ImageId").value();
  if (find_member(step.memo, kSnapshotsLeft)) return deregister(step, ports, id);
  return note_snapshots(step, ports, id);
}

}  // namespace

extern constinit const Action kDeleteImageAction{kDeleteImageSpec, advance_delete_image};

}  // namespace ssm
