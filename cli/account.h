// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/global_options.h"
#include "core/base/result.h"

namespace ssm {

/// `ssm-local account show | load FILE | reset | add | remove | set`. Returns the exit code.
/// Errors: code "Usage", "StateDirectory", "State", "AccountFile".
Result<int> run_account_command(const GlobalOptions& options, std::span<const std::string> words);

}  // namespace ssm
