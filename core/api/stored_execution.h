// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/api/handlers.h"
#include "core/machine/machine.h"
#include "core/store/execution_store.h"

namespace ssm {

/// Errors: AutomationExecutionNotFoundException when the caller's scope has no such execution.
Result<StoredExecution> load_execution(const Call& call, ExecutionStore& store,
                                       std::string_view id);

/// Appends an event that happens now: history, rows and due time. Inside a Transaction. Errors:
/// InternalServerError when the event does not fit.
Completed append_event(const Call& call, ExecutionStore& store, StoredExecution& execution,
                       Event event);

/// Text that was accepted once. Errors: InternalServerError.
Result<Document> parse_stored_document(std::string_view text, DocumentFormat format);

}  // namespace ssm
