// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "core/base/text.h"
#include "core/machine/approval.h"
#include "core/machine/machine.h"

namespace ssm {
namespace {

tl::unexpected<Error> invalid(std::string message) {
  return failure("InvalidAutomationSignalException", std::move(message));
}

tl::unexpected<Error> no_step(const ExecutionState& state, std::string_view what,
                              std::string_view value) {
  return failure("AutomationStepNotFoundException",
                 fmt::format("The execution {} has no {} {}.", state.id, what, value));
}

using EarlierRuns = std::span<const StepState>;

tl::unexpected<Error> no_step_execution(const ExecutionState& state, EarlierRuns earlier,
                                        const std::string& id) {
  const auto run = std::ranges::find(earlier, id, &StepState::id);
  if (run == earlier.end()) return no_step(state, "step execution", id);
  return invalid(
      fmt::format("The step execution {} of step {} is of an earlier iteration; its status is {}.",
                  id, run->name, to_text(run->status)));
}

/// The innermost step under way, or nullptr.
const StepState* current_step(const ExecutionState& state) {
  const std::optional<StepIndex> current = state.current();
  return current ? &state[*current] : nullptr;
}

/// The one text of a payload member, or empty.
std::string payload_text(const Signal& signal, std::string_view name) {
  const Json* values = find_member(signal.payload, name);
  if (!values || !values->is_array() || values->size() != 1 || !values->front().is_string())
    return {};
  return values->front().get<std::string>();
}

/// The steps that a payload names, by name or by id.
Result<std::vector<const StepState*>> named_steps(const ExecutionState& state, const Signal& signal,
                                                  EarlierRuns earlier) {
  std::vector<const StepState*> steps;
  for (const auto& [member, values] : signal.payload.items()) {
    const bool by_id = member == "StepExecutionId";
    if (!by_id && member != "StepName") continue;
    for (const Json& value : values) {
      if (!value.is_string() || value == "") continue;  // names nothing
      const auto& text = value.get_ref<const std::string&>();
      const StepState* step = by_id ? state.find_step_by_id(text) : state.find_step(text);
      if (!step && by_id) return no_step_execution(state, earlier, text);
      if (!step) return no_step(state, "step named", text);
      steps.push_back(step);
    }
  }
  return steps;
}

Completed check_start_step(const Plan& plan, const ExecutionState& state, const Signal& signal) {
  if (state.mode != Mode::kInteractive)
    return invalid("StartStep is for executions in Interactive mode; this one runs in Auto mode.");
  const std::string name = payload_text(signal, "StepName");
  if (name.empty())
    return invalid("StartStep needs one step name in its payload: StepName=\"...\".");
  if (!state.find_step(name)) return no_step(state, "step named", name);
  if (const StepState* active = state.active_step())
    return invalid(
        fmt::format("Step {} cannot start now: step {} is in progress.", name, active->name));
  const std::vector<std::string> startable = startable_steps(plan, state);
  if (std::find(startable.begin(), startable.end(), name) != startable.end()) return {};
  return invalid(
      startable.empty()
          ? fmt::format("Step {} cannot start now: no step is left. Complete the execution with "
                        "stop-automation-execution --type Complete.",
                        name)
          : fmt::format("Step {} cannot start now. Valid next steps: {}.", name,
                        join(startable, ", ")));
}

Completed check_decision(const ExecutionState& state, const Signal& signal, EarlierRuns earlier) {
  TRY_ASSIGN(const auto named, named_steps(state, signal, earlier));
  const StepState* step = current_step(state);
  if (!step || step->status != Status::kWaiting || step->awaits != Awaits::kDecision)
    return invalid(fmt::format("No step of the execution waits for an approval: {} does not apply.",
                               signal.type));
  for (const StepState* other : named)
    if (other != step)
      return invalid(fmt::format("Step {} does not wait for an approval; step {} does.",
                                 other->name, step->name));
  const Json* approvers = find_member(step->inputs, "Approvers");
  const std::string entry = find_approver(approvers ? *approvers : Json(), signal.caller);
  if (entry.empty())
    return invalid(
        fmt::format("{} is not among the approvers of step {}.", signal.caller, step->name));
  for (const Signal& decided : step->signals)
    if (find_approver(Json::array({entry}), decided.caller) == entry)
      return invalid(fmt::format("{} has decided on step {} already.", signal.caller, step->name));
  if (count_approvals(step->inputs, step->signals).is_decided())
    return invalid(
        fmt::format("Step {} is decided already: {} does not apply.", step->name, signal.type));
  return {};
}

Completed check_resume(const ExecutionState& state, const Signal& signal, EarlierRuns earlier) {
  TRY_ASSIGN(const auto named, named_steps(state, signal, earlier));
  const StepState* step = current_step(state);
  if (!step || step->status != Status::kWaiting || step->awaits != Awaits::kResume ||
      step->signals_seen < static_cast<std::int64_t>(step->signals.size()))
    return invalid("No step of the execution is paused: Resume does not apply.");
  for (const StepState* other : named)
    if (other != step)
      return invalid(fmt::format("Step {} is not paused; step {} is.", other->name, step->name));
  return {};
}

Completed check_stop_step(const ExecutionState& state, const Signal& signal, EarlierRuns earlier) {
  const std::string id = payload_text(signal, "StepExecutionId");
  if (id.empty())
    return invalid("StopStep needs one step execution id in its payload: StepExecutionId=\"...\".");
  const StepState* step = state.find_step_by_id(id);
  if (!step) return no_step_execution(state, earlier, id);
  const auto is_it = [&](StepIndex one) { return &state[one] == step; };
  if (std::ranges::none_of(state.position, is_it))
    return invalid(fmt::format("Step {} is not running; its status is {}.", step->name,
                               to_text(step->status)));
  if (step->status == Status::kCancelling)
    return invalid(fmt::format("Step {} is being stopped already.", step->name));
  return {};
}

}  // namespace

Completed check_signal(const Plan& plan, const ExecutionState& state, const Signal& signal,
                       EarlierRuns earlier) {
  if (state.is_terminal())
    return invalid(fmt::format("The execution {} has ended with status {}; it takes no signals.",
                               state.id, to_text(state.status)));
  if (state.status == Status::kPending || state.status == Status::kCancelling)
    return invalid(fmt::format("The execution {} has status {}; it takes no signals now.", state.id,
                               to_text(state.status)));
  if (signal.type == "StartStep") return check_start_step(plan, state, signal);
  if (signal.type == "Approve" || signal.type == "Reject")
    return check_decision(state, signal, earlier);
  if (signal.type == "Resume") return check_resume(state, signal, earlier);
  if (signal.type == "StopStep") return check_stop_step(state, signal, earlier);
  return invalid(
      fmt::format("{} does not apply: the execution holds no just-in-time access.", signal.type));
}

Completed check_stop(const ExecutionState& state, bool complete) {
  const auto refuse = [](std::string message) {
    return failure("InvalidAutomationStatusUpdateException", std::move(message));
  };
  if (state.is_terminal())
    return refuse(fmt::format("The execution {} has ended already with status {}.", state.id,
                              to_text(state.status)));
  if (state.status == Status::kCancelling)
    return refuse(fmt::format("The execution {} is being cancelled already.", state.id));
  if (complete && state.mode != Mode::kInteractive)
    return refuse(
        "Type Complete is for executions in Interactive mode; this one runs in Auto mode.");
  if (complete && state.status == Status::kPending)
    return refuse(
        fmt::format("The execution {} is queued: nothing of it can be completed yet. Type Cancel "
                    "ends it.",
                    state.id));
  if (complete && state.complete_requested)
    return refuse(fmt::format("The execution {} is being completed already.", state.id));
  return {};
}

}  // namespace ssm
