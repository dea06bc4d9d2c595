// SPDX-License-Identifier: Apache-2.0
#include "cli/service.h"

#include "cli/usage.h"

namespace ssm {

Result<Service> Service::open(const GlobalOptions& options, const Configuration& configuration,
                              std::string_view service) {
  TRY_ASSIGN(std::optional<Endpoint> endpoint, find_endpoint(options, configuration, service));
  if (endpoint) {
    TRY_ASSIGN(RemoteService remote,
               RemoteService::open(options, configuration, std::move(*endpoint)));
    return Service(std::move(remote), configuration.caller);
  }
  TRY_ASSIGN(LocalService local, LocalService::open(options.state_dir));
  return Service(std::move(local), configuration.caller);
}

Result<Json> Service::ask(const Operation& operation, const Json& request) {
  if (auto* remote = std::get_if<RemoteService>(&door_)) return remote->ask(operation, request);
  Result<Json> answer = std::get<LocalService>(door_).ask(operation, request, caller_);
  if (!answer) return tl::unexpected(service_error(answer.error(), operation.name));
  return answer;
}

Completed Service::use_mocks(ExecutionMocks mocks) {
  auto* local = std::get_if<LocalService>(&door_);
  if (local == nullptr)
    return failure("ParamValidation",
                   "argument --mocks: mocks are for executions on this machine, but this command "
                   "goes to an endpoint");
  local->use_mocks(std::move(mocks));
  return {};
}

void Service::start_work() {
  if (auto* local = std::get_if<LocalService>(&door_)) local->start_work();
}

}  // namespace ssm
