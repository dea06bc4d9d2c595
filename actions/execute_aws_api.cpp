// SPDX-License-Identifier: Apache-2.0
#include "actions/api_call.h"
#include "actions/shared_specs.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

constexpr InputSpec kExecuteAwsApiInputs[] = {kServiceInput, kApiInput};

constexpr ActionSpec kExecuteAwsApiSpec = {
    .name = "aws:executeAwsApi",
    .doc = "Calls an operation of an AWS API; further inputs are its parameters.",
    .inputs = kExecuteAwsApiInputs,
    .takes_api_parameters = true,
    .fails_without_outputs = true,
};

}  // namespace

extern constinit const Action kExecuteAwsApiAction{kExecuteAwsApiSpec, check_api_call,
                                                   advance_api_call};

}  // namespace ssm
