// SPDX-License-Identifier: Apache-2.0
#include "cli/invoke.h"

#include "actions/registry.h"
#include "cli/configuration.h"
#include "cli/engine.h"
#include "cli/output/json_output.h"
#include "cli/output/print.h"
#include "cli/paging.h"
#include "cli/request.h"
#include "cli/skeleton.h"
#include "cli/usage.h"
#include "core/api/service.h"
#include "core/api/validate.h"
#include "core/base/text.h"
#include "core/os/clock.h"
#include "core/os/state_directory.h"
#include "core/store/database.h"
#include "documents/predefined.h"

namespace ssm {
namespace {

bool is_local_trouble(const Error& error) {
  return error.code == "State" || error.code == "StateDirectory";
}

/// The service behind the door: the state directory, opened for one command.
class LocalService {
 public:
  LocalService(StateDirectory directory, Database database)
      : directory_(std::move(directory)), database_(std::move(database)) {}

  Result<Json> ask(const Operation& operation, const Json& request, const Caller& caller) {
    Result<Reply> reply = invoke(operation, request, caller, ports_);
    if (!reply && is_local_trouble(reply.error())) return tl::unexpected(reply.error());
    if (!reply) return tl::unexpected(service_error(reply.error(), operation.name));
    work_left_ = work_left_ || reply->work_left;
    return std::move(reply->response);
  }

  /// A request that was accepted stays so when no engine can be started: the next command tries
  /// again.
  void start_work() {
    if (!work_left_) return;
    Completed started = ensure_engine(directory_);
    if (!started) print_diagnostic(to_own_error_text(started.error()));
  }

 private:
  StateDirectory directory_;
  Database database_;
  WallClock clock_;
  ServicePorts ports_{
      .database = database_,
      .clock = clock_,
      .predefined = predefined_documents(),
      .has_action = [](std::string_view name) { return find_action(name) != nullptr; }};
  bool work_left_ = false;
};

Completed check_parameters(const Shape& shape, const Json& value) {
  std::vector<std::string> problems = client_side_problems(shape, value);
  if (problems.empty()) return {};
  return failure("ParamValidation", "Parameter validation failed:\n" + join(problems, "\n"));
}

Result<Json> sample_answer(const Operation& operation) {
  if (operation.output == nullptr) return Json::object();
  Json sample = output_skeleton(*operation.output);
  TRY(check_parameters(*operation.output, sample));
  return sample;
}

bool has_paging_member(const Paging& paging, const Json& request) {
  return find_member(request, paging.input_token) != nullptr ||
         find_member(request, paging.limit_key) != nullptr;
}

Result<Json> ask_service(const Operation& operation, const Json& request,
                         const PagingOptions& paging, const GlobalOptions& options,
                         const Caller& caller) {
  TRY_ASSIGN(StateDirectory directory, open_state_directory(options.state_dir));
  TRY_ASSIGN(Database database, Database::open(directory.state_database()));
  TRY(migrate_state(database));
  LocalService service(std::move(directory), std::move(database));
  Ask ask = [&](const Json& page_request) -> Result<Json> {
    TRY_ASSIGN(Json answer, service.ask(operation, page_request, caller));
    return operation.output == nullptr ? answer : in_model_order(*operation.output, answer);
  };
  Result<Json> answer =
      paging.automatic ? ask_all_pages(*operation.paging, request, paging, ask) : ask(request);
  service.start_work();
  return answer;
}

std::string to_output(const Operation& operation, Json answer, const Configuration& configuration) {
  if (!configuration.print) return "";
  if (configuration.iso8601_times && operation.output != nullptr)
    write_times_as_iso8601(*operation.output, answer);
  return to_json_output(answer);
}

}  // namespace

Result<std::string> run_operation(const Operation& operation, const GlobalOptions& options,
                                  std::span<const std::string> words) {
  TRY_ASSIGN(Configuration configuration, read_configuration(options));
  TRY_ASSIGN(OperationCall call, parse_operation(operation, words));
  TRY_ASSIGN(PagingOptions paging, paging_options(call, options.no_paginate));
  TRY_ASSIGN(Json request, build_request(call));
  if (call.skeleton == Skeleton::kInput) return to_json_output(input_skeleton(*operation.input));

  if (paging.automatic && has_paging_member(*operation.paging, request)) paging.automatic = false;
  if (paging.page_size) request[std::string(operation.paging->limit_key)] = *paging.page_size;
  if (paging.max_items && *paging.max_items <= 0)
    print_diagnostic(
        "warning: Non-positive values for --max-items may result in undefined behavior.\n");
  TRY(check_client(configuration));
  TRY(check_parameters(*operation.input, request));

  Json answer;
  if (call.skeleton == Skeleton::kOutput) {
    TRY_ASSIGN(answer, sample_answer(operation));
    configuration.iso8601_times = false;
  } else {
    TRY_ASSIGN(answer, ask_service(operation, request, paging, options, configuration.caller));
  }
  return to_output(operation, std::move(answer), configuration);
}

}  // namespace ssm
