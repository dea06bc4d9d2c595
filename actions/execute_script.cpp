// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <utility>

#include "actions/inputs.h"
#include "actions/script/script_run.h"
#include "core/document/input_value.h"
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
    {.name = "Attachment",
     .type = Type::kString,
     .doc = "The attached file with the script",
     .format = InputSpec::Format::kAttachment},
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

/// A step that only a mock can stand in for.
Failed needs_mock(const StepCall& step, std::string_view why) {
  return script_failure(step, fmt::format("{}, so a mock has to stand in for the step, for "
                                          "example: - {{step: {}, Return: {{Payload: {{}}}}}}",
                                          why, step.step.name));
}

Json events_of(const Json& inputs) {
  const Json* payload = find_input_value(inputs, "InputPayload");
  return payload && !is_absent(*payload) ? *payload : Json::object();
}

Result<std::string> read_runtime(const StepCall& step) {
  TRY_ASSIGN(std::string runtime, string_input(step.inputs, "Runtime"));
  runtime = declared_spelling(*find_input(*step.step.spec, "Runtime"), std::move(runtime));
  if (!find_script_runtime(runtime))
    return bad_input(
        fmt::format("Input Runtime must be {}, {}, {} or another runtime of the service, but it "
                    "is: {}",
                    kRuntimes[0], kRuntimes[1], kRuntimes[2], runtime));
  return runtime;
}

Result<ScriptCall> read_script_call(const StepCall& step) {
  ScriptCall call;
  TRY_ASSIGN(call.runtime, read_runtime(step));
  call.events = events_of(step.inputs);
  if (has_input(step.inputs, "Attachment")) {
    TRY_ASSIGN(call.attachment, string_input(step.inputs, "Attachment"));
  }
  const bool is_python = call.runtime.starts_with("python");
  if (!is_python || has_input(step.inputs, "Script")) {
    TRY_ASSIGN(call.script, string_input(step.inputs, "Script"));
  }
  if (is_python) {
    TRY_ASSIGN(call.handler, string_input(step.inputs, "Handler"));
  }
  return call;
}

Outcome advance_execute_script(const StepCall& step, Ports& ports) {
  if (ports.programs == nullptr) return needs_mock(step, "No program is run here");
  const ScriptCall call = read_script_call(step).value();
  return call.runtime.starts_with("python") ? run_python(call, step, ports)
                                            : run_powershell(call, step, ports);
}

}  // namespace

extern constinit const Action kExecuteScriptAction{kExecuteScriptSpec, can_read<read_script_call>,
                                                   advance_execute_script};

}  // namespace ssm
