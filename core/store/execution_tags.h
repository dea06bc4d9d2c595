// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/store/database.h"

namespace ssm {

/// The tags of an execution: [{Key, Value}] in the order in which the keys were given.
Result<Json> execution_tags(Database& database, std::string_view execution_id);

/// Puts these in place of those it has; of two with the same key the last one counts. Inside a
/// Transaction.
Completed set_execution_tags(Database& database, std::string_view execution_id, const Json& tags);

}  // namespace ssm
