// SPDX-License-Identifier: Apache-2.0
// What becomes of commands with time. Source: the User Guide of Systems Manager, "Understanding
// command statuses".
#include "actions/cloud/command_record.h"

#include <algorithm>
#include <utility>

#include "actions/cloud/managed_nodes.h"
#include "core/document/structure_reader.h"

namespace ssm::cloud {
namespace {

constexpr std::int64_t kDefaultDeliverySeconds = 3600;
constexpr int kNeverRun = -1;

std::optional<Time> command_time(const Json& json, std::string_view name) {
  const std::string text = string_member(json, name);
  return text.empty() ? std::nullopt : parse_time(text);
}

std::int64_t command_integer(const Json& json, std::string_view name, std::int64_t fallback) {
  constexpr std::int64_t kMost = 1'000'000'000;  // no moment is so far ahead
  const Json* value = find_member(json, name);
  if (!value || !value->is_number_integer()) return fallback;
  return std::clamp(value->get<std::int64_t>(), -kMost, kMost);
}

/// Empty when there is no list.
const Json& command_list(const Json& json, std::string_view name) {
  static const Json kNone = Json::array();
  const Json* list = find_member(json, name);
  return list && list->is_array() ? *list : kNone;
}

const Json& invocations_of(const Json& command) {
  return command_list(command, "invocations");
}

/// When a node was asked: with the command, unless MaxConcurrency kept it waiting.
Time sent_at(const Json& command, const Json& invocation) {
  const std::optional<Time> sent = command_time(invocation, "sent");
  return sent ? *sent : command_time(command, "RequestedDateTime").value_or(Time{});
}

Time expiry_of(const Json& command, const Json& invocation) {
  const std::int64_t seconds = command_integer(command, "TimeoutSeconds", kDefaultDeliverySeconds);
  return sent_at(command, invocation) + std::chrono::seconds(seconds);
}

/// What a simulated invocation comes to, once its time is up.
void take_outcome(Json& invocation, Time now) {
  const Json* outcome = find_member(invocation, "outcome");
  const std::optional<Time> started = command_time(invocation, "started");
  if (outcome == nullptr || !started) return;
  const Time end = *started + Milliseconds(command_integer(*outcome, "after", 0));
  if (now < end) return;
  std::vector<PluginResult> results;
  for (const Json& one : command_list(*outcome, "plugins"))
    results.push_back(PluginResult::read(one));
  end_invocation(invocation, state_of(results), results, end);
}

/// The agent of a simulated node takes it as soon as it answers. What is run the action takes.
Completed deliver(AccountSession& session, const Json& command, Json& invocation) {
  if (!invocation.contains("outcome")) return {};
  TRY_ASSIGN(const auto node, find_node(session, string_member(invocation, "InstanceId")));
  if (!node || !node->online_since) return {};
  const Time taken = std::max(sent_at(command, invocation), *node->online_since);
  if (taken >= expiry_of(command, invocation)) return {};
  set_state(invocation, {"InProgress", "InProgress"});
  invocation["started"] = to_iso8601(taken);
  return {};
}

bool is_kept_back(const Json& invocation) {
  return invocation.contains("waits");
}

Completed settle_invocation(AccountSession& session, const Json& command, Json& invocation) {
  if (has_ended(invocation) || is_kept_back(invocation)) return {};
  if (!invocation.contains("started")) TRY(deliver(session, command, invocation));
  if (invocation.contains("started"))
    take_outcome(invocation, session.now);
  else if (const Time expiry = expiry_of(command, invocation); session.now >= expiry)
    end_unrun(invocation, {"TimedOut", "DeliveryTimedOut"}, expiry);
  return {};
}

bool is_error(const Json& invocation) {
  const std::string details = string_member(invocation, "StatusDetails");
  return details == "Failed" || details == "ExecutionTimedOut";
}

/// Lets go, one after the other, those that MaxConcurrency keeps waiting: each at the moment that
/// another one ended and, whenever this is looked at, none after the error that passes MaxErrors.
class WaitingInvocations {
 public:
  WaitingInvocations(AccountSession& session, Json& command)
      : session_(session),
        command_(command),
        most_at_once_(concurrency_of(command)),
        most_errors_(number_or_share(command, "MaxErrors", 0)) {}

