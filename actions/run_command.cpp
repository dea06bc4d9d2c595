// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "actions/cloud_failure.h"
#include "actions/command/command_request.h"
#include "actions/command/command_work.h"
#include "actions/command/node_lines.h"
#include "actions/polling.h"
#include "core/base/text.h"
#include "core/engine/action.h"
#include "core/machine/failure.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr std::string_view kHashTypes[] = {"Sha256", "Sha1"};
// The only closed set that the service checks at creation, in the order in which it prints it.
constexpr InputSpec kRunCommandInputs[] = {
    {.name = "Comment",
     .type = Type::kString,
     .doc = "Comment in the list of commands",
     .most = 100},
    {"MaxErrors", Type::kString, false,
     "How many failures are tolerated: a number or a percentage"},
    {"Parameters", Type::kStringMap, false, "Parameters of what is run or made"},
    {"DocumentHashType", Type::kString, false, "The kind of checksum", kHashTypes},
    {"ServiceRoleArn", Type::kString, false, "The role that notifies"},
    {"MaxConcurrency", Type::kString, false, "How many at the same time: a number or a percentage"},
    {"Targets", Type::kMapList, false, "Targets as a list of Key and Values"},
    {.name = "TimeoutSeconds",
     .type = Type::kInteger,
     .doc = "How long to wait for the node to take it",
     .least = 30,
     .most = 2592000},
    {"OutputS3KeyPrefix", Type::kString, false, "Where in the bucket the output goes"},
    {.name = "CloudWatchOutputConfig",
     .type = Type::kStringMap,
     .doc = "Output to CloudWatch Logs",
     .format = InputSpec::Format::kServiceMap},
    {.name = "NotificationConfig",
     .type = Type::kStringMap,
     .doc = "Notifications about its status",
     .format = InputSpec::Format::kServiceMap},
    {"DocumentVersion", Type::kString, false, "Its version"},
    {.name = "InstanceIds", .type = Type::kStringList, .doc = "Ids of instances", .most = 50},
    {"OutputS3BucketName", Type::kString, false, "The bucket for the output"},
    {"DocumentName", Type::kString, true, "The name or ARN of the document"},
    {"DocumentHash", Type::kString, false, "The checksum of the document"},
};
constexpr std::string_view kRunCommandAlternatives[] = {"InstanceIds", "Targets"};
constexpr std::string_view kRunCommandOutputs[] = {"CommandId", "Output", "OutputPayload",
                                                   "ResponseCode", "Status"};

// The phases, as failures call them. Source: recorded outputs b.3; `kSending` is assumed.
constexpr std::string_view kVerifyingAgent =
    "verifying the SSM Agent availability on the target instance(s)";
constexpr std::string_view kSending = "sending the command";
constexpr std::string_view kVerifyingCommand = "verifying the command has completed";

constexpr ActionSpec kRunCommandSpec = {
    .name = "aws:runCommand",
    .doc = "Runs a command document on managed nodes.",
    .inputs = kRunCommandInputs,
    .inputs_are_closed = true,
    .alternatives = kRunCommandAlternatives,
    .outputs = kRunCommandOutputs,
};

