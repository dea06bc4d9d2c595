// SPDX-License-Identifier: Apache-2.0
// State machines of Step Functions: how their executions end stands in the account file. Source:
// the API reference of Step Functions; texts of errors as the service gives them where they are
// known.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "actions/cloud/account_values.h"
#include "actions/cloud/ec2_tags.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/resource.h"
#include "core/base/arn.h"
#include "core/base/id.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::size_t kLongestExecutionName = 80;
constexpr std::size_t kMostExecutionInput = 256 * 1024;

// --- The file -----------------------------------------------------------------------------------

constexpr std::string_view kMachineTypes[] = {"STANDARD", "EXPRESS"};
constexpr std::string_view kExecutionEnds[] = {"SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"};
constexpr std::string_view kExecutionStatuses[] = {"RUNNING",   "SUCCEEDED", "FAILED",
                                                   "TIMED_OUT", "ABORTED",   "PENDING_REDRIVE"};
constexpr std::string_view kStuck[] = {"stuck"};
constexpr AccountValue kMachineTypeValue{.values = kMachineTypes};
constexpr AccountValue kExecutionEndValue{.values = kExecutionEnds};
constexpr AccountValue kExecutionStatusValue{.values = kExecutionStatuses};
constexpr AccountValue kRunBehaviourValue{.values = kStuck};

// How an execution ends.
constexpr AccountMember kResultMembers[] = {{"status", kExecutionEndValue},
                                            {"output", kJsonValue},
                                            {"error", kTextValue},
                                            {"cause", kTextValue}};
constexpr AccountMember kMachineMembers[] = {{"stateMachineArn", kNamedValue, true},
                                             {"type", kMachineTypeValue},
                                             {"roleArn", kTextValue},
                                             {"definition", kTextValue},
                                             {"creationDate", kTimeValue},
                                             {"Tags", kTagsValue},
                                             {"results", kMapsValue},
                                             {"started", kWholeNumberValue},
                                             {"timing", kMapValue},
                                             {"behaviour", kMapValue}};
constexpr AccountMember kMachineTiming[] = {{"run", kSecondsValue}};
constexpr AccountMember kMachineBehaviour[] = {
    {"start", kRefusalValue}, {"run", kRunBehaviourValue}, {"stop", kRefusalValue}};
constexpr AccountPart kMachineParts[] = {{"results", kResultMembers, kMostInList},
                                         {"timing", kMachineTiming},
                                         {"behaviour", kMachineBehaviour}};

constexpr AccountMember kMachineExecutionMembers[] = {{"executionArn", kNamedValue, true},
                                                      {"stateMachineArn", kNamedValue, true},
                                                      {"name", kNamedValue, true},
                                                      {"status", kExecutionStatusValue},
                                                      {"startDate", kTimeValue},
                                                      {"stopDate", kTimeValue},
                                                      {"input", kTextValue},
                                                      {"output", kTextValue},
                                                      {"error", kTextValue},
                                                      {"cause", kTextValue},
                                                      {"change", kMapValue}};
constexpr AccountMember kMachineExecutionChange[] = {{"to", kExecutionEndValue, true},
                                                     {"at", kTimeValue, true},
                                                     {"output", kTextValue},
                                                     {"error", kTextValue},
                                                     {"cause", kTextValue}};
constexpr AccountPart kMachineExecutionParts[] = {{"change", kMachineExecutionChange}};

Json stored_machine(const AccountSession& session, Json machine) {
  const std::string given = string_member(machine, "stateMachineArn");
  if (given.find(':') == std::string::npos)
    machine["stateMachineArn"] =
        Arn::regional(session.scope, "states", "stateMachine:" + given).text();
  add_default(machine, "type", "STANDARD");
  add_default(machine, "roleArn", Arn::iam(session.scope, "role/states").text());
  add_default(machine, "definition",
              R"({"StartAt": "Work", "States": {"Work": {"Type": "Pass", "End": true}}})");
  add_default(machine, "creationDate", to_iso8601(session.now));
  machine["Tags"] = tags_as_map(machine.value("Tags", Json::object()));
  return machine;
}

std::string arn_of_machine(const Json& machine) {
  return string_member(machine, "stateMachineArn");
}

Json stored_machine_execution(const AccountSession& session, Json execution) {
  add_default(execution, "status", "RUNNING");
  add_default(execution, "startDate", to_iso8601(session.now));
  add_default(execution, "input", "{}");
  return execution;
}

std::string arn_of_machine_execution(const Json& execution) {
  return string_member(execution, "executionArn");
}

std::vector<Phase> machine_execution_phases(const Json& execution) {
  std::vector<Phase> phases{
      {time_member(execution, "startDate", {}), string_member(execution, "status")}};
  if (const Json* change = find_member(execution, "change"))
    phases.push_back({time_member(*change, "at", {}), string_member(*change, "to")});
  return phases;
}

