// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/commands/command.h"

namespace ssm {

/// How a command is called, what it does, and a sentence for each of its options. 80 columns.
std::string command_help(const Command& command);

/// A line for each form of a command, for the list of all.
std::string command_rows(const Command& command);

}  // namespace ssm
