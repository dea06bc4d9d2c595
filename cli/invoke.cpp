// SPDX-License-Identifier: Apache-2.0
#include "cli/invoke.h"

#include "actions/cloud/simulated_account.h"
#include "cli/binary_values.h"
#include "cli/configuration.h"
#include "cli/debug.h"
#include "cli/http/answer_times.h"
#include "cli/mocks_option.h"
#include "cli/output/json_output.h"
#include "cli/output/output.h"
#include "cli/output/print.h"
#include "cli/paging.h"
#include "cli/request.h"
#include "cli/service.h"
#include "cli/skeleton.h"
#include "cli/usage.h"
#include "cli/yaml_skeleton.h"

namespace ssm {
namespace {

Result<Json> sample_answer(const Operation& operation) {
  if (operation.of_account)
    return failure("ParamValidation",
                   "There is no sample answer: the simulated account has no model of its answers.");
  if (operation.output == nullptr) return Json::object();
  Json sample = output_skeleton(*operation.output);
  TRY(check_parameters(*operation.output, sample));
  return sample;
}

/// A sample answer as text. The AWS CLI has a point in time where ours has text: JSON writes it
/// with a T, all other formats with a blank, YAML without quotes.
Result<std::string> sample_text(const Operation& operation, OutputSettings settings) {
  TRY_ASSIGN(Json sample, sample_answer(operation));
  settings.iso8601_times = false;
  TRY_ASSIGN(std::string text, to_output(operation, std::move(sample), settings));
  if (settings.format == "json") return text;
  const bool yaml = settings.format.starts_with("yaml");
  const std::string written =
      yaml ? "'" + std::string(kSampleTime) + "'" : std::string(kSampleTime);
  const std::string wanted = "1970-01-01 00:00:00";
  for (std::size_t at = 0; (at = text.find(written, at)) != text.npos; at += wanted.size())
    text.replace(at, written.size(), wanted);
  return text;
}

bool has_paging_member(const Paging& paging, const Json& request) {
  return find_member(request, paging.input_token) != nullptr ||
         find_member(request, paging.limit_key) != nullptr;
}

/// Of the account: what it answers has no model that tells which texts are times.
void write_times(const Operation& operation, const OutputSettings& settings, Json& answer) {
  const AwsService* service = find_aws_service(operation.service);
  if (!operation.of_account || service == nullptr) return;
  write_answer_times(*service, operation.name, answer,
                     settings.iso8601_times ? TimeForm::kCli : TimeForm::kWire);
}

Result<Answer> ask_service(const Operation& operation, const Json& request,
                           const PagingOptions& paging, const GlobalOptions& options,
                           const Configuration& configuration,
                           std::optional<ExecutionMocks> mocks) {
  TRY_ASSIGN(Service service, Service::open(options, configuration, operation.service));
  if (mocks) TRY(service.use_mocks(*std::move(mocks)));
  const std::string name(operation.name);
  const Ask ask_with_times = [&](const Json& page_request) {
    Result<Json> answer = service.ask(operation, page_request);
    if (answer) {
      write_times(operation, configuration.output, *answer);
      read_json_texts(operation.service, operation.name, *answer);
    }
    return answer;
  };
  Ask ask = [&](const Json& page_request) {
    if (!options.parsed.has("--debug")) return ask_with_times(page_request);
    debug_line(options, "ssm-local.request", name + " " + to_text(page_request));
    Result<Json> answer = ask_with_times(page_request);
    debug_line(options, "ssm-local.response",
               name + " " + (answer ? to_text(*answer) : answer.error().message));
    return answer;
  };
  Result<Answer> answer =
      paging.automatic ? Result<Answer>(ask_all_pages(*operation.paging, request, paging, ask))
                       : Result<Answer>(ask(request));
  service.start_work();
  return answer;
}

}  // namespace

Result<std::string> run_operation(const Operation& operation, const GlobalOptions& options,
                                  std::span<const std::string> words) {
  TRY_ASSIGN(Configuration configuration, read_configuration(options));
  TRY_ASSIGN(OperationCall call, parse_operation(operation, words));
  TRY_ASSIGN(PagingOptions paging, paging_options(call, options.no_paginate));
  TRY_ASSIGN(Json request, build_request(call));
  if (call.skeleton == Skeleton::kInput) return to_json_output(input_skeleton(*operation.input));
  if (call.skeleton == Skeleton::kYamlInput) return yaml_input_skeleton(*operation.input);

  TRY(read_bytes(call, options, configuration, request));
  if (paging.automatic && has_paging_member(*operation.paging, request)) {
    paging.automatic = false;
    // As the AWS CLI does: the paging options are members of the request then, which has none such.
    if (paging.is_limited()) request["PaginationConfig"] = Json::object();
  } else if (paging.page_size) {
    request[std::string(operation.paging->limit_key)] = *paging.page_size;
  }
  if (paging.max_items && *paging.max_items <= 0)
    print_diagnostic(
        "warning: Non-positive values for --max-items may result in undefined behavior.\n");
  TRY(check_client(configuration));
  TRY(check_parameters(*operation.input, request));

  if (call.skeleton == Skeleton::kOutput) {
    return sample_text(operation, configuration.output);
  }
  // Pages are asked for while they are written: nothing is, in a format that does not exist.
  if (paging.automatic) TRY(check_output_format(configuration.output));
  TRY_ASSIGN(std::optional<ExecutionMocks> mocks,
             mocks_option(call.options.value(std::string(kMocksOption))));
  TRY_ASSIGN(Answer answer,
             ask_service(operation, request, paging, options, configuration, std::move(mocks)));
  if (Json* whole = std::get_if<Json>(&answer)) TRY(write_payload(call, *whole));
  return to_output(operation, std::move(answer), configuration.output);
}

}  // namespace ssm
