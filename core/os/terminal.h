// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/os/spawn.h"

namespace ssm {

/// Descriptors of every program.
constexpr int kStandardOutput = 1;
constexpr int kStandardError = 2;

bool is_terminal(int descriptor);

/// The columns of the terminal behind a descriptor; nullopt: it is none, or does not know.
std::optional<std::size_t> terminal_width(int descriptor);

/// Starts a program that reads `input` from its standard input and shares the rest with this one;
/// returns when it has ended, however it did. argv[0] is looked up in PATH. Meanwhile Ctrl-C is the
/// program's. Errors: code "Pager", the message as the system says it, when it cannot be started.
Completed run_pager(const std::vector<std::string>& argv, const Environment& environment,
                    std::string_view input);

}  // namespace ssm
