// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/os/question_channel.h"
#include "core/os/spawn.h"

namespace ssm {

/// What became of a program.
struct ProgramResult {
  int exit_code = 0;  // 128 + n: ended by signal n
  std::string output;
  std::string errors;
  bool cut = false;  // it wrote more than was kept
};

struct ProgramLimits {
  std::chrono::milliseconds time{10000};
  std::size_t bytes = 4 * 1024 * 1024;  // of output and errors together
  /// What to do when it writes more: kill it, or drop the rest and let it go on.
  enum class Excess { kKill, kDrop } excess = Excess::kKill;
};

/// A program to run to its end.
struct Program {
  std::vector<std::string> argv;  // argv[0] is looked up in PATH; no shell takes part
  std::string_view input = {};    // on its standard input
  ProgramLimits limits = {};
  std::optional<Environment> environment = std::nullopt;  // nullopt: that of this process
  std::string directory = {};                             // empty: that of this process
  std::vector<std::pair<int, int>> files = {};            // further descriptors: see Spawn
  bool keeps_input_open = false;  // its standard input ends with the wait for it, not with `input`
  /// Gets each portion as it comes, kept or not.
  std::function<void(std::string_view output, std::string_view errors)> on_output = {};
  QuestionChannel* questions = nullptr;  // whose other end is one of `files`; nullptr: none
};

/// Runs a program until it has ended; what it started and left behind is killed then. One that
/// exceeds a limit, or is asked to stop, is killed with everything it started. Any number of
/// threads may run programs. Errors: code "NoProgram" when there is none of this name, "Stopped"
/// when `stop` asked for it, "Timeout", those of QuestionChannel::move(), "Process" for everything
/// else.
Result<ProgramResult> run_program(const Program& program, const std::stop_token& stop = {});

/// The same in short.
inline Result<ProgramResult> run_program(std::vector<std::string> argv, std::string_view input,
                                         const ProgramLimits& limits = {}) {
  return run_program(Program{.argv = std::move(argv), .input = input, .limits = limits});
}

}  // namespace ssm
