// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "core/document/document.h"
#include "core/engine/action.h"
#include "core/machine/event.h"
#include "core/machine/state.h"

namespace ssm {

/// One call of one action, with everything it reads copied out of the state: it may run on any
/// thread while the execution's state moves on.
struct StepRun {
  enum class Purpose { kAdvance, kCancel, kTimeOut };

  Purpose purpose = Purpose::kAdvance;
  const Action* action = nullptr;
  std::shared_ptr<const Document> document;
  const Step* step = nullptr;  // in `document`
  StepState record;
  std::string execution_id;
  Scope scope;
  Json variables;
};

/// Calls the action (advance, or cancel). What it throws becomes a failure of type Internal.
Outcome perform(const StepRun& run, Time now, Cloud& cloud);

/// The event that tells what came of it. `state` may have moved on since the call began.
Event event_of(const StepRun& run, Outcome outcome, const ExecutionState& state, Time now);

}  // namespace ssm
