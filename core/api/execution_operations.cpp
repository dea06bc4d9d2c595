// SPDX-License-Identifier: Apache-2.0
// Operations on one execution: signal, stop, get. An accepted signal or stop is an event of the
// history; it is checked against the stored state in the transaction that writes it.
#include "core/api/execution_view.h"
#include "core/api/handlers.h"
#include "core/api/stored_execution.h"

namespace ssm {

Result<Reply> send_automation_signal(const Call& call) {
  Signal signal;
  signal.type = string_member(call.request, "SignalType");
  if (const Json* payload = find_member(call.request, "Payload")) signal.payload = *payload;
  signal.caller = call.caller.arn;
  signal.at = call.now;

  TRY_ASSIGN(Transaction transaction, Transaction::begin(call.ports.database));
  TRY_ASSIGN(StoredExecution execution,
             load_execution(call, string_member(call.request, "AutomationExecutionId")));
  TRY(check_signal(execution.document, execution.state, signal));
  TRY(append_event(call, execution, {call.now, SignalAccepted{std::move(signal)}}));
  TRY(transaction.commit());
  return Reply{Json::object(), true};
}

Result<Reply> stop_automation_execution(const Call& call) {
  const bool complete = string_member(call.request, "Type", "Cancel") == "Complete";
  TRY_ASSIGN(Transaction transaction, Transaction::begin(call.ports.database));
  TRY_ASSIGN(StoredExecution execution,
             load_execution(call, string_member(call.request, "AutomationExecutionId")));
  TRY(check_stop(execution.state, complete));
  TRY(append_event(call, execution, {call.now, StopAccepted{complete, call.caller.arn}}));
  TRY(transaction.commit());
  return Reply{Json::object(), true};
}

Result<Reply> get_automation_execution(const Call& call) {
  TRY_ASSIGN(const Transaction snapshot, Transaction::begin_reading(call.ports.database));
  TRY_ASSIGN(const StoredExecution execution,
             load_execution(call, string_member(call.request, "AutomationExecutionId")));
  Json view = execution_view(execution.document, execution.state);
  return Reply{Json{{"AutomationExecution", std::move(view)}}};
}

}  // namespace ssm
