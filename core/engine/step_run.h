// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "core/engine/action.h"
#include "core/machine/event.h"
#include "core/machine/state.h"

namespace ssm {

/// What an action is called for.
enum class Purpose { kAdvance, kCancel, kTimeOut };

/// What a call of an action reads of its execution. Refers to it; see OwnedStepRun.
struct StepRun {
  Purpose purpose = Purpose::kAdvance;
  const Action* action = nullptr;  // nullptr: this program does not implement it
  const Plan& plan;
  StepIndex step;
  const StepState& record;
  const std::string& execution_id;
  const AccountRegion& scope;
  const Json& variables;
  std::stop_token stop = {};
  const Resolver* references = nullptr;        // see StepCall
  std::optional<std::string> attachment = {};  // see StepCall
};

/// The same with copies of everything, for a call on another thread while the execution moves on.
struct OwnedStepRun {
  Purpose purpose;
  const Action* action;
  std::shared_ptr<const Plan> plan;
  StepIndex step;
  StepState record;
  std::string execution_id;
  AccountRegion scope;
  Json variables;
  std::stop_token stop;
  std::optional<std::string> attachment;

  StepRun view() const {
    return {purpose, action,    *plan, step,    record,    execution_id,
            scope,   variables, stop,  nullptr, attachment};
  }
};

/// The code of an error that concerns one execution: nobody answers for a step's action.
inline constexpr const char* kActionNotImplemented = "ActionNotImplemented";

/// The failure of a step whose attempt begins with wrong inputs; nullopt: they are right. `action`:
/// nullptr where this program does not implement it.
std::optional<Failed> check_inputs(const StepCall& call, const Action* action);

/// What becomes of the call without its action: an attempt fails that begins with wrong inputs, or
/// the cloud answers in the action's place, within the engine's transaction. nullopt: the action is
/// to be called. Errors: kActionNotImplemented, when nobody answers for an action that this program
/// does not implement.
Result<std::optional<Outcome>> answer_without_action(const StepRun& run, Time now, Cloud& cloud);

/// Calls the action (advance, or cancel). What it throws becomes a failure of type Internal; an
/// answer of the cloud that ends the execution becomes the outcome, whatever the action made of it.
Outcome call_action(const StepRun& run, Time now, const Ports& ports);

/// The event that tells the outcome. `state` may have moved on since the call began.
Event event_of(const StepRun& run, Outcome outcome, const ExecutionState& state, Time now);

}  // namespace ssm