/// Local runs should not wait long for what the simulated account does in a second.
constexpr Backoff kCommandBackoff{
    .first = Milliseconds(250), .factor = 2, .steep_until = Milliseconds(30'000)};

// Members of the memo.
constexpr const char* kCommandId = "CommandId";
constexpr const char* kHasWork = "HasWork";          // there are nodes on which it is to be run
constexpr const char* kRunNodes = "RunNodes";        // those: what they print is in the log already
constexpr const char* kUnreachable = "Unreachable";  // nodes whose agent did not answer

// --- Sending -------------------------------------------------------------------------------------

/// The nodes among `ids` whose agent does not answer.
tl::expected<std::vector<std::string>, Failed> unreachable_nodes(const StepCall& step, Ports& ports,
                                                                 std::vector<std::string> ids) {
  constexpr int kMostListed = 50;
  const CloudCall call = cloud_call(step, "ssm", "DescribeInstanceInformation",
                                    {{"InstanceInformationFilterList",
                                      Json::array({{{"key", "InstanceIds"}, {"valueSet", ids}}})},
                                     {"MaxResults", kMostListed}});
  const CloudAnswer answer = ports.cloud.call(call);
  if (!answer)
    return tl::unexpected(Failed{native_failure(answer.error(), kVerifyingAgent, call, step), {}});
  const Json* list = find_member(answer->json(), "InstanceInformationList");
  if (list != nullptr)
    for (const Json& node : *list)
      if (string_member(node, "PingStatus") == "Online")
        std::erase(ids, string_member(node, "InstanceId"));
  return ids;
}

Result<CloudCall> send_call(const StepCall& step) {
  TRY_ASSIGN(Json request, command_request(step));
  return cloud_call(step, "ssm", "SendCommand", std::move(request));
}

std::optional<Failed> check_run_command(const StepCall& step) {
  return check_native_call(send_call(step), kSending, step);
}

Outcome send_command(const StepCall& step, Ports& ports) {
  const CloudCall call = send_call(step).value();
  if (const Json* ids = find_member(call.parameters, "InstanceIds")) {
    auto unreachable = unreachable_nodes(step, ports, ids->get<std::vector<std::string>>());
    if (!unreachable) return std::move(unreachable).error();
    if (!unreachable->empty()) {
      Suspended suspended = poll_again(step, kCommandBackoff);
      suspended.memo[kUnreachable] = *unreachable;
      suspended.memo[std::string(kWaitsFor)] = fmt::format(
          "node{} {} to be online", unreachable->size() == 1 ? "" : "s", join(*unreachable, ", "));
      return suspended;
    }
  }
  const CloudAnswer answer = ports.cloud.call(call);
  if (!answer) return Failed{native_failure(answer.error(), kSending, call, step), nullptr};
  const Json* command = find_member(answer->json(), "Command");
  const std::string id = command ? string_member(*command, kCommandId) : std::string();
  if (id.empty()) return Failed{internal_failure("SendCommand answered without a CommandId."), {}};
  Suspended suspended;
  suspended.memo = {{kCommandId, id}};
  suspended.outputs = {{kCommandId, id}};
  suspended.wake_at = step.now + kCommandBackoff.first;
  if (Json nodes = CommandWork(step, ports, id).nodes(); !nodes.empty()) {
    suspended.memo[kHasWork] = true;
    suspended.memo[kRunNodes] = std::move(nodes);
    suspended.wake_at = step.now;
  }
  return suspended;
}

bool has_nodes_to_run(const Json& memo) {
  const Json* work = find_member(memo, kHasWork);
  return work != nullptr && *work == true;
}

// --- Its end -------------------------------------------------------------------------------------

bool is_under_way(std::string_view status) {
  return status.empty() || status == "Pending" || status == "InProgress" || status == "Cancelling";
}

/// "TimedOut"; empty: it is not listed yet.
tl::expected<std::string, Failed> status_of_command(const StepCall& step, Ports& ports,
                                                    const std::string& id) {
  const CloudCall call = cloud_call(step, "ssm", "ListCommands", {{kCommandId, id}});
  const CloudAnswer answer = ports.cloud.call(call);
  if (!answer)
    return tl::unexpected(
        Failed{native_failure(answer.error(), kVerifyingCommand, call, step), nullptr});
  const Json* list = find_member(answer->json(), "Commands");
  return list && !list->empty() ? string_member(list->front(), "Status") : std::string();
}

/// Of a command that has one invocation with one plugin: what that reports.
const Json* sole_plugin(const Json& answer) {
  const Json* invocations = find_member(answer, "CommandInvocations");
  if (invocations == nullptr || invocations->size() != 1) return nullptr;
  const Json* plugins = find_member(invocations->front(), "CommandPlugins");
  return plugins && plugins->size() == 1 ? &plugins->front() : nullptr;
}

std::vector<Json> list_member(const Json& of, const char* name) {
  const Json* list = find_member(of, name);
  return list && list->is_array() ? list->get<std::vector<Json>>() : std::vector<Json>();
}

/// What nodes have printed that are simulated.
void log_simulated(const StepCall& step, Ports& ports, const Json& answer) {
  const std::vector<Json> run = list_member(step.memo, kRunNodes);
  for (const Json& invocation : list_member(answer, "CommandInvocations")) {
    const std::string node = string_member(invocation, "InstanceId");
    if (std::ranges::find(run, Json(node)) != run.end()) continue;
    for (const Json& plugin : list_member(invocation, "CommandPlugins"))
      NodeLines(step, ports, node).add(string_member(plugin, "Output"));
  }
}

/// In the order in which the service shows them. Source: recorded outputs c.2.
tl::expected<Json, Failed> command_outputs(const StepCall& step, Ports& ports,
                                           const std::string& id, const std::string& status) {
  const CloudCall call =
      cloud_call(step, "ssm", "ListCommandInvocations", {{kCommandId, id}, {"Details", true}});
  const CloudAnswer answer = ports.cloud.call(call);
  if (!answer)
    return tl::unexpected(
        Failed{native_failure(answer.error(), kVerifyingCommand, call, step), nullptr});
  log_simulated(step, ports, answer->json());
  Json outputs{{"Status", status}};
  if (const Json* plugin = sole_plugin(answer->json())) {
    const Json* code = find_member(*plugin, "ResponseCode");
    outputs["ResponseCode"] = code ? *code : Json(-1);
    outputs["Output"] = string_member(*plugin, "Output");
  }
  outputs[kCommandId] = id;
  outputs["OutputPayload"] = Json(outputs);
  return outputs;
}

/// "{Status=[Failed], ResponseCode=[1], Output=[...], OutputPayload=[{...}], CommandId=[...]}".
std::string result_text(const Json& outputs) {
  std::vector<std::string> members;
  for (const char* name : {"Status", "ResponseCode", "Output", "OutputPayload", kCommandId})
    if (const Json* value = find_member(outputs, name))
      members.push_back(fmt::format(
          "{}=[{}]", name, value->is_object() ? to_gson_text(*value) : to_embedded_text(*value)));
  return fmt::format("{{{}}}", join(members, ", "));
}

Outcome look_at_command(const StepCall& step, Ports& ports, const std::string& id) {
  const auto status = status_of_command(step, ports, id);
  if (!status) return status.error();
  if (is_under_way(*status)) return poll_again(step, kCommandBackoff);
  auto outputs = command_outputs(step, ports, id, *status);
  if (!outputs) return std::move(outputs).error();
  if (*status != "Success")
    return Failed{
        verification_failure(kVerifyingCommand,
                             fmt::format("Command {} returns unexpected invocation result: \n{}",
                                         id, result_text(*outputs))),
        *std::move(outputs)};
  Done done;
  done.outputs = *std::move(outputs);
  return done;
}

// --- The step ------------------------------------------------------------------------------------

/// The step is over while it waited for agents.
Failed agent_failure(const Json& unreachable) {
  const std::string cause = fmt::format("SSM Agent on Instances: [{}] are not functioning",
                                        join(unreachable.get<std::vector<std::string>>(), ", "));
  Failure failure =
      make_failure(Stage::kPreVerification, FailureType::kVerification, kVerifyingAgent, cause);
  failure.message = timeout_text(kVerifyingAgent, cause);
  failure.timed_out = true;
  return {std::move(failure), nullptr};
}

Outcome cancel_run_command(const StepCall& step, Ports& ports) {
  const std::string id = string_member(step.memo, kCommandId);
  if (id.empty()) {
    const Json* unreachable = find_member(step.memo, kUnreachable);
    return unreachable ? Outcome(agent_failure(*unreachable)) : Outcome(Done{});
  }
  Done done;
  // Whatever comes of it, the step ends.
  std::ignore = ports.cloud.call(cloud_call(step, "ssm", "CancelCommand", {{kCommandId, id}}));
  const auto status = status_of_command(step, ports, id);
  if (!status || is_under_way(*status)) return done;
  if (auto outputs = command_outputs(step, ports, id, *status)) done.outputs = *std::move(outputs);
  return done;
}

Outcome run_on_nodes(const StepCall& step, Ports& ports, const std::string& id) {
  if (ports.programs == nullptr)
    return Failed{make_failure(Stage::kInvocation, FailureType::kAction, kVerifyingCommand,
                               fmt::format("No program is run here, so a mock has to stand in for "
                                           "the step, for example: - {{step: {}, Return: {{Status: "
                                           "Success}}}}",
                                           step.step.name)),
                  nullptr};
  CommandWork work(step, ports, id);
  work.run();
  if (work.is_out_of_time()) {
    Failed failed{timeout_failure(step.step.spec->phase), nullptr};
    Outcome cancelled = cancel_run_command(step, ports);
    if (auto* done = std::get_if<Done>(&cancelled)) failed.outputs = std::move(done->outputs);
    return failed;
  }
  // Interrupted, the step is cancelled next; else the command is looked at.
  Suspended suspended;
  suspended.memo = step.memo;
  suspended.memo.erase(kHasWork);
  suspended.wake_at = step.now;
  return suspended;
}

Outcome advance_run_command(const StepCall& step, Ports& ports) {
  const std::string id = string_member(step.memo, kCommandId);
  if (id.empty()) return send_command(step, ports);
  if (has_nodes_to_run(step.memo)) return run_on_nodes(step, ports, id);
  return look_at_command(step, ports, id);
}

}  // namespace

extern constinit const Action kRunCommandAction{
    kRunCommandSpec, check_run_command, advance_run_command, cancel_run_command, has_nodes_to_run};

}  // namespace ssm
