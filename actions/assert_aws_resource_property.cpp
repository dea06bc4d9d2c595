// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "actions/cloud_failure.h"
#include "actions/inputs.h"
#include "actions/resource_property.h"
#include "core/base/python_text.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

constexpr ActionSpec kAssertAwsResourcePropertySpec = {
    .name = "aws:assertAwsResourceProperty",
    .doc = "Fails unless a property of a resource has one of the values.",
    .impact = Impact::kNonMutating,
    .inputs = kPropertyInputs,
    .takes_api_parameters = true,
};

Outcome advance_assert_aws_resource_property(const StepCall& step, Ports& ports) {
  const Result<ResourceProperty> property = read_resource_property(step);
  if (!property) return refuse_inputs(property.error());
  const auto response = ports.cloud.call(property->call);
  if (!response) return Failed{sdk_failure(response.error(), property->call.operation), nullptr};
  const Result<std::optional<Json>> selected = property->selector.select(*response);
  if (!selected) return Failed{verification_failure(kSdkPhase, selected.error().message), nullptr};
  if (is_desired(*selected, property->desired_values)) return Done{};
  // The recorded text ends in a full stop of its own, before the frame's.
  return Failed{verification_failure(
                    kSdkPhase, fmt::format("Property value '{}' from the API output is not in the "
                                           "desired values. Desired values: {}.",
                                           compared_text(selected->value_or(nullptr)),
                                           python_repr(property->desired_values))),
                nullptr};
}

}  // namespace

extern constinit const Action kAssertAwsResourcePropertyAction{
    kAssertAwsResourcePropertySpec, advance_assert_aws_resource_property};

}  // namespace ssm
