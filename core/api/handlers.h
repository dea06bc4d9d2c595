// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/api/service.h"

namespace ssm {

/// One call of an operation on its way through this room.
struct RequestContext {
  const Json& request;  // validated: modelled members only, no nulls
  const Caller& caller;
  ServicePorts& ports;
  Time now;

  LaunchContext launching() const {
    return {ports.database,
            caller.scope,
            caller.arn,
            now,
            ports.quotas,
            ports.predefined,
            ports.actions,
            ports.plans,
            ports.mocks,
            ports.parameter_store,
            ports.allows_retired_runtimes,
            ports.has_program};
  }
};

/// Does what one operation says. Handlers that change something open one Transaction, check against
/// the stored state inside it, write and commit.
using Handler = Result<Reply> (*)(const RequestContext& call);

Result<Reply> start_automation_execution(const RequestContext& call);
Result<Reply> send_automation_signal(const RequestContext& call);
Result<Reply> stop_automation_execution(const RequestContext& call);
Result<Reply> get_automation_execution(const RequestContext& call);
Result<Reply> describe_automation_executions(const RequestContext& call);
Result<Reply> describe_automation_step_executions(const RequestContext& call);
Result<Reply> start_change_request_execution(const RequestContext& call);
Result<Reply> start_execution_preview(const RequestContext& call);
Result<Reply> get_execution_preview(const RequestContext& call);
Result<Reply> create_document(const RequestContext& call);
Result<Reply> get_document(const RequestContext& call);
Result<Reply> describe_document(const RequestContext& call);
Result<Reply> list_documents(const RequestContext& call);
Result<Reply> delete_document(const RequestContext& call);
Result<Reply> update_document(const RequestContext& call);
Result<Reply> update_document_default_version(const RequestContext& call);
Result<Reply> list_document_versions(const RequestContext& call);
Result<Reply> modify_document_permission(const RequestContext& call);
Result<Reply> describe_document_permission(const RequestContext& call);
Result<Reply> add_tags_to_resource(const RequestContext& call);
Result<Reply> remove_tags_from_resource(const RequestContext& call);
Result<Reply> list_tags_for_resource(const RequestContext& call);

}  // namespace ssm
