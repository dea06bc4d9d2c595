// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace ssm {

/// The words of a command as a shell would split them: quotes and backslashes group, nothing is
/// expanded. Errors: code "General" ("No closing quotation", "No escaped character").
Result<std::vector<std::string>> split_command(std::string_view command);

/// What answers go through when nothing names a pager.
inline constexpr std::string_view kUsualPager = "less";

/// Writes an answer to standard output, through `pager` when that is a terminal and the command is
/// not empty. Nothing starts for an empty answer. LESS is set to FRX when it is not set. Returns
/// the exit code. Where there is no `less`, answers
/// are written as they are. Errors: code "Pager" when another one cannot be started. Source:
/// spec/aws-cli 13.
Result<int> show_answer(std::string_view text, const std::string& pager);

}  // namespace ssm
