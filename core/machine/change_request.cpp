// SPDX-License-Identifier: Apache-2.0
#include "core/machine/change_request.h"

namespace ssm {
namespace {

bool is_approval(const ExecutionState& state, std::string_view step) {
  const Json* approvals = find_member(state.change_request, "approvals");
  return approvals && std::find(approvals->begin(), approvals->end(), step) != approvals->end();
}

std::string_view status_on_the_way(const ExecutionState& state) {
  const StepState* step = state.active_step();
  if (step && is_approval(state, step->name)) return "PendingApproval";
  if (step && step->name == string_member(state.change_request, "schedule")) return "Scheduled";
  return "RunbookInProgress";
}

/// An approval that did not succeed ended the request before the runbook began.
std::string_view status_at_the_end(const ExecutionState& state) {
  if (state.status == Status::kSuccess) return "CompletedWithSuccess";
  const StepState* last = state.last ? &state[*state.last] : nullptr;
  if (!last || !is_approval(state, last->name)) return "CompletedWithFailure";
  if (string_member(last->outputs, "ApprovalStatus") == "Rejected") return "Rejected";
  return to_text(state.status);
}

}  // namespace

std::string_view shown_status(const ExecutionState& state) {
  if (state.change_request.is_null()) return to_text(state.status);
  switch (state.status) {
    case Status::kInProgress:
    case Status::kWaiting:
      return status_on_the_way(state);
    case Status::kSuccess:
    case Status::kTimedOut:
    case Status::kFailed:
      return status_at_the_end(state);
    case Status::kPending:
    case Status::kCancelling:
    case Status::kCancelled:
    case Status::kExited:
      break;
  }
  return to_text(state.status);
}

}  // namespace ssm
