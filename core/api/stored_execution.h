// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/api/handlers.h"
#include "core/launch/launch.h"
#include "core/store/execution_store.h"

namespace ssm {

/// One whose rows cannot be read has a `problem`, and what its columns say. Errors:
/// AutomationExecutionNotFoundException when the caller's scope has no such execution.
Result<StoredExecution> load_execution(const RequestContext& call, ExecutionStore& store,
                                       std::string_view id);

}  // namespace ssm
