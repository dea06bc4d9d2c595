// SPDX-License-Identifier: Apache-2.0
#include "core/document/runtimes.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr auto kRuntimes = script_runtime_names();
// Published runbooks give a script outputs of several branches, of which one has run.
constexpr std::string_view kKeptOfScript[] = {"InputPayload"};
constexpr std::string_view kScriptAlternatives[] = {"Script", "Attachment"};
constexpr InputSpec kExecuteScriptInputs[] = {
    {.name = "Runtime",
     .type = Type::kString,
     .required = true,
     .doc = "The language and its version",
     .values = kRuntimes,
     .format = InputSpec::Format::kRuntime},
    {"Handler", Type::kString, false, "The function that is called"},
    {"InputPayload", Type::kAny, false, "Input of the function"},
    {"Script", Type::kString, false, "The source of the script"},
    {"Attachment", Type::kString, false, "The attached file with the script"},
};
constexpr std::string_view kExecuteScriptOutputs[] = {"Payload", "OutputPayload"};

constexpr ActionSpec kExecuteScriptSpec = {
    .name = "aws:executeScript",
    .doc = "Runs a Python or PowerShell script.",
    .kind = ActionKind::kScript,
    .inputs = kExecuteScriptInputs,
    .alternatives = kScriptAlternatives,
    .kept_inputs = kKeptOfScript,
    .outputs = kExecuteScriptOutputs,
    .default_timeout_seconds = 600,
    .stops_after_seconds = 600,
    .runs = Runs::kOnWorker,
};

}  // namespace

extern constinit const Action kExecuteScriptAction{kExecuteScriptSpec};

}  // namespace ssm