  Completed send() {
    if (std::ranges::none_of(command_["invocations"], &is_kept_back)) return {};
    Json& invocations = command_["invocations"];
    for (const Json& one : invocations)
      if (!is_kept_back(one)) note(one);
    for (Json& invocation : invocations) {
      if (!is_kept_back(invocation)) continue;
      const std::optional<Time> free = next_free();
      const std::optional<Time> stop = too_many_errors();
      if (stop && (!free || *free >= *stop)) {
        end_unrun(invocation, {"Cancelled", "Terminated"}, *stop);
        continue;
      }
      if (!free) return {};
      invocation.erase("waits");
      invocation["sent"] = to_iso8601(*free);
      TRY(settle_invocation(session_, command_, invocation));
      note(invocation);
    }
    return {};
  }

 private:
  /// One that does not wait. Those that are run for real take no place from the others.
  void note(const Json& invocation) {
    const bool is_sent = invocation.contains("sent");
    if (is_sent) ++sent_;
    if (!has_ended(invocation)) return;
    const Time end = command_time(invocation, "ended").value_or(session_.now);
    if (is_sent) ends_.insert(std::ranges::upper_bound(ends_, end), end);
    if (is_error(invocation)) errors_.insert(std::ranges::upper_bound(errors_, end), end);
  }

  /// nullopt: not until now.
  std::optional<Time> next_free() const {
    const auto needed = static_cast<std::size_t>(sent_ - most_at_once_);
    return needed < ends_.size() ? std::optional(ends_[needed]) : std::nullopt;
  }

  std::optional<Time> too_many_errors() const {
    const auto last = static_cast<std::size_t>(std::max<std::int64_t>(most_errors_, 0));
    return last < errors_.size() ? std::optional(errors_[last]) : std::nullopt;
  }

