// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/document/change_template.h"
#include "core/machine/state.h"

namespace ssm {

/// The steps of a template's approvals as aws:approve takes them (JSON, for mainSteps): references
/// replaced by the parameters of `state`, EnhancedApprovals turned into Approvers and
/// MinRequiredApprovals. Errors: InvalidAutomationExecutionParametersException, also for approvers
/// that only a directory knows (groups, IAM Identity Center).
Result<Json> approval_levels(const ChangeTemplate& change_template, const ExecutionState& state,
                             Time now);

}  // namespace ssm
