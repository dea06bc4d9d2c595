// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/store/database.h"

namespace ssm {

/// The mocks of executions: content that only the cloud which answers from it understands, and how
/// often each mock was asked. Callers hold a Transaction round every change.
class MockStore {
 public:
  explicit MockStore(Database& database) : database_(database) {}

  /// Once, when the execution is inserted: it never changes afterwards.
  Completed insert(std::string_view execution_id, const Json& content);
  /// The content as JSON text. nullopt: an execution without mocks.
  Result<std::optional<std::string>> find(std::string_view execution_id);

  /// Counts one more use of a mock. Returns its number: 0 for the first.
  Result<std::int64_t> count_use(std::string_view execution_id, std::int64_t mock);
  /// Uses that were counted elsewhere, once, before any others.
  Completed set_uses(std::string_view execution_id, std::int64_t mock, std::int64_t uses);
  /// How often a mock was asked so far.
  Result<std::int64_t> uses(std::string_view execution_id, std::int64_t mock);

 private:
  Database& database_;
};

}  // namespace ssm
