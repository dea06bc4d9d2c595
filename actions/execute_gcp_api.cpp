// SPDX-License-Identifier: Apache-2.0
#include "actions/api_call.h"
#include "actions/other_cloud_specs.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

constexpr InputSpec kExecuteGcpApiInputs[] = {kGcpServiceInput, kGcpApiInput, kPackageInput,
                                              kCloudConnectorInput, kBodyInput};

constexpr ActionSpec kExecuteGcpApiSpec = {
    .name = "aws:executeGcpApi",
    .doc = "Calls an operation of Google Cloud; further inputs are its parameters.",
    .inputs = kExecuteGcpApiInputs,
    .takes_api_parameters = true,
    .fails_without_outputs = true,
    .other_cloud = kGoogleCloud,
};

}  // namespace

extern constinit const Action kExecuteGcpApiAction{kExecuteGcpApiSpec, check_api_call,
                                                   advance_api_call};

}  // namespace ssm
