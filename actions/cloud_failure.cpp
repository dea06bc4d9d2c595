// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud_failure.h"

#include <fmt/format.h>
#include <array>

#include "actions/cloud/simulated_account.h"
#include "actions/inputs.h"
#include "core/base/id.h"
#include "core/machine/failure.h"

namespace ssm {
namespace {

constexpr std::array<std::string_view, 11> kThrottlingCodes = {
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "EC2ThrottledException",
    "SlowDown",
    "BandwidthLimitExceeded"};

FailureType type_of_failure(const AwsError& error) {
  const std::string_view code = error.code;
  if (code.starts_with("AccessDenied") || code == "UnauthorizedOperation" ||
      code == "AuthorizationError" || code == "NotAuthorized") {
    return FailureType::kPermission;
  }
  if (is_throttling(error)) return FailureType::kThrottling;
  return code == "ParamValidation" ? FailureType::kVerification : FailureType::kAction;
}

/// The names the Java SDK gives services in exception texts.
std::string_view java_name(std::string_view service) {
  if (service == "ec2") return "AmazonEC2";
  if (service == "sns") return "AmazonSNS";
  if (service == "ssm") return "AmazonSSM";
  if (service == "cloudformation") return "AmazonCloudFormation";
  if (service == "lambda") return "AWSLambda";
  if (service == "stepfunctions") return "AWSStepFunctions";
  return service;
}

}  // namespace

bool is_throttling(const AwsError& error) {
  return std::ranges::find(kThrottlingCodes, error.code) != kThrottlingCodes.end();
}

bool is_transient(const AwsError& error) {
  return is_throttling(error) || error.http_status >= 500;
}

Failure failure_of(const AwsError& error, std::string message) {
  return with_message(make_failure(Stage::kInvocation, type_of_failure(error), {}, {},
                                   {{"ErrorCode", Json::array({error.code})},
                                    {"ErrorMessage", Json::array({error.message})}}),
                      std::move(message));
}

Failure sdk_failure(const AwsError& error, std::string_view operation) {
  // The SDK checks parameters before it calls anything: then no operation is named.
  const std::string cause =
      error.code == "ParamValidation"
          ? error.message
          : fmt::format("An error occurred ({}) when calling the {} operation: {}", error.code,
                        operation, error.message);
  return failure_of(error, failure_text(kSdkPhase, cause));
}

Failure native_failure(const AwsError& error, std::string_view doing, const CloudCall& call,
                       const StepCall& step) {
  const std::string request_id = derived_uuid(step.client_token() + call.operation);
  const std::string cause = fmt::format(
      "Get Exception from {0} API of {1} Service. Exception Message from {0} API: [{2} (Service: "
      "{3}; Status Code: {4}; Error Code: {5}; Request ID: {6}; Proxy: null)]",
      call.operation, call.service, error.message, java_name(call.service), error.http_status,
      error.code, request_id);
  // The same frame as everywhere but for its first words.
  constexpr std::string_view kHead = "Step fails";
  const std::string text = failure_text(doing, cause);
  return failure_of(error, "Automation Step Execution fails" + text.substr(kHead.size()));
}

std::optional<Failed> check_sdk_call(const CloudCall& call) {
  const std::optional<AwsError> refused = refused_parameters(call);
  if (!refused) return std::nullopt;
  return Failed{sdk_failure(*refused, call.operation), nullptr};
}

std::optional<Failed> check_native_call(const Result<CloudCall>& call, std::string_view doing,
                                        const StepCall& step) {
  if (!call) return refuse_inputs(call.error());
  const std::optional<AwsError> refused = refused_parameters(*call);
  if (!refused) return std::nullopt;
  return Failed{native_failure(*refused, doing, *call, step), nullptr};
}

Failure verification_failure(std::string_view phase, std::string_view cause) {
  return make_failure(Stage::kPostVerification, FailureType::kVerification, phase, cause);
}

CloudCall cloud_call(const StepCall& step, std::string_view service, std::string_view operation,
                     Json parameters) {
  CloudCall call;
  call.service = service;
  call.operation = operation;
  call.parameters = std::move(parameters);
  call.scope = step.scope;
  call.now = step.now;
  call.execution_id = step.execution_id;
  call.step = step.step.name;
  return call;
}

}  // namespace ssm
