// SPDX-License-Identifier: Apache-2.0
// Looking at commands. Source: the API reference of Systems Manager; what is empty is shown as the
// service shows it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "actions/cloud/command_record.h"
#include "actions/cloud/instance.h"
#include "core/base/text.h"
#include "core/document/structure_reader.h"

namespace ssm::cloud {
namespace {

constexpr std::int64_t kMostCommandsOfPage = 50;

constexpr MemberShape kCommandFilterMembers[] = {{"key", &kString, true},
                                                 {"value", &kNonEmpty, true}};
constexpr Shape kCommandFilter = structure(kCommandFilterMembers);
constexpr Shape kCommandFilters = list_of(kCommandFilter);
constexpr Shape kCommandPage{.kind = Shape::Kind::kInteger, .min = 1};
constexpr MemberShape kListCommandsMembers[] = {{"CommandId", &kString},
                                                {"InstanceId", &kString},
                                                {"MaxResults", &kCommandPage},
                                                {"NextToken", &kString},
                                                {"Filters", &kCommandFilters}};
constexpr MemberShape kListInvocationsMembers[] = {
    {"CommandId", &kString}, {"InstanceId", &kString},      {"MaxResults", &kCommandPage},
    {"NextToken", &kString}, {"Filters", &kCommandFilters}, {"Details", &kBoolean}};
constexpr MemberShape kGetInvocationMembers[] = {
    {"CommandId", &kUuid, true}, {"InstanceId", &kString, true}, {"PluginName", &kString}};
constexpr Shape kListCommands = structure(kListCommandsMembers);
constexpr Shape kListInvocations = structure(kListInvocationsMembers);
constexpr Shape kGetInvocation = structure(kGetInvocationMembers);

Json member_or(const Json& command, std::string_view name, Json fallback) {
  const Json* value = find_member(command, name);
  return value ? *value : std::move(fallback);
}

std::string api_time_of(const Json& json, std::string_view name) {
  return api_time(parse_time(string_member(json, name)).value_or(Time{}));
}

Json notification_view(const Json& command) {
  Json view{
      {"NotificationArn", ""}, {"NotificationEvents", Json::array()}, {"NotificationType", ""}};
  if (const Json* given = find_member(command, "NotificationConfig"); given && given->is_object())
    view.update(*given);
  return view;
}

Json cloud_watch_view(const Json& command) {
  Json view{{"CloudWatchLogGroupName", ""}, {"CloudWatchOutputEnabled", false}};
  if (const Json* given = find_member(command, "CloudWatchOutputConfig");
      given && given->is_object())
    view.update(*given);
  return view;
}

// --- Paging and filters --------------------------------------------------------------------------

/// One page of a list, by numbers. Errors: InvalidNextToken, ValidationException.
Result<Json> page_of_commands(std::string_view member, const std::vector<Json>& all,
                              const Json& request) {
  const std::int64_t most = request.value("MaxResults", kMostCommandsOfPage);
  if (most > kMostCommandsOfPage)
    return failure(
        "ValidationException",
        fmt::format("1 validation error detected: Value '{}' at 'maxResults' failed to "
                    "satisfy constraint: Member must have value less than or equal to {}",
                    most, kMostCommandsOfPage));
  const std::string token = string_member(request, "NextToken");
  const auto first = token.empty() ? std::optional<std::int64_t>(0) : parse_integer(token);
  const auto count = static_cast<std::int64_t>(all.size());
  if (!first || *first < 0 || *first > count)
    return failure("InvalidNextToken", "The specified token isn't valid.");
  Json answer = Json::object();
  Json& list = answer[std::string(member)] = Json::array();
  const std::int64_t end = std::min(count, *first + most);
  for (std::int64_t i = *first; i < end; ++i) list.push_back(all[static_cast<std::size_t>(i)]);
  if (end < count) answer["NextToken"] = std::to_string(end);
  return answer;
}

bool passes_stage(std::string_view stage, const CommandState& state) {
  const bool runs = state.status == "Pending" || state.status == "InProgress";
  return stage == (runs ? "Executing" : "Complete");
}

/// Errors: InvalidFilterKey.
Result<bool> passes_command_filters(const Json& request, const Json& command,
                                    const CommandState& state) {
  const Json* filters = find_member(request, "Filters");
  if (filters == nullptr) return true;
  const Time requested = parse_time(string_member(command, "RequestedDateTime")).value_or(Time{});
  bool passes = true;
  for (const Json& filter : *filters) {
    const std::string key = string_member(filter, "key");
    const std::string value = string_member(filter, "value");
    if (key == "InvokedAfter")
      passes = passes && requested > parse_time(value).value_or(Time{});
    else if (key == "InvokedBefore")
      passes = passes && requested < parse_time(value).value_or(Time{});
    else if (key == "Status")
      passes = passes && (value == state.status || value == state.details);
    else if (key == "ExecutionStage")
      passes = passes && passes_stage(value, state);
    else if (key == "DocumentName")
      passes = passes && value == string_member(command, "DocumentName");
    else
      return failure("InvalidFilterKey", "The specified key isn't valid.");
  }
  return passes;
}

bool looks_like_command_id(std::string_view id) {
  constexpr std::size_t kLength = 36;
  return id.size() == kLength &&
         id.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
}

/// The commands that a list is about, the newest first. Errors: InvalidCommandId.
Result<std::vector<Json>> wanted_commands(AccountSession& session, const Json& request) {
  const std::string id = string_member(request, "CommandId");
  const std::string instance = string_member(request, "InstanceId");
  std::vector<Json> commands;
  if (!id.empty() && !looks_like_command_id(id)) return invalid_command_id();
  if (!id.empty()) {
    TRY_ASSIGN(std::optional<Json> command, find_command(session, id));
    if (command) commands.push_back(*std::move(command));
  } else {
    TRY_ASSIGN(commands, all_commands(session));
  }
  if (!instance.empty())
    std::erase_if(commands, [&](Json& one) { return find_invocation(one, instance) == nullptr; });
  return commands;
}

Result<Json> list_commands(AccountSession& session, const Json& request) {
  TRY_ASSIGN(const std::vector<Json> commands, wanted_commands(session, request));
  std::vector<Json> found;
  for (const Json& command : commands) {
    TRY_ASSIGN(const bool passes,
               passes_command_filters(request, command, state_of_command(command)));
    if (passes) found.push_back(command_view(command));
  }
  return page_of_commands("Commands", found, request);
}

// --- Invocations ---------------------------------------------------------------------------------

Json plugin_view(const Json& plugin, const Json& command, const Json& invocation) {
  PluginResult result = PluginResult::read(plugin);
  const std::string details = string_member(invocation, "StatusDetails");
  if (details == "InProgress") result.status = details;
  const bool is_undelivered = details == "DeliveryTimedOut" || details == "Undeliverable" ||
                              details == "InvalidPlatform" || details == "Terminated";
  const bool is_late = result.status == "TimedOut" && !is_undelivered;
  Json view{{"Name", result.name}, {"Status", result.status}};
  view["StatusDetails"] = is_undelivered ? details : is_late ? "ExecutionTimedOut" : result.status;
  view["ResponseCode"] = result.code;
  if (invocation.contains("started"))
    view["ResponseStartDateTime"] = api_time_of(invocation, "started");
  if (invocation.contains("started") && invocation.contains("ended"))
    view["ResponseFinishDateTime"] = api_time_of(invocation, "ended");
  view["Output"] = result.output;
  view["StandardOutputUrl"] = "";
  view["StandardErrorUrl"] = "";
  for (const char* name : {"OutputS3Region", "OutputS3BucketName", "OutputS3KeyPrefix"})
    view[name] = string_member(command, name);
  return view;
}

Json invocation_view(const Json& command, const Json& invocation, bool with_details) {
  Json view{{"CommandId", string_member(command, "CommandId")},
            {"InstanceId", string_member(invocation, "InstanceId")},
            {"InstanceName", string_member(invocation, "InstanceName")},
            {"Comment", string_member(command, "Comment")},
            {"DocumentName", string_member(command, "DocumentName")},
            {"DocumentVersion", string_member(command, "DocumentVersion")},
            {"RequestedDateTime", api_time_of(command, "RequestedDateTime")},
            {"Status", string_member(invocation, "Status")},
            {"StatusDetails", string_member(invocation, "StatusDetails")},
            {"StandardOutputUrl", ""},
            {"StandardErrorUrl", ""}};
  Json& plugins = view["CommandPlugins"] = Json::array();
  const Json* list = with_details ? find_member(invocation, "plugins") : nullptr;
  if (list != nullptr)
    for (const Json& plugin : *list) plugins.push_back(plugin_view(plugin, command, invocation));
  view["ServiceRole"] = string_member(command, "ServiceRoleArn");
  view["NotificationConfig"] = notification_view(command);
  view["CloudWatchOutputConfig"] = cloud_watch_view(command);
  return view;
}

Result<Json> list_command_invocations(AccountSession& session, const Json& request) {
  TRY_ASSIGN(const std::vector<Json> commands, wanted_commands(session, request));
  const std::string instance = string_member(request, "InstanceId");
  std::vector<Json> found;
  for (const Json& command : commands) {
    const Json* invocations = find_member(command, "invocations");
    if (invocations == nullptr) continue;
    for (const Json& one : *invocations) {
      if (!instance.empty() && string_member(one, "InstanceId") != instance) continue;
      const CommandState state{string_member(one, "Status"), string_member(one, "StatusDetails")};
      TRY_ASSIGN(const bool passes, passes_command_filters(request, command, state));
      if (passes) found.push_back(invocation_view(command, one, is_set(request, "Details")));
    }
  }
  return page_of_commands("CommandInvocations", found, request);
}

/// "PT1.25S".
std::string elapsed_text(const Json& invocation) {
  const auto started = parse_time(string_member(invocation, "started"));
  const auto ended = parse_time(string_member(invocation, "ended"));
  if (!started || !ended) return {};
  return fmt::format("PT{}S", static_cast<double>((*ended - *started).count()) / 1000);
}

/// The plugin that a request is about: the only one, or the one it names. Errors:
/// InvalidPluginName.
Result<PluginResult> wanted_plugin(const Json& invocation, const std::string& name) {
  const Json* plugins = find_member(invocation, "plugins");
  const std::size_t count = plugins && plugins->is_array() ? plugins->size() : 0;
  if (name.empty() && count == 1) return PluginResult::read(plugins->front());
  for (std::size_t i = 0; i < count; ++i)
    if (string_member((*plugins)[i], "Name") == name) return PluginResult::read((*plugins)[i]);
  return failure("InvalidPluginName", "The plugin name isn't valid.");
}

Result<Json> get_command_invocation(AccountSession& session, const Json& request) {
  const std::string id = string_member(request, "CommandId");
  const std::string instance = string_member(request, "InstanceId");
  if (!looks_like_command_id(id)) return invalid_command_id();
  TRY_ASSIGN(std::optional<Json> command, find_command(session, id));
  const Json* invocation = command ? find_invocation(*command, instance) : nullptr;
  if (invocation == nullptr)
    return failure("InvocationDoesNotExist",
                   "The command ID and managed node ID you specified didn't match any invocations. "
                   "Verify the command ID and the managed node ID and try again.");
  TRY_ASSIGN(const PluginResult plugin,
             wanted_plugin(*invocation, string_member(request, "PluginName")));
  const bool has_run = invocation->contains("started");
  return Json{{"CommandId", id},
              {"InstanceId", instance},
              {"Comment", string_member(*command, "Comment")},
              {"DocumentName", string_member(*command, "DocumentName")},
              {"DocumentVersion", string_member(*command, "DocumentVersion")},
              {"PluginName", plugin.name},
              {"ResponseCode", plugin.code},
              {"ExecutionStartDateTime", string_member(*invocation, "started")},
              {"ExecutionElapsedTime", elapsed_text(*invocation)},
              {"ExecutionEndDateTime", has_run ? string_member(*invocation, "ended") : ""},
              {"Status", string_member(*invocation, "Status")},
              {"StatusDetails", string_member(*invocation, "StatusDetails")},
              {"StandardOutputContent", plugin.standard_output},
              {"StandardOutputUrl", ""},
              {"StandardErrorContent", plugin.standard_error},
              {"StandardErrorUrl", ""},
              {"CloudWatchOutputConfig", cloud_watch_view(*command)}};
}

// They keep what they find out: what has ended stays so, whatever becomes of the node.
constexpr bool kKeeps = true;
constexpr std::array kCommandViewOperations = {
    AccountOperation{"ssm", "ListCommands", &kListCommands, kKeeps, list_commands},
    AccountOperation{"ssm", "ListCommandInvocations", &kListInvocations, kKeeps,
                     list_command_invocations},
    AccountOperation{"ssm", "GetCommandInvocation", &kGetInvocation, kKeeps,
                     get_command_invocation},
};

}  // namespace

Json command_view(const Json& command) {
  const CommandState state = state_of_command(command);
  const CommandCounts counts = counts_of_command(command);
  Json view{{"CommandId", string_member(command, "CommandId")},
            {"DocumentName", string_member(command, "DocumentName")},
            {"DocumentVersion", string_member(command, "DocumentVersion")},
            {"Comment", string_member(command, "Comment")},
            {"ExpiresAfter", api_time_of(command, "ExpiresAfter")},
            {"Parameters", member_or(command, "Parameters", Json::object())},
            {"InstanceIds", member_or(command, "InstanceIds", Json::array())},
            {"Targets", member_or(command, "Targets", Json::array())},
            {"RequestedDateTime", api_time_of(command, "RequestedDateTime")},
            {"Status", state.status},
            {"StatusDetails", state.details}};
  for (const char* name : {"OutputS3Region", "OutputS3BucketName", "OutputS3KeyPrefix"})
    view[name] = string_member(command, name);
  view["MaxConcurrency"] = string_member(command, "MaxConcurrency", "50");
  view["MaxErrors"] = string_member(command, "MaxErrors", "0");
  view["TargetCount"] = counts.targets;
  view["CompletedCount"] = counts.completed;
  view["ErrorCount"] = counts.errors;
  view["DeliveryTimedOutCount"] = counts.undelivered;
  view["ServiceRole"] = string_member(command, "ServiceRoleArn");
  view["NotificationConfig"] = notification_view(command);
  view["CloudWatchOutputConfig"] = cloud_watch_view(command);
  view["TimeoutSeconds"] = member_or(command, "TimeoutSeconds", 3600);
  return view;
}

std::span<const AccountOperation> command_view_operations() {
  return kCommandViewOperations;
}

}  // namespace ssm::cloud
