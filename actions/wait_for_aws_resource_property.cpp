// SPDX-License-Identifier: Apache-2.0
#include "actions/action_functions.h"
#include "actions/cloud_failure.h"
#include "actions/inputs.h"
#include "actions/resource_property.h"

namespace ssm {
namespace {

// The service's interval is not published.
constexpr Milliseconds kFirstPoll{2000};
constexpr Milliseconds kSlowestPoll{15000};

Outcome read_property_again(const StepCall& step) {
  const Json* before = find_member(step.memo, "pause_ms");
  const Milliseconds pause =
      before == nullptr ? kFirstPoll
                        : std::min(Milliseconds(before->get<std::int64_t>() * 3 / 2), kSlowestPoll);
  Pending pending;
  pending.memo = {{"pause_ms", pause.count()}};
  pending.wake_at = step.now + pause;
  return pending;
}

}  // namespace

Outcome advance_wait_for_aws_resource_property(const StepCall& step, Ports& ports) {
  const Result<ResourceProperty> property = read_resource_property(step);
  if (!property) return refuse_inputs(property.error());
  const auto response = ports.cloud.call(property->call);
  if (!response) {
    if (is_transient(response.error())) return read_property_again(step);
    return Failed{sdk_failure(response.error(), property->call.operation), nullptr};
  }
  const Result<std::optional<Json>> selected = property->selector.select(*response);
  if (!selected) return Failed{verification_failure(kSdkPhase, selected.error().message), nullptr};
  if (is_desired(*selected, property->desired_values)) return Done{};
  return read_property_again(step);
}

}  // namespace ssm
