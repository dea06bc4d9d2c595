// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/base/json.h"
#include "core/machine/state.h"

namespace ssm {

/// What stands in for the outputs of a step that did not succeed. Source: spec/recorded-outputs.
inline constexpr std::string_view kNoOutputYet =
    "No output available yet because the step is not successfully executed";

/// One output of a step as the service shows it: a list of texts.
Json output_texts(std::string_view name, const Json& value);

/// The values of the runbook's `outputs`, in its order: every listed entry whose step succeeded and
/// produced it, kNoOutputYet for those of steps that did not succeed. "step.Output" to a list of
/// texts.
Json document_outputs(const Plan& plan, const ExecutionState& state);

}  // namespace ssm
