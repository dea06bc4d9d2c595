// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/commands/command.h"
#include "core/base/result.h"
#include "core/os/state_directory.h"

namespace ssm {

/// Sees to it that engines look at a state, for a process that leaves them work.
class EngineStarter {
 public:
  /// Wakes the engine that runs, or starts one, unless engines die again and again: see
  /// cli/engine_deaths.h. Two callers at once are fine: of two engines one leaves. From the return
  /// on the engine can be asked for by its lock. What stands in the way is said on standard error,
  /// each sentence once in a row.
  void start(const StateDirectory& directory);

 private:
  std::string told_;
};

/// Whether an engine that is started now would take its settings. Errors: code "Usage".
Completed check_engine_settings();

/// `ssm-local engine [--idle-seconds N]`, `engine status`, `engine stop`. Returns the exit code:
/// `status` gives 0 when an engine runs and 3 when none does. Errors: code "Usage",
/// "StateDirectory", "State".
extern const Command kEngineCommand;

}  // namespace ssm
