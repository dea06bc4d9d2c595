// SPDX-License-Identifier: Apache-2.0
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr std::string_view kInvocationTypes[] = {"RequestResponse", "Event", "DryRun"};
constexpr std::string_view kLogTypes[] = {"None", "Tail"};
constexpr InputSpec kInvokeLambdaFunctionInputs[] = {
    {"FunctionName", Type::kString, true, "The name or ARN of the function"},
    {"Qualifier", Type::kString, false, "Its version or alias"},
    {"InvocationType", Type::kString, false, "Whether to wait for the answer", kInvocationTypes},
    {"LogType", Type::kString, false, "Tail: show the end of the log", kLogTypes},
    {"ClientContext", Type::kString, false, "About the client, as Base64"},
    {"InputPayload", Type::kStringMap, false, "Input of the function"},
    {"Payload", Type::kString, false, "Input of the function, as JSON text"},
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

}  // namespace

extern constinit const Action kInvokeLambdaFunctionAction{kInvokeLambdaFunctionSpec};

}  // namespace ssm
