// SPDX-License-Identifier: Apache-2.0
#include "actions/other_cloud_specs.h"
#include "actions/resource_property.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

constexpr ActionSpec kWaitForAzureResourcePropertySpec = {
    .name = "aws:waitForAzureResourceProperty",
    .doc = "Waits until a property of a resource of Azure has one of the values.",
    .impact = Impact::kNonMutating,
    .inputs = kAzurePropertyInputs,
    .takes_api_parameters = true,
    .default_timeout_seconds = 0,
    .other_cloud = kAzure,
};

}  // namespace

extern constinit const Action kWaitForAzureResourcePropertyAction{
    kWaitForAzureResourcePropertySpec, check_resource_property, advance_property_wait};

}  // namespace ssm
