// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands/command.h"
#include "core/base/result.h"

namespace ssm {

/// What the scripts in completions/ ask, one candidate a line:
///   complete --shell zsh|fish -- WORD...   the words up to the cursor, the program's left out; the
///                                          last is the one being written. Behind a tabulator: what
///                                          the candidate is.
///   complete --shell bash LINE [BREAKS]    the line up to the cursor, which bash would cut at
///   BREAKS
///                                          ($COMP_WORDBREAKS): only what it has to insert is
///                                          printed.
/// Whatever goes wrong, it is silent and ends well.
extern const Command kCompleteCommand;

/// The words of a line that is being written, quotes and backslashes taken away.
std::vector<std::string> split_shell_line(std::string_view line);

}  // namespace ssm
