// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace ssm {

/// What became of a program.
struct ProgramResult {
  int exit_code = 0;  // 128 + n: ended by signal n
  std::string output;
  std::string errors;
};

struct ProgramLimits {
  std::chrono::milliseconds time{10000};
  std::size_t bytes = 4 * 1024 * 1024;  // of output and errors together
};

/// Runs a program to its end, `input` on its standard input. argv[0] is looked up in PATH; no shell
/// takes part. A program that exceeds a limit is killed with everything it started. Errors: code
/// "NoProgram" when there is none of this name, "Process" for everything else.
Result<ProgramResult> run_program(const std::vector<std::string>& argv, std::string_view input,
                                  const ProgramLimits& limits = {});

}  // namespace ssm
