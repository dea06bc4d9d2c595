// SPDX-License-Identifier: Apache-2.0
#include "actions/api_call.h"
#include "actions/cloud_failure.h"
#include "actions/inputs.h"
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

Outcome advance_execute_aws_api(const StepCall& step, Ports& ports) {
  const Result<CloudCall> call = described_call(step);
  if (!call) return refuse_inputs(call.error());
  auto response = ports.cloud.call(*call);
  if (!response) return Failed{sdk_failure(response.error(), call->operation), nullptr};
  Done done;
  done.response = *std::move(response);
  return done;
}

}  // namespace

extern constinit const Action kExecuteAwsApiAction{kExecuteAwsApiSpec, advance_execute_aws_api};

}  // namespace ssm
