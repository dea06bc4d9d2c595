// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "core/base/account_region.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/store/database.h"

namespace ssm {

/// Previews of executions, by id: what GetExecutionPreview answers.
class PreviewStore {
 public:
  explicit PreviewStore(Database& database) : database_(database) {}

  Completed insert(const AccountRegion& scope, std::string_view id, const Json& body);
  /// nullopt: no such preview in this scope.
  Result<std::optional<Json>> find(const AccountRegion& scope, std::string_view id);

 private:
  Database& database_;
};

}  // namespace ssm
