// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

#include "core/base/result.h"
#include "core/os/state_directory.h"

namespace ssm {

struct EngineOptions {
  std::chrono::seconds idle{30};  // ends after so long with nothing to do; 0 = never
  bool detached =
      false;  // started by a command: leaves without a word when another engine is there
};

/// Runs the engine of a state directory until it is told to stop or has nothing to do. Lifecycle
/// lines go to standard error. Errors: code "State", "StateDirectory"; "EngineRuns" when another
/// one holds the lock.
Completed run_engine(const StateDirectory& directory, const EngineOptions& options);

}  // namespace ssm
