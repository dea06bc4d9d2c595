// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "actions/cloud_failure.h"
#include "actions/inputs.h"
#include "actions/polling.h"
#include "core/base/arn.h"
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

constexpr std::string_view kVerifyingMachine =
    "verifying the execution of the state machine has succeeded";

constexpr ActionSpec kExecuteStateMachineSpec = {
    .name = "aws:executeStateMachine",
    .doc = "Runs a Step Functions state machine.",
    .inputs = kExecuteStateMachineInputs,
    .outputs = kExecuteStateMachineOutputs,
    .phase = kVerifyingMachine,
};

constexpr std::string_view kStartingMachine = "starting the execution of the state machine";
constexpr std::string_view kMachineExecution = "executionArn";  // of the memo
constexpr std::size_t kMostShownCause = 4096;                   // bytes

/// Local runs should not wait long for what the simulated account does in a second.
constexpr Backoff kMachineBackoff{
    .first = Milliseconds(250), .factor = 2, .steep_until = Milliseconds(5000)};

struct MachineStart {
  Json request;
  bool has_own_name = false;  // the step's, not one that the document gives
};

MachineStart read_machine_start(const StepCall& step) {
  MachineStart start;
  const std::string machine = string_input(step.inputs, "stateMachineArn").value();
  const std::optional<std::string> name = optional_string_input(step.inputs, "name").value();
  const std::optional<std::string> input = optional_string_input(step.inputs, "input").value();
  start.has_own_name = !name;
  start.request = {{"stateMachineArn", machine}, {"name", name.value_or(step.client_token())}};
  if (input) start.request["input"] = *input;
  return start;
}

/// The ARN of an execution by the name that it was given.
std::string machine_execution_arn(const Json& request) {
  std::optional<Arn> arn = Arn::parse(string_member(request, "stateMachineArn"));
  if (!arn) return {};
  const std::string machine = arn->resource.substr(arn->resource.find(':') + 1);
  arn->resource = fmt::format("execution:{}:{}", machine, string_member(request, "name"));
  return arn->text();
}

/// What DescribeExecution says of it, as far as the action has outputs for that.
Json outputs_of_execution(const Json& described) {
  Json outputs = Json::object();
  for (const std::string_view name : kExecuteStateMachineOutputs)
    if (const Json* value = find_member(described, name); value && !value->is_null())
      outputs[std::string(name)] = value->is_string() ? *value : Json(to_text(*value));
  return outputs;
}

Json with_machine_payload(Json outputs) {
  outputs["OutputPayload"] = Json(outputs);
  return outputs;
}

Suspended look_at_execution_again(const StepCall& step, const std::string& arn, Json outputs) {
  Suspended suspended = poll_again(step, kMachineBackoff);
  suspended.memo[std::string(kMachineExecution)] = arn;
  suspended.outputs = std::move(outputs);
  return suspended;
}

/// "ended with status FAILED: States.Timeout: it took too long".
std::string ending_of_execution(const Json& described) {
  std::string text = fmt::format("ended with status {}", string_member(described, "status"));
  for (const std::string_view name : {"error", "cause"}) {
    std::string_view said;
    const Json* member = find_member(described, name);
    if (member && member->is_string()) said = member->get_ref<const std::string&>();
    while (said.ends_with('.')) said.remove_suffix(1);
    if (!said.empty()) text += fmt::format(": {}", said.substr(0, kMostShownCause));
  }
  return text;
}

CloudCall execution_look(const StepCall& step, const std::string& arn) {
  return cloud_call(step, "stepfunctions", "DescribeExecution", {{"executionArn", arn}});
}

Outcome verify_execution(const StepCall& step, Ports& ports, const std::string& arn) {
  const Json known =
      find_member(step.memo, kMachineExecution) ? Json() : Json{{"executionArn", arn}};
  const CloudCall look = execution_look(step, arn);
  const CloudAnswer answer = ports.cloud.call(look);
  if (!answer && is_transient(answer.error())) return look_at_execution_again(step, arn, known);
  if (!answer) return Failed{native_failure(answer.error(), kVerifyingMachine, look, step), known};
  const Json& described = *answer;
  const std::string status = string_member(described, "status");
  if (status == "RUNNING")
    return look_at_execution_again(step, arn, outputs_of_execution(described));
  Json outputs = with_machine_payload(outputs_of_execution(described));
  if (status != "SUCCEEDED")
    return Failed{
        verification_failure(kVerifyingMachine,
                             fmt::format("Execution {} {}", arn, ending_of_execution(described))),
        std::move(outputs)};
  Done done;
  done.outputs = std::move(outputs);
  return done;
}

Outcome start_machine(const StepCall& step, Ports& ports, const MachineStart& start) {
  const CloudCall call = cloud_call(step, "stepfunctions", "StartExecution", start.request);
  const CloudAnswer answer = ports.cloud.call(call);
  // Its own name is taken by the execution that it started before a crash, which has ended since.
  if (!answer && answer.error().code == "ExecutionAlreadyExists" && start.has_own_name)
    return verify_execution(step, ports, machine_execution_arn(start.request));
  if (!answer) return Failed{native_failure(answer.error(), kStartingMachine, call, step), nullptr};
  return verify_execution(step, ports, string_member(*answer, "executionArn"));
}

Outcome advance_execute_state_machine(const StepCall& step, Ports& ports) {
  const std::string arn = string_member(step.memo, kMachineExecution);
  if (!arn.empty()) return verify_execution(step, ports, arn);
  return start_machine(step, ports, read_machine_start(step));
}

/// What cannot be stopped goes on outside.
Outcome cancel_execute_state_machine(const StepCall& step, Ports& ports) {
  const std::string arn = string_member(step.memo, kMachineExecution);
  if (arn.empty()) return Done{};
  const CloudCall stop =
      cloud_call(step, "stepfunctions", "StopExecution",
                 {{"executionArn", arn}, {"cause", "The step of the automation was stopped"}});
  const CloudAnswer stopped = ports.cloud.call(stop);
  if (!stopped && is_transient(stopped.error())) return look_at_execution_again(step, arn, nullptr);
  const CloudAnswer answer = ports.cloud.call(execution_look(step, arn));
  Done done;
  if (answer) done.outputs = with_machine_payload(outputs_of_execution(*answer));
  return done;
}

}  // namespace

extern constinit const Action kExecuteStateMachineAction{
    kExecuteStateMachineSpec, advance_execute_state_machine, cancel_execute_state_machine};

}  // namespace ssm
