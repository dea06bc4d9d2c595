// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/commands/command.h"
#include "core/base/result.h"

namespace ssm {

/// `ssm-local logs EXECUTION-ID [STEP] [--follow]`: what the execution's steps have printed.
/// Returns the exit code. Errors: code "Usage", "Logs", "StateDirectory", "State".
extern const Command kLogsCommand;

}  // namespace ssm
