// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/machine/machine.h"

namespace ssm {

std::string awaited_text(const Plan& plan, const ExecutionState& state) {
  if (const StepState* step = state.active_step(); step && step->status == Status::kInProgress) {
    const std::string awaited = string_member(step->memo, kWaitsFor);
    return awaited.empty() ? std::string()
                           : fmt::format("step {} waits for {}", step->name, awaited);
  }
  if (state.status != Status::kWaiting || state.complete_requested) return {};
  if (const StepState* step = state.active_step()) {
    const bool has_one = step->signals_seen < static_cast<std::int64_t>(step->signals.size());
    if (step->status != Status::kWaiting || has_one) return {};
    if (step->awaits == Awaits::kDecision)
      return fmt::format("step {} waits for Approve or Reject", step->name);
    if (step->awaits == Awaits::kResume) return fmt::format("step {} waits for Resume", step->name);
    return {};
  }
  if (state.mode != Mode::kInteractive) return {};
  const std::vector<std::string> startable = startable_steps(plan, state);
  if (startable.empty())
    return "no step is left: it waits for stop-automation-execution --type Complete";
  return fmt::format("it waits for StartStep with StepName={}", join(startable, " or StepName="));
}

}  // namespace ssm
