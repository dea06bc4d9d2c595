// SPDX-License-Identifier: Apache-2.0
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr std::string_view kIteratorTypes[] = {"Boolean", "Integer", "String", "StringMap"};
// A loop's condition and steps refer to steps inside it.
constexpr std::string_view kKeptOfLoop[] = {"LoopCondition", "Steps"};
constexpr InputSpec kLoopInputs[] = {
    {.name = "Steps",
     .type = Type::kMapList,
     .required = true,
     .doc = "The steps that are repeated",
     .format = InputSpec::Format::kSteps},
    {.name = "Iterators", .doc = "One iteration for each of these", .most = 100},
    {"IteratorDataType", Type::kString, false, "The type of an item; else String", kIteratorTypes},
    {.name = "LoopCondition",
     .type = Type::kStringMap,
     .doc = "Another iteration starts while this holds",
     .format = InputSpec::Format::kCondition},
    {.name = "MaxIterations",
     .type = Type::kInteger,
     .doc = "The greatest number of iterations: 1 to 100",
     .least = 1,
     .most = 100},
};
constexpr std::string_view kLoopOutputs[] = {"CurrentIteration", "CurrentIteratorValue"};

constexpr ActionSpec kLoopSpec = {
    .name = "aws:loop",
    .doc = "Repeats steps for each item, or while a condition holds.",
    .kind = ActionKind::kLoop,
    .inputs = kLoopInputs,
    .kept_inputs = kKeptOfLoop,
    .outputs = kLoopOutputs,
    .outputs_unknown = true,
    .takes_on_cancel = false,
};

}  // namespace

extern constinit const Action kLoopAction{kLoopSpec};

}  // namespace ssm
