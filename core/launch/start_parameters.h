// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/document/document.h"
#include "core/launch/launch_context.h"
#include "core/machine/state.h"

namespace ssm {

/// The values of the declared parameters as an execution begins: bind_parameters(), with the system
/// variables of `state` (its account, Region and id) and, for {{ssm:name}} in a default, what
/// Parameter Store has: a mock, else the context's. It is asked when the first such default is
/// needed, for all of them. `supplied`: the member Parameters of the request, or nullptr. `uses`:
/// of the context's mocks, so far.
/// Errors: InvalidAutomationExecutionParametersException, and what the store refuses with.
Result<Json> bind_at_start(const LaunchContext& context, const std::vector<Parameter>& declared,
                           const Json* supplied, const ExecutionState& state, MockUseCounts& uses);

}  // namespace ssm
