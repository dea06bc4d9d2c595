// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/api/handlers.h"
#include "core/document/document.h"
#include "core/machine/machine.h"

namespace ssm {

/// A stored execution with the document it runs.
struct StoredExecution {
  ExecutionState state;
  Document document;
};

/// Errors: AutomationExecutionNotFoundException when the caller's scope has no such execution.
Result<StoredExecution> load_execution(const Call& call, std::string_view id);

/// Appends an event that happens now: history, rows and due time. Inside a Transaction.
Completed append_event(const Call& call, StoredExecution& execution, Event event);

/// The document that an execution runs. Errors: InternalServerError when it is broken.
Result<Document> document_of(ExecutionStore& store, std::string_view execution_id);

/// The documents of many executions: each is read once.
class DocumentReader {
 public:
  explicit DocumentReader(Database& database) : store_(database) {}
  /// Valid as long as this reader. Errors: InternalServerError when the stored text is broken.
  Result<const Document*> read(std::string_view execution_id);

 private:
  ExecutionStore store_;
  std::map<std::string, Document> documents_;  // by hash
};

/// Text that was accepted once. Errors: InternalServerError.
Result<Document> parse_stored_document(std::string_view text, DocumentFormat format);

}  // namespace ssm