  AccountSession& session_;
  Json& command_;
  std::int64_t most_at_once_;
  std::int64_t most_errors_;
  std::int64_t sent_ = 0;
  std::vector<Time> ends_;    // of what was sent, in order
  std::vector<Time> errors_;  // the same of those that failed
};

/// The state that all invocations have; nullopt: they differ.
std::optional<CommandState> common_state(const Json& invocations) {
  std::optional<CommandState> common;
  for (const Json& one : invocations) {
    CommandState state{string_member(one, "Status"), string_member(one, "StatusDetails")};
    if (common && *common != state) return std::nullopt;
    common = std::move(state);
  }
  return common;
}

}  // namespace

bool is_open(const Json& command) {
  return !std::ranges::all_of(invocations_of(command), &has_ended);
}

bool has_ended(const Json& invocation) {
  const std::string status = string_member(invocation, "Status");
  return status != "Pending" && status != "InProgress";
}

void set_state(Json& invocation, const CommandState& state) {
  invocation["Status"] = state.status;
  invocation["StatusDetails"] = state.details;
}

void end_invocation(Json& invocation, const CommandState& state,
                    const std::vector<PluginResult>& results, Time now) {
  set_state(invocation, state);
  if (!invocation.contains("started")) invocation["started"] = to_iso8601(now);
  invocation["ended"] = to_iso8601(now);
  invocation.erase("outcome");
  invocation.erase("work");
  Json& plugins = invocation["plugins"] = Json::array();
  for (const PluginResult& result : results) plugins.push_back(result.written());
}

void end_unrun(Json& invocation, const CommandState& state, Time now) {
  set_state(invocation, state);
  invocation["ended"] = to_iso8601(now);
  for (const char* over : {"outcome", "work", "waits"}) invocation.erase(over);
  const Json waiting = command_list(invocation, "plugins");
  Json& plugins = invocation["plugins"] = Json::array();
  for (const Json& plugin : waiting) {
    PluginResult result = PluginResult::read(plugin);
    result.status = state.status;
    plugins.push_back(result.written());
  }
}

CommandState state_of(const std::vector<PluginResult>& results) {
  const std::string status = status_of_document(results);
  return {status, status == "TimedOut" ? "ExecutionTimedOut" : status};
}

Json waiting_plugins(const std::vector<NodeStep>& steps) {
  Json plugins = Json::array();
  for (const NodeStep& step : steps) {
    PluginResult result;
    result.name = step.name;
    result.status = "Pending";
    result.code = kNeverRun;
    plugins.push_back(result.written());
  }
  return plugins;
}

Result<bool> settle(AccountSession& session, Json& command) {
  bool changed = false;
  if (is_open(command)) {
    const Json before = command["invocations"];
    for (Json& invocation : command["invocations"])
      TRY(settle_invocation(session, command, invocation));
    TRY(WaitingInvocations(session, command).send());
    changed = command["invocations"] != before;
  }
  if (!is_open(command)) changed = command.erase("steps") > 0 || changed;
  return changed;
}

CommandState state_of_command(const Json& command) {
  const Json& invocations = invocations_of(command);
  if (invocations.empty()) return {"Failed", "NoInstancesInTag"};
  const std::int64_t errors = counts_of_command(command).errors;
  const bool are_too_many = errors > number_or_share(command, "MaxErrors", 0);
  const auto common = common_state(invocations);
  if (common && (errors == 0 || are_too_many)) return *common;
  if (is_open(command)) return {"InProgress", "InProgress"};
  if (are_too_many) return {"Failed", "Failed"};
  const bool is_cancelled = std::ranges::any_of(invocations, [](const Json& one) {
    return string_member(one, "StatusDetails") == "Cancelled";
  });
  if (is_cancelled) return {"Cancelled", "Cancelled"};
  return {"Success", "Incomplete"};
}

CommandCounts counts_of_command(const Json& command) {
  CommandCounts counts;
  for (const Json& one : invocations_of(command)) {
    ++counts.targets;
    if (has_ended(one)) ++counts.completed;
    if (is_error(one)) ++counts.errors;
    if (string_member(one, "StatusDetails") == "DeliveryTimedOut") ++counts.undelivered;
  }
  return counts;
}

std::int64_t concurrency_of(const Json& command) {
  constexpr std::int64_t kDefaultConcurrency = 50;
  return std::max<std::int64_t>(1, number_or_share(command, "MaxConcurrency", kDefaultConcurrency));
}

std::int64_t number_or_share(const Json& command, std::string_view member, std::int64_t fallback) {
  constexpr std::int64_t kWhole = 100;
  std::string text = string_member(command, member);
  const bool is_share = text.ends_with('%');
  if (is_share) text.pop_back();
  const std::optional<std::int64_t> number = parse_integer(text);
  if (!number) return fallback;
  const auto targets = static_cast<std::int64_t>(invocations_of(command).size());
  return is_share ? targets * std::min(*number, kWhole) / kWhole : *number;
}

Result<std::optional<Json>> find_command(AccountSession& session, const std::string& id) {
  TRY_ASSIGN(std::optional<Json> command, session.store.find(session.scope, kCommandKind, id));
  if (!command) return std::nullopt;
  TRY_ASSIGN(const bool changed, settle(session, *command));
  if (changed) TRY(keep_command(session, *command));
  return command;
}

Result<std::vector<Json>> all_commands(AccountSession& session) {
  TRY_ASSIGN(auto stored, session.store.list(session.scope, kCommandKind));
  std::vector<Json> commands;
  for (auto command = stored.rbegin(); command != stored.rend(); ++command) {
    TRY_ASSIGN(const bool changed, settle(session, command->second));
    if (changed) TRY(keep_command(session, command->second));
    commands.push_back(std::move(command->second));
  }
  return commands;
}

Completed add_command(AccountSession& session, const Json& command) {
  TRY_ASSIGN(const std::vector<std::string> ids, session.store.ids(session.scope, kCommandKind));
  if (ids.size() >= kMostCommands) {
    std::string leaving = ids.front();
    for (const std::string& id : ids) {
      TRY_ASSIGN(const std::optional<Json> known, find_command(session, id));
      if (!known || is_open(*known)) continue;
      leaving = id;
      break;
    }
    TRY(session.store.remove(session.scope, kCommandKind, leaving));
  }
  return keep_command(session, command);
}

Completed keep_command(AccountSession& session, const Json& command) {
  return session.store.put(session.scope, kCommandKind, string_member(command, "CommandId"),
                           command);
}

Result<std::vector<Json>> shown_commands(AccountSession& session) {
  TRY_ASSIGN(auto stored, session.store.list(session.scope, kCommandKind));
  std::vector<Json> commands;
  for (auto& [id, command] : stored) {
    TRY(settle(session, command));
    commands.push_back(std::move(command));
  }
  return commands;
}

tl::unexpected<Error> invalid_command_id() {
  return failure("InvalidCommandId",
                 "The specified command ID isn't valid. Verify the ID and try again.");
}

Json* find_invocation(Json& command, std::string_view instance_id) {
  if (!command.contains("invocations")) return nullptr;
  for (Json& invocation : command["invocations"])
    if (string_member(invocation, "InstanceId") == instance_id) return &invocation;
  return nullptr;
}

}  // namespace ssm::cloud
