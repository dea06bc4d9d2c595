// SPDX-License-Identifier: Apache-2.0
#include "actions/other_cloud_specs.h"
#include "actions/resource_property.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

constexpr ActionSpec kAssertGcpResourcePropertySpec = {
    .name = "aws:assertGcpResourceProperty",
    .doc = "Fails unless a property of a resource of Google Cloud has one of the values.",
    .impact = Impact::kNonMutating,
    .inputs = kGcpPropertyInputs,
    .takes_api_parameters = true,
    .other_cloud = kGoogleCloud,
};

}  // namespace

extern constinit const Action kAssertGcpResourcePropertyAction{
    kAssertGcpResourcePropertySpec, check_resource_property, advance_property_assertion};

}  // namespace ssm
