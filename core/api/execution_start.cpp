// SPDX-License-Identifier: Apache-2.0
// StartAutomationExecution. Order of the checks: client token, document, version, type, mocks,
// code for every action, parameters, assume role, targets, tags, queue. Source: spec/api 2.
#include "core/api/execution_launch.h"
#include "core/api/handlers.h"

namespace ssm {

Result<Reply> start_automation_execution(const Call& call) {
  TRY_ASSIGN(Transaction transaction, Transaction::begin(call.ports.database));
  TRY_ASSIGN(const std::optional<std::string> earlier, started_before(call));
  if (earlier) return Reply{Json{{"AutomationExecutionId", *earlier}}};
  TRY_ASSIGN(const Runbook runbook, find_runbook(call, string_member(call.request, "DocumentName"),
                                                 string_member(call.request, "DocumentVersion")));
  TRY(check_runnable(runbook.document, call.ports));
  TRY_ASSIGN(NewExecution execution,
             new_execution(call, runbook.record, runbook.document, runbook.source, call.request));
  if (string_member(call.request, "Mode") == "Interactive")
    execution.state.mode = Mode::kInteractive;
  const std::string id = execution.state.id;
  TRY(launch(call, std::move(execution)));
  TRY(transaction.commit());
  return Reply{Json{{"AutomationExecutionId", id}}, true};
}

}  // namespace ssm
