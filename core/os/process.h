// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace ssm {

/// The path of the running program.
std::string own_path();

/// Starts a program in a session of its own, standard input and output on /dev/null, standard
/// error appended to `log` (mode 0600), working directory `/`. Does not wait for it.
/// Errors: code "Process".
Completed start_detached(const std::vector<std::string>& argv, const std::string& log);

/// Replaces this process. Returns only on failure. Errors: code "Process".
Error exec_program(const std::vector<std::string>& argv,
                   const std::vector<std::pair<std::string, std::string>>& environment);

}  // namespace ssm
