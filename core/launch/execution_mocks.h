// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/plan/plan.h"
#include "core/store/database.h"

namespace ssm {

/// Answers for the executions that are started, in place of those from outside: what the operations
/// need to know of them.
struct ExecutionMocks {
  /// Whether it stands in for this step: then its action need not be implemented.
  std::function<bool(std::string_view step)> has_step;
  /// Whether it fits the runbook.
  std::function<Completed(const Plan& plan)> check;
  /// Keeps it with a new execution, in the open Transaction.
  std::function<Completed(Database& database, std::string_view execution_id)> attach;
};

}  // namespace ssm
