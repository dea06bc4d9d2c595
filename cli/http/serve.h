// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/global_options.h"
#include "core/base/result.h"

namespace ssm {

/// `ssm-local serve [--port N] [--bind ADDRESS] ...`: the operations over HTTP, and an engine
/// beside them, until SIGTERM or SIGINT. Returns the exit code. Errors: code "Usage",
/// "StateDirectory", "State", "Listen", "Keys", those of read_configuration().
Result<int> run_serve_command(const GlobalOptions& options, std::span<const std::string> words);

}  // namespace ssm
