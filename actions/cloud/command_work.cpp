// SPDX-License-Identifier: Apache-2.0
// What the action that runs commands on nodes for real asks of the account, and tells it: calls
// that AWS does not have (kOwnService). Between them the account is as it would be without nodes.
#include <algorithm>
#include <array>
#include <utility>

#include "actions/cloud/command_record.h"
#include "core/engine/cloud.h"

namespace ssm::cloud {
namespace {

constexpr MemberShape kListWorkMembers[] = {{"CommandId", &kString, true}};
constexpr MemberShape kBeginMembers[] = {{"CommandId", &kString, true},
                                         {"InstanceId", &kString, true}};
constexpr MemberShape kEndMembers[] = {{"CommandId", &kString, true},
                                       {"InstanceId", &kString, true},
                                       {"StatusDetails", &kString},
                                       {"Plugins", kAnything, true}};
constexpr Shape kListWork = structure(kListWorkMembers);
constexpr Shape kBegin = structure(kBeginMembers);
constexpr Shape kEnd = structure(kEndMembers);

bool is_work(const Json& invocation) {
  return !has_ended(invocation) && invocation.contains("work");
}

/// {InstanceIds, MaxConcurrency}: the nodes on which the command is to be run, in their order, also
/// those that an engine began with that has ended since. Of a command that is not here: none.
Result<Json> list_work(AccountSession& session, const Json& request) {
  TRY_ASSIGN(const std::optional<Json> command,
             find_command(session, string_member(request, "CommandId")));
  Json answer{{"InstanceIds", Json::array()}};
  if (!command) return answer;
  answer["MaxConcurrency"] = concurrency_of(*command);
  for (const Json& invocation : (*command)["invocations"])
    if (is_work(invocation)) answer["InstanceIds"].push_back(invocation["InstanceId"]);
  return answer;
}

/// {Transport, Steps}: what to run on a node; {}: nothing any more.
Result<Json> begin_invocation(AccountSession& session, const Json& request) {
  TRY_ASSIGN(std::optional<Json> command,
             find_command(session, string_member(request, "CommandId")));
  Json* invocation =
      command ? find_invocation(*command, string_member(request, "InstanceId")) : nullptr;
  if (invocation == nullptr || !is_work(*invocation)) return Json::object();
  set_state(*invocation, {"InProgress", "InProgress"});
  (*invocation)["started"] = to_iso8601(session.now);
  const Json& work = (*invocation)["work"];
  Json answer{{"Transport", work.value("transport", Json())}, {"Steps", Json::array()}};
  const Json* steps = find_member(*command, "steps");
  if (const Json* list = steps ? find_member(*steps, string_member(work, "platform")) : nullptr)
    answer["Steps"] = *list;
  TRY(keep_command(session, *command));
  return answer;
}

/// Those that MaxConcurrency has kept waiting are not begun once MaxErrors is passed.
void terminate_waiting(Json& command, std::int64_t sent, Time now) {
  if (counts_of_command(command).errors <= number_or_share(command, "MaxErrors", 0)) return;
  std::int64_t number = 0;
  for (Json& invocation : command["invocations"]) {
    const bool waits = is_work(invocation) && !invocation.contains("started");
    if (number++ >= sent && waits) end_unrun(invocation, {"Cancelled", "Terminated"}, now);
  }
}

/// One that has ended meanwhile stays as it is.
Result<Json> report_end(AccountSession& session, const Json& request) {
  TRY_ASSIGN(std::optional<Json> command,
             find_command(session, string_member(request, "CommandId")));
  Json* invocation =
      command ? find_invocation(*command, string_member(request, "InstanceId")) : nullptr;
  if (invocation == nullptr || !is_work(*invocation)) return Json::object();
  std::vector<PluginResult> results;
  for (const Json& plugin : request["Plugins"]) results.push_back(PluginResult::read(plugin));
  const std::int64_t sent = counts_of_command(*command).completed + concurrency_of(*command);
  CommandState state = state_of(results);
  if (const std::string details = string_member(request, "StatusDetails"); !details.empty())
    state.details = details;
  end_invocation(*invocation, state, results, session.now);
  terminate_waiting(*command, sent, session.now);
  TRY(settle(session, *command));
  TRY(keep_command(session, *command));
  return Json::object();
}

constexpr std::array kCommandWorkOperations = {
    AccountOperation{kOwnService, "ListWork", &kListWork, true, list_work},
    AccountOperation{kOwnService, "BeginInvocation", &kBegin, true, begin_invocation},
    AccountOperation{kOwnService, "EndInvocation", &kEnd, true, report_end},
};

}  // namespace

std::span<const AccountOperation> command_work_operations() {
  return kCommandWorkOperations;
}

}  // namespace ssm::cloud
