// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/commands/command.h"
#include "core/api/service.h"
#include "core/base/result.h"
#include "core/os/state_directory.h"

namespace ssm {

/// `ssm-local serve [--port N] [--bind ADDRESS] ...`: the operations over HTTP, and an engine
/// beside them, until SIGTERM or SIGINT. Returns the exit code. Errors: code "Usage",
/// "StateDirectory", "State", "Listen", "Keys", those of read_configuration().
extern const Command kServeCommand;

/// Serves the operations to this machine, at any free port, until the process that calls this has
/// ended, whatever program it has become by then; returns the endpoint: "http://127.0.0.1:PORT".
/// The state is opened at the first request; executions are left to the engine of the commands,
/// which outlives the server. Errors: code "Process", "StateDirectory", "Configuration".
Result<std::string> serve_own_process(const StateDirectory& directory, const Caller& caller);

}  // namespace ssm
