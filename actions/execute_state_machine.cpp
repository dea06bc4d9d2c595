// SPDX-License-Identifier: Apache-2.0
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr InputSpec kExecuteStateMachineInputs[] = {
    {"stateMachineArn", Type::kString, true, "The state machine"},
    {"name", Type::kString, false, "The name of its execution"},
    {"input", Type::kString, false, "Its input, as JSON text"},
};
constexpr std::string_view kExecuteStateMachineOutputs[] = {
    "executionArn",    "input",  "name",     "output",       "startDate",
    "stateMachineArn", "status", "stopDate", "OutputPayload"};

constexpr ActionSpec kExecuteStateMachineSpec = {
    .name = "aws:executeStateMachine",
    .doc = "Runs a Step Functions state machine.",
    .inputs = kExecuteStateMachineInputs,
    .outputs = kExecuteStateMachineOutputs,
};

}  // namespace

extern constinit const Action kExecuteStateMachineAction{kExecuteStateMachineSpec};

}  // namespace ssm
