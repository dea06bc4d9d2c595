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
  const Action* action = nullptr;  // nullptr: this program has no code for it
  std::shared_ptr<const Document> document;
  const Step* step = nullptr;  // in `document`
  StepState record;
  std::string execution_id;
  AccountRegion scope;
  Json variables;
};

/// The code of an error that concerns one execution only, as ExecutionStore::kUnreadable does.
inline constexpr const char* kNoCode = "NoCode";

/// Asks the cloud for an answer in the action's place, else calls the action (advance, or cancel).
/// What that throws becomes a failure of type Internal; an answer of the cloud that ends the
/// execution becomes the outcome, whatever the action made of it. Errors: kNoCode, when nobody
/// answers for an action that has no code.
Result<Outcome> perform(const StepRun& run, Time now, Cloud& cloud);

/// The event that tells what came of it. `state` may have moved on since the call began.
Event event_of(const StepRun& run, Outcome outcome, const ExecutionState& state, Time now);

}  // namespace ssm
