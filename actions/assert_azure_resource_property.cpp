// SPDX-License-Identifier: Apache-2.0
#include "actions/other_cloud_specs.h"
#include "actions/resource_property.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

constexpr ActionSpec kAssertAzureResourcePropertySpec = {
    .name = "aws:assertAzureResourceProperty",
    .doc = "Fails unless a property of a resource of Azure has one of the values.",
    .impact = Impact::kNonMutating,
    .inputs = kAzurePropertyInputs,
    .takes_api_parameters = true,
    .other_cloud = kAzure,
};

}  // namespace

extern constinit const Action kAssertAzureResourcePropertyAction{
    kAssertAzureResourcePropertySpec, check_resource_property, advance_property_assertion};

}  // namespace ssm
