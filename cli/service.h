// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <utility>
#include <variant>

#include "cli/configuration.h"
#include "cli/global_options.h"
#include "cli/http/remote_service.h"
#include "cli/local_service.h"
#include "core/base/result.h"

namespace ssm {

/// Who answers a command: an endpoint where one is configured for its service, else the local state
/// directory.
class Service {
 public:
  /// Errors: those of find_endpoint(), RemoteService::open(), LocalService::open().
  static Result<Service> open(const GlobalOptions& options, const Configuration& configuration,
                              std::string_view service);

  /// The answer, members in the order of the model. Errors as they are shown: code "Service", and
  /// what has nothing to do with the service.
  Result<Json> ask(const Operation& operation, const Json& request);

  /// Locally: executions that are started get these. Errors: code "ParamValidation" when the
  /// answers come from an endpoint.
  Completed use_mocks(ExecutionMocks mocks);

  /// Locally: wakes or starts an engine when something was left for it.
  void start_work();

 private:
  using Door = std::variant<LocalService, RemoteService>;
  Service(Door door, Caller caller) : door_(std::move(door)), caller_(std::move(caller)) {}
  Door door_;
  Caller caller_;
};

}  // namespace ssm
