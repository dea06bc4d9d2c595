// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace ssm {

/// The whole program: reads the command line, does what it says, prints, and returns the exit code.
/// Called by the name `aws` it is that program's stand-in: commands that are not ours are refused
/// or handed over.
int run(std::span<char* const> argv);

}  // namespace ssm
