// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/global_options.h"
#include "core/base/result.h"

namespace ssm {

/// A command that the AWS CLI does not have. Help and completion read this table, too.
struct OwnCommand {
  /// One way to call it: what stands behind the name, and what it does.
  struct Form {
    std::string_view words;  // "load FILE"; empty: nothing
    std::string_view doc;
  };
  struct Option {
    std::string_view name;
    bool is_flag = false;
    std::span<const std::string_view> choices = {};
  };
  std::string_view name;
  Result<int> (*run)(const GlobalOptions&, std::span<const std::string>) = nullptr;
  std::span<const Form> forms;  // none: hidden
  std::span<const Option> options;
  /// Subcommands with a help of their own.
  std::span<const std::string_view> with_help = {};
  bool hands_on = false;  // words behind the first that is no option belong to another program
};

std::span<const OwnCommand> own_commands();
const OwnCommand* find_own_command(std::string_view name);

}  // namespace ssm
