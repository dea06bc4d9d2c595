// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/commands/command.h"
#include "core/base/result.h"

namespace ssm {

/// `ssm-local lint FILE...`: exit code 0, or 1 when there are errors (--fail-on warning: findings).
/// Errors: code "Usage", "File" for a file that cannot be read.
extern const Command kLintCommand;

}  // namespace ssm
