// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/global_options.h"
#include "core/base/result.h"
#include "core/os/state_directory.h"

namespace ssm {

/// Makes sure that an engine looks at the state soon: wakes the one that runs, or starts one.
/// Two callers at once are fine: of two engines one leaves. From the return on the engine can be
/// asked for by its lock. Errors: code "Process", "StateDirectory"; "EngineRuns" when a process
/// that is not an engine holds the lock.
Completed ensure_engine(const StateDirectory& directory);

/// Whether an engine that is started now would take its settings. Errors: code "Usage".
Completed check_engine_settings();

/// `ssm-local engine [--idle-seconds N]`, `engine status`, `engine stop`. Returns the exit code:
/// `status` gives 0 when an engine runs and 3 when none does. Errors: code "Usage",
/// "StateDirectory", "State".
Result<int> run_engine_command(const GlobalOptions& options, std::span<const std::string> words);

}  // namespace ssm
