// SPDX-License-Identifier: Apache-2.0
#pragma once
// How executions and steps look to callers. Pure: an execution in, JSON out, members in no
// particular order (in_model_order puts them in theirs). Which member is present when:
// spec/recorded-outputs c.

#include <cstddef>
#include <string>

#include "core/base/json.h"
#include "core/store/execution_store.h"

namespace ssm {

/// GetAutomationExecution lists this many steps and says when there are more; steps inside loops
/// are among those that DescribeAutomationStepExecutions has. (assumed)
constexpr std::size_t kMostStepsShown = 100;

/// The AutomationExecution structure.
Json execution_view(const StoredExecution& execution);

/// The AutomationExecutionMetadata structure: one entry of a listing.
Json execution_metadata_view(const StoredExecution& execution);

/// The StepExecution structure.
Json step_view(const StoredExecution& execution, const StepState& step);

}  // namespace ssm
