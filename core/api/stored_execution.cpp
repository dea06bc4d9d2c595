// SPDX-License-Identifier: Apache-2.0
#include "core/api/stored_execution.h"

#include <utility>

#include "core/api/service_errors.h"
#include "core/base/fields.h"

namespace ssm {

Result<Document> parse_stored_document(std::string_view text, DocumentFormat format) {
  auto document = parse_document(text, format);
  if (document) return std::move(*document);
  const std::vector<Problem>& problems = document.error();
  return internal_error("A stored document cannot be read any more. " +
                        (problems.empty() ? std::string() : to_text(problems.front(), "")));
}

Result<StoredExecution> load_execution(const Call& call, ExecutionStore& store,
                                       std::string_view id) {
  Result<std::optional<StoredExecution>> execution = store.load(call.caller.scope, id);
  if (!execution && execution.error().code == kMalformed)
    return internal_error(execution.error().message);
  if (!execution) return tl::unexpected(execution.error());
  if (!*execution) return execution_not_found(id);
  return **std::move(execution);
}

Completed append_event(const Call& call, ExecutionStore& store, StoredExecution& execution,
                       Event event) {
  event.at = call.now;
  static const Plan kNone;
  const Plan& plan = execution.plan ? *execution.plan : kNone;
  if (const Completed fits = apply(plan, execution.state, event); !fits)
    return internal_error(fits.error().message);
  return store.append(event, execution.state, due_time(plan, execution.state, call.now));
}

}  // namespace ssm
