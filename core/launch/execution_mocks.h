// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/plan/plan.h"
#include "core/store/database.h"

namespace ssm {

/// How often each mock was asked, by its number.
using MockUseCounts = std::map<std::int64_t, std::int64_t>;

/// Answers for the executions that are started, in place of those from outside: what the operations
/// need to know of them.
struct ExecutionMocks {
  /// Whether it stands in for this step, or for what it calls of another cloud: the step need not
  /// be able to run then.
  std::function<bool(const PlanStep& step)> stands_in;
  /// Whether it fits the runbook.
  std::function<Completed(const Plan& plan)> check;
  /// Answers a request of GetParameters that the start itself makes, and counts in `uses`.
  /// nullopt: no mock does. Errors: what a mock throws, NotMocked when they are strict.
  std::function<Result<std::optional<Json>>(const Json& request, MockUseCounts& uses)>
      get_parameters;
  /// Keeps it with a new execution, in the open Transaction, and how often the start has used it.
  std::function<Completed(Database& database, std::string_view execution_id,
                          const MockUseCounts& uses)>
      attach;
};

}  // namespace ssm
