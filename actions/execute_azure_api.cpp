// SPDX-License-Identifier: Apache-2.0
#include "actions/api_call.h"
#include "actions/other_cloud_specs.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

constexpr InputSpec kExecuteAzureApiInputs[] = {
    kAzureServiceInput, kAzureApiInput, kPackageInput, kCloudConnectorInput,
    kSubscriptionInput, kBodyInput,     kNextLinkInput};

constexpr ActionSpec kExecuteAzureApiSpec = {
    .name = "aws:executeAzureApi",
    .doc = "Calls an operation of Azure; further inputs are its parameters.",
    .inputs = kExecuteAzureApiInputs,
    .takes_api_parameters = true,
    .fails_without_outputs = true,
    .other_cloud = kAzure,
};

}  // namespace

extern constinit const Action kExecuteAzureApiAction{kExecuteAzureApiSpec, check_api_call,
                                                     advance_api_call};

}  // namespace ssm