/// An execution that has ended is no longer on its way.
Json machine_execution_at(Json execution, Time now) {
  const std::vector<Phase> phases = machine_execution_phases(execution);
  const Phase& reached = phase_at(phases, now);
  if (phases.size() == 1 || &reached != &phases.back()) return execution;
  const Json change = *find_member(execution, "change");
  execution.erase("change");
  execution["status"] = reached.state;
  execution["stopDate"] = to_iso8601(reached.from);
  for (const std::string_view member : {"output", "error", "cause"})
    copy_given(execution, change, member);
  return execution;
}

Json shown_machine_execution(const AccountSession& session, Json execution) {
  return machine_execution_at(std::move(execution), session.now);
}

std::vector<std::string> machine_problems(const Json& machine) {
  const std::string arn = string_member(machine, "stateMachineArn");
  const std::vector<std::string> parts = split(arn, ':');
  const bool is_arn =
      parts.size() == 7 && parts[0] == "arn" && parts[2] == "states" && parts[5] == "stateMachine";
  if (is_arn || parts.size() == 1) return {};
  return {".stateMachineArn: must be the ARN or the name of a state machine"};
}

}  // namespace

extern constinit const ResourceList kStateMachineList{
    {"stateMachines", kMachineMembers, kMachineParts, machine_problems},
    "stepfunctions:machine",
    stored_machine,
    arn_of_machine};

extern constinit const ResourceList kMachineExecutionList{
    {"stateMachineExecutions", kMachineExecutionMembers, kMachineExecutionParts},
    "stepfunctions:execution",
    stored_machine_execution,
    arn_of_machine_execution,
    shown_machine_execution};

