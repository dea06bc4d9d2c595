// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/store/database.h"
#include "core/store/execution_store.h"

namespace ssm {

/// Previews of executions, by id: what GetExecutionPreview answers.
class PreviewStore {
 public:
  explicit PreviewStore(Database& database) : database_(database) {}

  Completed insert(const Scope& scope, std::string_view id, const Json& body);
  /// nullopt: no such preview in this scope.
  Result<std::optional<Json>> find(const Scope& scope, std::string_view id);

 private:
  Database& database_;
};

}  // namespace ssm
