// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/global_options.h"
#include "core/base/result.h"

namespace ssm {

/// `ssm-local lint FILE...`: exit code 0, or 1 when there are errors (--fail-on warning: findings).
/// Errors: code "Usage", "File" for a file that cannot be read.
Result<int> run_lint_command(const GlobalOptions& globals, std::span<const std::string> words);

}  // namespace ssm
