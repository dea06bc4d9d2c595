// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/commands/command.h"
#include "core/base/result.h"

namespace ssm {

/// `ssm-local account show | load FILE | reset | add | remove | set`. Returns the exit code.
/// Errors: code "Usage", "StateDirectory", "State", "AccountFile".
extern const Command kAccountCommand;

}  // namespace ssm
