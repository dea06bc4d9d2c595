// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "cli/commands/command.h"

namespace ssm {

/// All commands of our own, in the order of help.
std::span<const Command* const> commands();

/// nullptr: there is none.
const Command* find_command(std::string_view name);

/// The command that words begin with, and how many of them are its name: `test init` goes before
/// `test`.
struct NamedCommand {
  const Command* command = nullptr;  // nullptr: none
  std::size_t words = 0;
};
NamedCommand command_at(std::span<const std::string> words);

}  // namespace ssm
