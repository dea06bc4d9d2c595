// SPDX-License-Identifier: Apache-2.0
#include "core/api/stored_execution.h"

#include <optional>
#include <utility>

#include "core/api/service_errors.h"
#include "core/base/fields.h"

namespace ssm {

Result<StoredExecution> load_execution(const RequestContext& call, ExecutionStore& store,
                                       std::string_view id) {
  Result<std::optional<StoredExecution>> execution = store.load(call.caller.scope, id);
  if (!execution && execution.error().code == kMalformed)
    return store.read_columns(id, execution.error().message);
  if (!execution) return tl::unexpected(execution.error());
  if (!*execution) return execution_not_found(id);
  return **std::move(execution);
}

}  // namespace ssm
