// SPDX-License-Identifier: Apache-2.0
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

}  // namespace

extern constinit const Action kWaitForAwsResourcePropertyAction{
    kWaitForAwsResourcePropertySpec, check_resource_property, advance_property_wait};

}  // namespace ssm
