// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/commands/command.h"
#include "core/base/result.h"

namespace ssm {

/// `ssm-local test init RUNBOOK`; `words`: what stands behind it. Errors: code "Usage"; "File";
/// "Document" when creating the runbook would be refused; "Init" when no case could be made.
extern const Command kTestInitCommand;

}  // namespace ssm
