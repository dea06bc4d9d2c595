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

Result<StoredExecution> load_execution(const Call& call, std::string_view id) {
  ExecutionStore store(call.ports.database);
  TRY_ASSIGN(std::optional<ExecutionState> state, store.load(call.caller.scope, id));
  if (!state) return execution_not_found(id);
  TRY_ASSIGN(const ExecutionStore::DocumentText text, store.document_text(id));
  TRY_ASSIGN(Document document, parse_stored_document(text.text, text.format));
  return StoredExecution{std::move(*state), std::move(document)};
}

Completed append_event(const Call& call, StoredExecution& execution, Event event) {
  event.at = call.now;
  execution.state = apply(execution.document, std::move(execution.state), event);
  const std::optional<Time> due = due_time(execution.document, execution.state, call.now);
  ExecutionStore store(call.ports.database);
  TRY_ASSIGN(const bool written, store.append(event, execution.state, due));
  // The transaction keeps every other writer out, so this is a broken invariant, not a race.
  if (!written) return internal_error("The execution's history changed inside a transaction.");
  return {};
}

Result<const Document*> DocumentReader::read(std::string_view execution_id) {
  TRY_ASSIGN(ExecutionStore::DocumentText text, store_.document_text(execution_id));
  std::string key = (text.format == DocumentFormat::kYaml ? "y" : "j") + text.text;
  if (const auto found = documents_.find(key); found != documents_.end()) return &found->second;
  TRY_ASSIGN(Document document, parse_stored_document(text.text, text.format));
  return &documents_.emplace(std::move(key), std::move(document)).first->second;
}

}  // namespace ssm
