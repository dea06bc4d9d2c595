// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/commands/command.h"
#include "core/base/result.h"

namespace ssm {

/// `ssm-local exec [--passthrough] [--state-dir DIR] [--] COMMAND ARGS...`: becomes COMMAND, with a
/// directory in front of PATH whose `aws` is this program, and, without --passthrough, an endpoint
/// in its environment that answers SDKs while COMMAND runs. Returns only when that failed. Errors:
/// code "Usage", "StateDirectory", "Process", "NotFound" (no such command), those of
/// read_configuration().
extern const Command kExecCommand;

/// For a program called as `aws` that was asked for something that is not ours: becomes the real
/// `aws`, the next on PATH, when `exec --passthrough` allows it. Returns only when it does not, or
/// when that failed. Errors: code "ParamValidation" (`what` is refused), "Process".
Error hand_over(const std::string& what, std::span<const std::string> words);

}  // namespace ssm
