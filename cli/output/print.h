// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace ssm {

/// Writes to standard output. Returns the exit code: 0, also when the reader has closed the pipe;
/// 120 with a line on standard error when it could not be written (disk full). Source:
/// spec/aws-cli 12.1.
int print_answer(std::string_view text);

/// Writes to standard error; nothing can be done when that fails.
void print_diagnostic(std::string_view text);

/// "ssm-local: warning: ..." to standard error.
void print_warning(std::string_view text);

}  // namespace ssm