namespace {

constexpr MemberShape kStartExecutionShapes[] = {{"stateMachineArn", &kNonEmpty, true},
                                                 {"name", &kString},
                                                 {"input", &kString},
                                                 {"traceHeader", &kString}};
constexpr MemberShape kDescribeExecutionShapes[] = {{"executionArn", &kNonEmpty, true},
                                                    {"includedData", &kString}};
constexpr MemberShape kStopExecutionShapes[] = {
    {"executionArn", &kNonEmpty, true}, {"error", &kString}, {"cause", &kString}};
constexpr MemberShape kListExecutionsShapes[] = {
    {"stateMachineArn", &kString}, {"statusFilter", &kString}, {"maxResults", &kInteger},
    {"nextToken", &kString},       {"mapRunArn", &kString},    {"redriveFilter", &kString}};
constexpr MemberShape kListMachinesShapes[] = {{"maxResults", &kInteger}, {"nextToken", &kString}};
constexpr MemberShape kDescribeMachineShapes[] = {{"stateMachineArn", &kNonEmpty, true},
                                                  {"includedData", &kString}};
constexpr Shape kStartExecutionInput = structure(kStartExecutionShapes);
constexpr Shape kDescribeExecutionInput = structure(kDescribeExecutionShapes);
constexpr Shape kStopExecutionInput = structure(kStopExecutionShapes);
constexpr Shape kListExecutionsInput = structure(kListExecutionsShapes);
constexpr Shape kListMachinesInput = structure(kListMachinesShapes);
constexpr Shape kDescribeMachineInput = structure(kDescribeMachineShapes);

Completed check_states_arn(const std::string& arn, std::string_view resource) {
  const std::optional<Arn> parsed = Arn::parse(arn);
  if (!parsed) return failure("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: " + arn + "'");
  const std::string kind = parsed->resource.substr(0, parsed->resource.find(':'));
  if (kind == resource) return {};
  return failure("InvalidArn",
                 fmt::format("Invalid Arn: 'Resource type not valid in this context: {}'", kind));
}

Result<Json> machine_of(AccountSession& session, const std::string& arn) {
  TRY(check_states_arn(arn, "stateMachine"));
  TRY_ASSIGN(std::optional<Json> machine, find_resource(session, kStateMachineList, arn));
  if (machine) return *std::move(machine);
  return failure("StateMachineDoesNotExist",
                 fmt::format("State Machine Does Not Exist: '{}'", arn));
}

/// As it is now.
Result<Json> machine_execution_of(AccountSession& session, const std::string& arn) {
  TRY(check_states_arn(arn, "execution"));
  TRY_ASSIGN(std::optional<Json> execution, find_resource(session, kMachineExecutionList, arn));
  if (!execution)
    return failure("ExecutionDoesNotExist", fmt::format("Execution Does Not Exist: '{}'", arn));
  phase_at(session, machine_execution_phases(*execution));
  return machine_execution_at(*std::move(execution), session.now);
}

std::string name_in_arn(const std::string& arn) {
  return arn.substr(arn.rfind(':') + 1);
}

Completed check_execution_name(const std::string& name) {
  constexpr std::string_view kRefused = " <>{}[]?*\"#%\\^|~`$&,;:/";
  const bool good =
      !name.empty() && utf8_length(name) <= kLongestExecutionName &&
      std::ranges::none_of(name, [&](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F || kRefused.find(c) != std::string_view::npos;
      });
  if (good) return {};
  return failure("InvalidName", fmt::format("Invalid Name: '{}'", name));
}

Completed check_execution_input(const std::string& input) {
  if (input.size() > kMostExecutionInput)
    return failure("InvalidExecutionInput",
                   fmt::format("Invalid State Machine Execution Input: it has more than {} bytes",
                               kMostExecutionInput));
  const Result<Json> json = parse_json(input);
  if (json) return {};
  return failure("InvalidExecutionInput",
                 "Invalid State Machine Execution Input: '" + json.error().message + "'");
}

/// How this execution ends: one result after the other, the last one again and again.
Json planned_end(const Json& machine, const std::string& input, Time now) {
  const Json* results = find_member(machine, "results");
  Json result = Json::object();
  if (results != nullptr && !results->empty()) {
    const auto started = static_cast<std::size_t>(machine.value("started", std::int64_t{0}));
    result = (*results)[std::min(started, results->size() - 1)];
  }
  const std::string status = string_member(result, "status", "SUCCEEDED");
  Json end{{"to", status}, {"at", to_iso8601(now + duration_of(machine, "run"))}};
  const Json* output = find_member(result, "output");
  // A machine that does nothing passes its input on.
  if (status == "SUCCEEDED") {
    const bool is_text = output && output->is_string() &&
                         parse_json(output->get_ref<const std::string&>()).has_value();
    end["output"] = output == nullptr ? input
                    : is_text         ? output->get<std::string>()
                                      : to_text(*output);
  }
  for (const std::string_view member : {"error", "cause"}) copy_given(end, result, member);
  return end;
}

/// A name that is taken is good while the same execution runs.
Result<Json> answer_for_taken_execution(AccountSession& session, const Json& stored,
                                        const std::string& input) {
  const Json taken = machine_execution_at(stored, session.now);
  const std::string arn = string_member(taken, "executionArn");
  if (string_member(taken, "status") == "RUNNING" && string_member(taken, "input") == input)
    return Json{{"executionArn", arn},
                {"startDate", api_time(time_member(taken, "startDate", session.now))}};
  return failure("ExecutionAlreadyExists", fmt::format("Execution Already Exists: '{}'", arn));
}

Result<Json> start_execution(AccountSession& session, const Json& parameters) {
  const std::string machine_arn = string_member(parameters, "stateMachineArn");
  TRY_ASSIGN(Json machine, machine_of(session, machine_arn));
  const std::string name = string_member(parameters, "name", new_uuid());
  const std::string input = string_member(parameters, "input", "{}");
  TRY(check_execution_name(name));
  TRY(check_execution_input(input));
  const bool is_express = string_member(machine, "type") == "EXPRESS";
  const std::string arn =
      Arn::regional(
          session.scope, "states",
          fmt::format("{}:{}:{}{}", is_express ? "express" : "execution", name_in_arn(machine_arn),
                      name, is_express ? ":" + new_uuid() : std::string()))
          .text();
  TRY_ASSIGN(const std::optional<Json> taken, find_resource(session, kMachineExecutionList, arn));
  if (taken) return answer_for_taken_execution(session, *taken, input);
  TRY(refuse_as_planned(machine, "start", "state machine " + machine_arn));
  TRY(require_room(session, kMachineExecutionList, "ExecutionLimitExceeded"));
  Json execution{{"executionArn", arn}, {"stateMachineArn", machine_arn},       {"name", name},
                 {"status", "RUNNING"}, {"startDate", to_iso8601(session.now)}, {"input", input}};
  if (planned_behaviour(machine, "run") != "stuck")
    execution["change"] = planned_end(machine, input, session.now);
  TRY(save_resource(session, kMachineExecutionList, execution));
  machine["started"] = machine.value("started", std::int64_t{0}) + 1;
  TRY(save_resource(session, kStateMachineList, machine));
  return Json{{"executionArn", arn}, {"startDate", api_time(session.now)}};
}

/// The members of an execution in DescribeExecution.
Json described_machine_execution(const Json& execution, Time now) {
  Json answer = Json::object();
  for (const std::string_view member : {"executionArn", "stateMachineArn", "name", "status"})
    copy_given(answer, execution, member);
  answer["startDate"] = api_time(time_member(execution, "startDate", now));
  if (find_member(execution, "stopDate"))
    answer["stopDate"] = api_time(time_member(execution, "stopDate", now));
  copy_given(answer, execution, "input");
  answer["inputDetails"] = {{"included", true}};
  copy_given(answer, execution, "output");
  if (answer.contains("output")) answer["outputDetails"] = {{"included", true}};
  for (const std::string_view member : {"error", "cause"}) copy_given(answer, execution, member);
  answer["redriveCount"] = 0;
  return answer;
}

Result<Json> describe_execution(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json execution,
             machine_execution_of(session, string_member(parameters, "executionArn")));
  return described_machine_execution(execution, session.now);
}

