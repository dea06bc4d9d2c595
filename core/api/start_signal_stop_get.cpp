// SPDX-License-Identifier: Apache-2.0
// StartAutomationExecution, SendAutomationSignal, StopAutomationExecution, GetAutomationExecution.
// An accepted signal or stop is an event of the history; it is checked against the stored state in
// the transaction that writes it.
#include "core/api/execution_view.h"
#include "core/api/handlers.h"
#include "core/api/service_errors.h"
#include "core/api/stored_execution.h"

namespace ssm {
namespace {

/// Whoever holds the lock keeps the engine waiting: what takes longest, the plan of the runbook, is
/// in memory by then. What is wrong with the runbook is found again.
void read_ahead(const LaunchContext& context, const Json& request) {
  const auto snapshot = Transaction::begin_reading(context.database);
  if (!snapshot) return;
  static_cast<void>(find_runbook(context, string_member(request, "DocumentName"),
                                 string_member(request, "DocumentVersion")));
}

}  // namespace

Result<Reply> start_automation_execution(const RequestContext& call) {
  const LaunchContext context = call.launching();
  read_ahead(context, call.request);
  TRY_ASSIGN(Transaction transaction, Transaction::begin(context.database));
  TRY_ASSIGN(const std::optional<std::string> earlier, started_before(context, call.request));
  if (earlier) return Reply{Json{{"AutomationExecutionId", *earlier}}};
  TRY_ASSIGN(NewExecution execution, prepare(context, call.request));
  TRY_ASSIGN(const std::string id, launch(context, std::move(execution)));
  TRY(transaction.commit());
  return Reply{Json{{"AutomationExecutionId", id}}, true};
}

Result<Reply> send_automation_signal(const RequestContext& call) {
  Signal signal;
  signal.type = string_member(call.request, "SignalType");
  if (const Json* payload = find_member(call.request, "Payload")) signal.payload = *payload;
  signal.caller = call.caller.arn;
  signal.time = call.now;

  TRY_ASSIGN(Transaction transaction, Transaction::begin(call.ports.database));
  ExecutionStore store(call.ports.database, call.ports.actions);
  TRY_ASSIGN(StoredExecution execution,
             load_execution(call, store, string_member(call.request, "AutomationExecutionId")));
  if (!execution.plan) return internal_error(execution.problem);
  std::vector<StepState> earlier;
  if (find_member(signal.payload, "StepExecutionId")) {
    TRY_ASSIGN(earlier, store.earlier_runs(execution));
  }
  TRY(check_signal(*execution.plan, execution.state, signal, earlier));
  TRY(append_event(call.now, store, execution, {call.now, SignalAccepted{std::move(signal)}}));
  TRY(transaction.commit());
  return Reply{Json::object(), true};
}

Result<Reply> stop_automation_execution(const RequestContext& call) {
  const bool complete = string_member(call.request, "Type", "Cancel") == "Complete";
  TRY_ASSIGN(Transaction transaction, Transaction::begin(call.ports.database));
  ExecutionStore store(call.ports.database, call.ports.actions);
  TRY_ASSIGN(StoredExecution execution,
             load_execution(call, store, string_member(call.request, "AutomationExecutionId")));
  TRY(stop_execution(call.now, store, execution, {complete, call.caller.arn}));
  TRY(wake_parent(call.now, store, execution.state));
  TRY(transaction.commit());
  return Reply{Json::object(), true};
}

Result<Reply> get_automation_execution(const RequestContext& call) {
  TRY_ASSIGN(const Transaction snapshot, Transaction::begin_reading(call.ports.database));
  ExecutionStore store(call.ports.database, call.ports.actions);
  TRY_ASSIGN(const StoredExecution execution,
             load_execution(call, store, string_member(call.request, "AutomationExecutionId")));
  Json view = execution_view(execution);
  return Reply{Json{{"AutomationExecution", std::move(view)}}};
}

}  // namespace ssm
