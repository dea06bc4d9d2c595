// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/expression/reference.h"
#include "core/machine/failure.h"
#include "core/machine/state.h"

namespace ssm {

/// The value that `step.OUTPUT` names; nullptr: the step has none, or null. An output of exactly
/// this name first; else the text before the first dot is the output and the rest keys of maps.
/// Steps that failed, timed out or were cancelled keep what they had by then.
const Json* find_output(const StepState& step, std::string_view output);

/// Resolves what a step of this execution may refer to: parameters, outputs of steps that have
/// some, variables, global: and automation: names at time `now`. `plan` and `state` must outlive
/// it.
Resolver resolver_for(const Plan& plan, const ExecutionState& state, Time now);

/// The global: and automation: names, for defaults at start. Parameter Store names have no value.
Resolver global_resolver(const ExecutionState& state, Time now);

/// A step's inputs with every reference replaced, without those that are kept as they are written.
/// Errors: code "UnresolvedReference" (the message is the complete sentence for the failure). In
/// aws:branch a reference without value becomes null.
Result<Json> resolve_inputs(const Plan& plan, StepIndex step, const ExecutionState& state,
                            Time now);

/// timeoutSeconds of a step (its reference resolved), else the action's default; nullopt = none.
/// Errors: code "UnresolvedReference" or "TypeMismatch".
Result<std::optional<Milliseconds>> timeout_of(const Plan& plan, StepIndex step,
                                               const ExecutionState& state, Time now);

}  // namespace ssm
