// SPDX-License-Identifier: Apache-2.0
#include "cli/local_service.h"

#include <fmt/format.h>

#include "actions/cloud/cloud_tables.h"
#include "actions/cloud/simulated_account.h"
#include "actions/registry.h"
#include "cli/configuration.h"
#include "cli/operation_catalog.h"
#include "cli/output/print.h"
#include "cli/retired_runtimes.h"
#include "core/machine/machine.h"
#include "core/os/files.h"
#include "core/os/process.h"
#include "core/store/execution_store.h"
#include "documents/predefined.h"

namespace ssm {

Result<LocalService> LocalService::open(const std::string& state_dir) {
  TRY(check_engine_settings());  // before anything is accepted that nobody would run
  TRY_ASSIGN(const Quotas quotas, configured_quotas());
  TRY_ASSIGN(StateDirectory directory, open_state_directory(state_dir));
  TRY_ASSIGN(Database database, Database::open(directory.state_database()));
  TRY(migrate_state(database, cloud_tables()));
  return LocalService(std::move(directory), std::move(database), quotas);
}

Result<Json> LocalService::ask(const Operation& operation, const Json& request,
                               const Caller& caller) {
  WallClock clock;
  const ParameterStore parameter_store = parameter_store_in(database_);
  ServicePorts ports{.database = database_,
                     .clock = clock,
                     .predefined = predefined_documents(),
                     .actions = action_catalog(),
                     .quotas = quotas_,
                     .mocks = mocks_ ? &*mocks_ : nullptr,
                     .parameter_store = &parameter_store,
                     .allows_retired_runtimes = allows_retired_runtimes(),
                     .has_program = has_program,
                     .read_file = [](const std::string& path) {
                       constexpr std::size_t kMostBytes = 10 * 1024 * 1024;
                       return read_file(path, kMostBytes);
                     }};
  TRY_ASSIGN(Reply reply, answer_call(operation, request, caller, ports));
  work_left_ = work_left_ || reply.work_left;
  if (!reply.notice.empty()) print_diagnostic(fmt::format("ssm-local: {}\n", reply.notice));
  return std::move(reply.response);
}

std::string LocalService::awaited(const std::string& execution_id, const AccountRegion& scope) {
  const auto found = ExecutionStore(database_, action_catalog()).load(scope, execution_id);
  if (!found || !*found || !(*found)->plan) return {};
  return awaited_text(*(*found)->plan, (*found)->state);
}

void LocalService::look_for_engine(const std::string& execution_id, const Caller& caller) {
  const Operation* get = find_operation("GetAutomationExecution");
  // What is wrong with the state or the execution, the command itself says.
  static_cast<void>(ask(*get, Json{{"AutomationExecutionId", execution_id}}, caller));
  start_work();
}

void LocalService::start_work() {
  if (!work_left_) return;
  work_left_ = false;
  engines_.start(directory_);
}

}  // namespace ssm
