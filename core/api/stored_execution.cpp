// SPDX-License-Identifier: Apache-2.0
#include "core/api/stored_execution.h"

#include "core/api/service_errors.h"

namespace ssm {

Result<Document> parse_stored_document(std::string_view text, DocumentFormat format) {
  auto document = parse_document(text, format);
  if (document) return std::move(*document);
  const std::vector<Problem>& problems = document.error();
  return internal_error("A stored document cannot be read any more. " +
                        (problems.empty() ? std::string() : to_text(problems.front(), "")));
}

Result<Document> document_of(ExecutionStore& store, std::string_view execution_id) {
  Result<Document> document = store.document(execution_id);
  if (!document && document.error().code == ExecutionStore::kUnreadable)
    return internal_error(document.error().message);
  return document;
}

Result<StoredExecution> load_execution(const Call& call, std::string_view id) {
  ExecutionStore store(call.ports.database);
  TRY_ASSIGN(std::optional<ExecutionState> state, store.load(call.caller.scope, id));
  if (!state) return execution_not_found(id);
  TRY_ASSIGN(Document document, document_of(store, id));
  return StoredExecution{std::move(*state), std::move(document)};
}

Completed append_event(const Call& call, StoredExecution& execution, Event event) {
  event.at = call.now;
  execution.state = apply(execution.document, std::move(execution.state), event);
  const std::optional<Time> due = due_time(execution.document, execution.state, call.now);
  ExecutionStore store(call.ports.database);
  return store.append(event, execution.state, due);
}

Result<const Document*> DocumentReader::read(std::string_view execution_id) {
  TRY_ASSIGN(std::string hash, store_.document_hash(execution_id));
  if (const auto found = documents_.find(hash); found != documents_.end()) return &found->second;
  TRY_ASSIGN(Document document, document_of(store_, execution_id));
  return &documents_.emplace(std::move(hash), std::move(document)).first->second;
}

}  // namespace ssm