Result<Json> stop_execution(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json execution,
             machine_execution_of(session, string_member(parameters, "executionArn")));
  if (string_member(execution, "status") == "RUNNING") {
    const std::string machine_arn = string_member(execution, "stateMachineArn");
    TRY_ASSIGN(const std::optional<Json> machine,
               find_resource(session, kStateMachineList, machine_arn));
    if (machine) TRY(refuse_as_planned(*machine, "stop", "state machine " + machine_arn));
    execution.erase("change");
    execution["status"] = "ABORTED";
    execution["stopDate"] = to_iso8601(session.now);
    for (const std::string_view member : {"error", "cause"})
      copy_given(execution, parameters, member);
    TRY(save_resource(session, kMachineExecutionList, execution));
  }
  return Json{{"stopDate", api_time(time_member(execution, "stopDate", session.now))}};
}

Result<Json> list_executions(AccountSession& session, const Json& parameters) {
  const std::string machine_arn = string_member(parameters, "stateMachineArn");
  const std::string wanted = string_member(parameters, "statusFilter");
  TRY(machine_of(session, machine_arn));
  TRY_ASSIGN(std::vector<Json> stored, all_resources(session, kMachineExecutionList));
  Json executions = Json::array();
  for (Json& one : stored) {
    if (string_member(one, "stateMachineArn") != machine_arn) continue;
    phase_at(session, machine_execution_phases(one));
    const Json execution = machine_execution_at(std::move(one), session.now);
    if (!wanted.empty() && string_member(execution, "status") != wanted) continue;
    const Json described = described_machine_execution(execution, session.now);
    Json item = Json::object();
    for (const std::string_view member :
         {"executionArn", "stateMachineArn", "name", "status", "startDate", "stopDate"})
      copy_given(item, described, member);
    executions.push_back(std::move(item));
  }
  std::reverse(executions.begin(), executions.end());  // newest first
  return page_answer(std::move(executions), parameters,
                     {.most = "maxResults",
                      .token = "nextToken",
                      .next = "nextToken",
                      .items = "executions",
                      .code = "InvalidToken"});
}

Result<Json> list_state_machines(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const std::vector<Json> stored, all_resources(session, kStateMachineList));
  Json machines = Json::array();
  for (const Json& machine : stored)
    machines.push_back(
        {{"stateMachineArn", arn_of_machine(machine)},
         {"name", name_in_arn(arn_of_machine(machine))},
         {"type", string_member(machine, "type")},
         {"creationDate", api_time(time_member(machine, "creationDate", session.now))}});
  return page_answer(std::move(machines), parameters,
                     {.most = "maxResults",
                      .token = "nextToken",
                      .next = "nextToken",
                      .items = "stateMachines",
                      .code = "InvalidToken"});
}

Result<Json> describe_state_machine(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json machine, machine_of(session, string_member(parameters, "stateMachineArn")));
  return Json{{"stateMachineArn", arn_of_machine(machine)},
              {"name", name_in_arn(arn_of_machine(machine))},
              {"status", "ACTIVE"},
              {"definition", string_member(machine, "definition")},
              {"roleArn", string_member(machine, "roleArn")},
              {"type", string_member(machine, "type")},
              {"creationDate", api_time(time_member(machine, "creationDate", session.now))}};
}

constexpr std::array kStateMachineOperations = {
    AccountOperation{"stepfunctions", "StartExecution", &kStartExecutionInput, true,
                     start_execution},
    AccountOperation{"stepfunctions", "DescribeExecution", &kDescribeExecutionInput, false,
                     describe_execution},
    AccountOperation{"stepfunctions", "StopExecution", &kStopExecutionInput, true, stop_execution},
    AccountOperation{"stepfunctions", "ListExecutions", &kListExecutionsInput, false,
                     list_executions},
    AccountOperation{"stepfunctions", "ListStateMachines", &kListMachinesInput, false,
                     list_state_machines},
    AccountOperation{"stepfunctions", "DescribeStateMachine", &kDescribeMachineInput, false,
                     describe_state_machine},
};

}  // namespace

std::span<const AccountOperation> state_machine_operations() {
  return kStateMachineOperations;
}

}  // namespace ssm::cloud
