// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands/command_table.h"
#include "cli/wait.h"
#include "cli/words.h"

namespace ssm {

/// What the words before the cursor have settled.
struct CursorPlace {
  bool as_aws = false;  // behind `exec aws`
  std::string command;  // "ssm", "ec2", "engine", ...; empty: not yet
  std::string name;     // behind a service: the operation's or "wait"; empty: not yet
  const Operation* operation = nullptr;
  const Waiter* waiter = nullptr;
  const Command* own = nullptr;
  bool foreign = false;                // behind `exec`: another program's words
  std::vector<std::string> own_words;  // behind the own command's name

  /// Options that may stand here: the operation's, then the global ones.
  std::vector<OptionSpec> specs;
  std::map<std::string, std::vector<std::string>, std::less<>> given;
  /// The option whose value the cursor is at; nullptr: none.
  const OptionSpec* pending() const;
  std::optional<std::size_t> pending_index;

  bool expects_command() const { return command.empty(); }
  bool expects_operation() const { return own == nullptr && !command.empty() && name.empty(); }
  bool expects_waiter() const { return name == "wait" && waiter == nullptr; }
};

/// Reads the words before the cursor: never fails, since a line that is being written is seldom
/// right.
CursorPlace find_place(std::span<const std::string> words);

/// The option that a word means, by its name or a clear prefix; nullopt: none.
std::optional<std::size_t> find_option(std::span<const OptionSpec> specs, std::string_view word);

}  // namespace ssm
