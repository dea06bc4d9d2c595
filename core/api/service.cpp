// SPDX-License-Identifier: Apache-2.0
#include "core/api/service.h"

#include "core/api/handlers.h"
#include "core/api/service_errors.h"
#include "core/api/validate.h"
#include "core/store/execution_store.h"

namespace ssm {
namespace {

struct Row {
  std::string_view operation;
  Handler handler;
};

// Modelled operations that are not listed here answer that they are not available.
constexpr Row kHandlers[] = {
    {"StartAutomationExecution", start_automation_execution},
    {"SendAutomationSignal", send_automation_signal},
    {"StopAutomationExecution", stop_automation_execution},
    {"GetAutomationExecution", get_automation_execution},
    {"DescribeAutomationExecutions", describe_automation_executions},
    {"DescribeAutomationStepExecutions", describe_automation_step_executions},
    {"StartChangeRequestExecution", start_change_request_execution},
    {"StartExecutionPreview", start_execution_preview},
    {"GetExecutionPreview", get_execution_preview},
    {"CreateDocument", create_document},
    {"UpdateDocument", update_document},
    {"UpdateDocumentDefaultVersion", update_document_default_version},
    {"GetDocument", get_document},
    {"DescribeDocument", describe_document},
    {"ListDocuments", list_documents},
    {"ListDocumentVersions", list_document_versions},
    {"DeleteDocument", delete_document},
    {"ModifyDocumentPermission", modify_document_permission},
    {"DescribeDocumentPermission", describe_document_permission},
    {"AddTagsToResource", add_tags_to_resource},
    {"RemoveTagsFromResource", remove_tags_from_resource},
    {"ListTagsForResource", list_tags_for_resource},
};

Handler find_handler(std::string_view operation) {
  for (const Row& row : kHandlers)
    if (row.operation == operation) return row.handler;
  return nullptr;
}

/// Whether an engine, were it alive, would have something to do: then one must be started.
Result<bool> is_work_overdue(const RequestContext& call) {
  ExecutionStore store(call.ports.database, call.ports.actions);
  TRY_ASSIGN(const auto due, store.due(call.now, 1));
  if (!due.empty()) return true;
  TRY_ASSIGN(const std::vector<SlotQueue> queues, store.queues());
  const Quotas& quotas = call.ports.quotas;
  return std::ranges::any_of(
      queues, [&](const SlotQueue& queue) { return queue.running < slots_of(queue, quotas); });
}

}  // namespace

Result<Reply> invoke(const Operation& operation, Json request, const Caller& caller,
                     ServicePorts& ports) {
  const Handler handler = find_handler(operation.name);
  if (!handler) return operation_not_available(operation.name);
  TRY(validate_request(*operation.input, request));
  const RequestContext call{request, caller, ports, ports.clock.now()};
  TRY_ASSIGN(Reply reply, handler(call));
  reply.response =
      operation.output ? in_model_order(*operation.output, reply.response) : Json::object();
  // What was changed is committed: trouble with this question must not look like a refusal.
  if (!reply.work_left) reply.work_left = is_work_overdue(call).value_or(true);
  return reply;
}

}  // namespace ssm
