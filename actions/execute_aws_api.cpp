// SPDX-License-Identifier: Apache-2.0
#include "actions/action_functions.h"
#include "actions/api_call.h"
#include "actions/cloud_failure.h"
#include "actions/inputs.h"

namespace ssm {

Outcome advance_execute_aws_api(const StepCall& step, Ports& ports) {
  const Result<CloudCall> call = described_call(step);
  if (!call) return refuse_inputs(call.error());
  auto response = ports.cloud.call(*call);
  if (!response) return Failed{sdk_failure(response.error(), call->operation), nullptr};
  Done done;
  done.response = *std::move(response);
  return done;
}

}  // namespace ssm
