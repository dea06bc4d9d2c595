// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/api/service.h"

namespace ssm {

/// One call of an operation on its way through this room.
struct Call {
  const Json& request;  // validated: modelled members only, no nulls
  const Caller& caller;
  ServicePorts& ports;
  Time now;
};

/// Does what one operation says. Handlers that change something open one Transaction, check against
/// the stored state inside it, write and commit.
using Handler = Result<Reply> (*)(const Call& call);

Result<Reply> start_automation_execution(const Call& call);
Result<Reply> send_automation_signal(const Call& call);
Result<Reply> stop_automation_execution(const Call& call);
Result<Reply> get_automation_execution(const Call& call);
Result<Reply> describe_automation_executions(const Call& call);
Result<Reply> describe_automation_step_executions(const Call& call);
Result<Reply> start_change_request_execution(const Call& call);
Result<Reply> start_execution_preview(const Call& call);
Result<Reply> get_execution_preview(const Call& call);
Result<Reply> create_document(const Call& call);
Result<Reply> get_document(const Call& call);
Result<Reply> describe_document(const Call& call);
Result<Reply> list_documents(const Call& call);
Result<Reply> delete_document(const Call& call);
Result<Reply> update_document(const Call& call);
Result<Reply> update_document_default_version(const Call& call);
Result<Reply> list_document_versions(const Call& call);
Result<Reply> modify_document_permission(const Call& call);
Result<Reply> describe_document_permission(const Call& call);
Result<Reply> add_tags_to_resource(const Call& call);
Result<Reply> remove_tags_from_resource(const Call& call);
Result<Reply> list_tags_for_resource(const Call& call);

}  // namespace ssm
