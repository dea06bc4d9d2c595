// SPDX-License-Identifier: Apache-2.0
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr InputSpec kExecuteAutomationInputs[] = {
    {.name = "DocumentName",
     .type = Type::kString,
     .required = true,
     .doc = "The name or ARN of the document",
     .format = InputSpec::Format::kRunbook},
    {"DocumentVersion", Type::kString, false, "Its version"},
    {"RuntimeParameters", Type::kStringMap, false, "Parameters of the child"},
    {"MaxConcurrency", Type::kString, false, "How many at the same time: a number or a percentage"},
    {"MaxErrors", Type::kString, false,
     "How many failures are tolerated: a number or a percentage"},
    {"Tags", Type::kMapList, false, "Tags as a list of Key and Value"},
    {"TargetLocations", Type::kMapList, false, "Accounts and Regions"},
    {"TargetMaps", Type::kMapList, false, "Parameters by target"},
    {"TargetParameterName", Type::kString, false, "The parameter that takes the target"},
    {"Targets", Type::kMapList, false, "Targets as a list of Key and Values"},
};
constexpr std::string_view kExecuteAutomationOutputs[] = {"Output", "ExecutionId", "Status"};

constexpr ActionSpec kExecuteAutomationSpec = {
    .name = "aws:executeAutomation",
    .doc = "Runs another runbook and waits for its end.",
    .inputs = kExecuteAutomationInputs,
    .takes_other_inputs = true,
    .outputs = kExecuteAutomationOutputs,
    .outputs_unknown = true,
};

}  // namespace

extern constinit const Action kExecuteAutomationAction{kExecuteAutomationSpec};

}  // namespace ssm
