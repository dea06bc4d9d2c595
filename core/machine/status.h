// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace ssm {

/// AutomationExecutionStatus, shared by executions and steps (those an ordinary run can have).
enum class Status {
  kPending,
  kInProgress,
  kWaiting,
  kSuccess,
  kTimedOut,
  kCancelling,
  kCancelled,
  kFailed,
  kExited,
};

/// "InProgress".
std::string_view to_text(Status status);
std::optional<Status> parse_status(std::string_view text);
bool is_terminal(Status status);

}  // namespace ssm
