// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud_failure.h"
#include "actions/inputs.h"
#include "actions/polling.h"
#include "actions/resource_property.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

constexpr ActionSpec kWaitForAwsResourcePropertySpec = {
    .name = "aws:waitForAwsResourceProperty",
    .doc = "Waits until a property of a resource has one of the values.",
    .impact = Impact::kNonMutating,
    .inputs = kPropertyInputs,
    .takes_api_parameters = true,
};

Outcome advance_wait_for_aws_resource_property(const StepCall& step, Ports& ports) {
  const Result<ResourceProperty> property = read_resource_property(step);
  if (!property) return refuse_inputs(property.error());
  const auto response = ports.cloud.call(property->call);
  if (!response) {
    if (is_transient(response.error())) return poll_again(step, kPropertyBackoff);
    return Failed{sdk_failure(response.error(), property->call.operation), nullptr};
  }
  const Result<std::optional<Json>> selected = property->selector.select(*response);
  if (!selected) return Failed{verification_failure(kSdkPhase, selected.error().message), nullptr};
  if (is_desired(*selected, property->desired_values)) return Done{};
  return poll_again(step, kPropertyBackoff);
}

}  // namespace

extern constinit const Action kWaitForAwsResourcePropertyAction{
    kWaitForAwsResourcePropertySpec, advance_wait_for_aws_resource_property};

}  // namespace ssm
