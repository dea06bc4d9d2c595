// SPDX-License-Identifier: Apache-2.0
#pragma once
// How executions and steps look to callers. Pure: state and document in, JSON out, members in no
// particular order (in_model_order puts them in theirs). Which member is present when:
// spec/recorded-outputs c.

#include <cstddef>

#include "core/base/json.h"
#include "core/document/document.h"
#include "core/machine/state.h"

namespace ssm {

/// GetAutomationExecution lists this many steps and says when there are more. (assumed)
constexpr std::size_t kMostStepsShown = 100;

/// The AutomationExecution structure.
Json execution_view(const Document& document, const ExecutionState& state);

/// The AutomationExecutionMetadata structure: one entry of a listing.
Json execution_metadata_view(const Document& document, const ExecutionState& state);

/// The StepExecution structure.
Json step_view(const Document& document, const StepState& step);

/// What the document's `outputs` have come to: every listed entry whose step succeeded and produced
/// it, the service's fixed text for the steps that did not succeed.
Json document_outputs(const Document& document, const ExecutionState& state);

}  // namespace ssm
