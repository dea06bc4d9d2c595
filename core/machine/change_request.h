// SPDX-License-Identifier: Apache-2.0
#pragma once
// A change request is an execution whose document begins with the approvals of its template, then
// waits for the scheduled time if there is one, then goes on with the steps of the runbook.

#include <string_view>

#include "core/machine/state.h"

namespace ssm {

/// AutomationExecutionStatus as the API shows it: for change requests the statuses of their family
/// (PendingApproval, Rejected, Scheduled, RunbookInProgress, CompletedWithSuccess,
/// CompletedWithFailure), which follow from the status and the step that the execution is at.
/// Source: spec/documents-and-engine 9.3.
std::string_view shown_status(const ExecutionState& state);

}  // namespace ssm
