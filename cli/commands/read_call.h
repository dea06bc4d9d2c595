// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/commands/command.h"

namespace ssm {

/// The options of a command as the parser and the completion of words take them.
std::vector<OptionSpec> option_specs(const Command& command);

/// Whether the words behind a command's name ask for its help: `help`, `--help`, `-h`.
bool asks_for_help(const Command& command, std::span<const std::string> words);

/// Reads a line: the global options `before` the command's name and the words behind it. Errors:
/// code "Usage": an option that the command does not have or that has no effect on it, with the one
/// that may be meant; a word too few or too many.
Result<Call> read_call(const Command& command, std::span<const std::string> before,
                       std::span<const std::string> words);

}  // namespace ssm
