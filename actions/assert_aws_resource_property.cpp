// SPDX-License-Identifier: Apache-2.0
#include "actions/resource_property.h"
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

}  // namespace

extern constinit const Action kAssertAwsResourcePropertyAction{
    kAssertAwsResourcePropertySpec, check_resource_property, advance_property_assertion};

}  // namespace ssm
