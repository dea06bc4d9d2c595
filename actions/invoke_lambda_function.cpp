// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "actions/cloud_failure.h"
#include "actions/inputs.h"
#include "actions/utf8_text.h"
#include "core/base/text.h"
#include "core/document/input_value.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr std::string_view kInvocationTypes[] = {"RequestResponse", "Event", "DryRun"};
constexpr std::string_view kLogTypes[] = {"None", "Tail"};
constexpr std::string_view kOverridesPayload[] = {"InputPayload"};
constexpr InputSpec kInvokeLambdaFunctionInputs[] = {
    {"FunctionName", Type::kString, true, "The name or ARN of the function"},
    {"Qualifier", Type::kString, false, "Its version or alias"},
    {"InvocationType", Type::kString, false, "Whether to wait for the answer", kInvocationTypes},
    {"LogType", Type::kString, false, "Tail: show the end of the log", kLogTypes},
    {"ClientContext", Type::kString, false, "About the client, as Base64"},
    {"InputPayload", Type::kStringMap, false, "Input of the function"},
    {.name = "Payload",
     .type = Type::kString,
     .doc = "Input of the function, as JSON text",
     .overridden_by = kOverridesPayload},
};
constexpr std::string_view kInvokeLambdaFunctionOutputs[] = {
    "LogResult", "OutputPayload", "FunctionError", "Payload", "StatusCode"};

constexpr ActionSpec kInvokeLambdaFunctionSpec = {
    .name = "aws:invokeLambdaFunction",
    .doc = "Invokes a Lambda function.",
    .inputs = kInvokeLambdaFunctionInputs,
    .outputs = kInvokeLambdaFunctionOutputs,
    .outputs_unknown = true,
    .reserves_outputs = true,
    .default_timeout_seconds = 300,
};

constexpr std::string_view kInvoking = "invoking the Lambda function";
constexpr std::string_view kVerifyingAnswer = "verifying the answer of the Lambda function";
constexpr std::size_t kMostReturned = 200 * 1024;  // bytes of a payload
constexpr std::size_t kMostToldPayload = 4096;     // bytes of it in a message

Result<CloudCall> invoke_call(const StepCall& step) {
  const ActionSpec& spec = *step.step.spec;
  const Json& inputs = step.inputs;
  Json request = Json::object();
  TRY_ASSIGN(request["FunctionName"], string_input(inputs, "FunctionName"));
  for (const std::string_view name : {"Qualifier", "InvocationType", "LogType", "ClientContext"}) {
    TRY_ASSIGN(std::optional<std::string> text, optional_string_input(inputs, name));
    if (text)
      request[std::string(name)] = declared_spelling(*find_input(spec, name), *std::move(text));
  }
  const std::string type = string_member(request, "InvocationType", kInvocationTypes[0]);
  if (type == kInvocationTypes[0] && !request.contains("LogType")) request["LogType"] = "Tail";
  const Json* payload = find_input_value(inputs, "InputPayload");
  if (payload && !is_absent(*payload)) {
    request["Payload"] = to_text(*payload);
  } else {
    TRY_ASSIGN(const std::optional<std::string> text, optional_string_input(inputs, "Payload"));
    if (text) request["Payload"] = *text;
  }
  return cloud_call(step, "lambda", "Invoke", std::move(request));
}

/// What the function returned: a text of JSON, whatever stands in for the service.
std::string returned_text(const Json& answer) {
  const Json* payload = find_member(answer, "Payload");
  if (payload == nullptr || payload->is_null()) return {};
  return payload->is_string() ? payload->get<std::string>() : to_text(*payload);
}

struct FunctionAnswer {
  Json outputs = Json::object();
  Json payload;       // parsed, when it is JSON
  Json root;          // for selectors: as the outputs, with the payload parsed
  std::string error;  // FunctionError; empty = none
  std::size_t size = 0;
};

FunctionAnswer read_answer(const Json& answer) {
  FunctionAnswer read;
  read.root = Json::object();
  for (const std::string_view name : {"StatusCode", "FunctionError", "LogResult"})
    if (const Json* value = find_member(answer, name); value && !value->is_null()) {
      const std::string text = to_embedded_text(*value);
      read.outputs[std::string(name)] = text;
      read.root[std::string(name)] = text;
    }
  read.error = string_member(read.outputs, "FunctionError");
  const std::string text = returned_text(answer);
  read.size = text.size();
  if (text.empty()) return read;
  const Result<Json> parsed = parse_json(text);
  read.payload = parsed ? *parsed : Json(text);
  // A text that was returned loses its quotes.
  read.outputs["Payload"] = read.payload.is_string() ? read.payload : Json(text);
  read.root["Payload"] = read.payload;
  return read;
}

/// The text has the outputs as Java prints them.
Failure function_failure(const std::string& function, const FunctionAnswer& answer) {
  const std::string payload =
      utf8_text(string_member(answer.outputs, "Payload").substr(0, kMostToldPayload));
  return verification_failure(
      kVerifyingAnswer,
      fmt::format("Lambda function {} returned an error: {{StatusCode=[{}], FunctionError=[{}], "
                  "Payload=[{}]}}",
                  function, string_member(answer.outputs, "StatusCode"), answer.error, payload));
}

Outcome outcome_of_answer(const std::string& function, const Json& given) {
  FunctionAnswer answer = read_answer(given);
  if (answer.size > kMostReturned)
    return Failed{verification_failure(
                      kVerifyingAnswer,
                      fmt::format("The payload of Lambda function {} has {} bytes, more than the "
                                  "{} allowed",
                                  function, answer.size, kMostReturned)),
                  nullptr};
  answer.outputs["OutputPayload"] = Json(answer.outputs);
  if (!answer.error.empty()) {
    Failed failed{function_failure(function, answer), answer.outputs};
    failed.response = std::move(answer.root);
    return failed;
  }
  Done done;
  done.outputs = std::move(answer.outputs);
  done.response = std::move(answer.root);
  done.otherwise = std::move(answer.payload);
  return done;
}

/// A repeated call invokes the function again: Lambda knows no token.
Outcome advance_invoke_lambda_function(const StepCall& step, Ports& ports) {
  const CloudCall call = invoke_call(step).value();
  const CloudAnswer answer = ports.cloud.call(call);
  if (!answer) return Failed{native_failure(answer.error(), kInvoking, call, step), nullptr};
  return outcome_of_answer(string_member(call.parameters, "FunctionName"), *answer);
}

}  // namespace

extern constinit const Action kInvokeLambdaFunctionAction{kInvokeLambdaFunctionSpec,
                                                          advance_invoke_lambda_function};

}  // namespace ssm
