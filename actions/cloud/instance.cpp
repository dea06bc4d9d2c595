// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/instance.h"

#include <fmt/format.h>
#include <array>

#include <cmath>
#include <set>

#include "core/base/text.h"

namespace ssm::cloud {
namespace {

struct StateName {
  InstanceState state;
  std::string_view name;
};
constexpr std::array<StateName, 6> kStates = {{{InstanceState::kPending, "pending"},
                                               {InstanceState::kRunning, "running"},
                                               {InstanceState::kShuttingDown, "shutting-down"},
                                               {InstanceState::kTerminated, "terminated"},
                                               {InstanceState::kStopping, "stopping"},
                                               {InstanceState::kStopped, "stopped"}}};

std::string behaviour_of(const Json& instance, std::string_view what) {
  const Json* behaviour = find_member(instance, "behaviour");
  return behaviour == nullptr ? std::string() : string_member(*behaviour, what);
}

void set_duration(Milliseconds& duration, const Json& timing, std::string_view name) {
  const Json* seconds = find_member(timing, name);
  if (seconds == nullptr || !seconds->is_number()) return;
  duration = Milliseconds(std::llround(seconds->get<double>() * 1000.0));
}

InstanceSnapshot running(const Json& instance, bool checked, bool settled) {
  const std::string checks = behaviour_of(instance, "checks");
  if (!checked || checks == "stuck") return {InstanceState::kRunning, "initializing", settled};
  return {InstanceState::kRunning, checks == "impaired" ? "impaired" : "ok", true};
}

InstanceSnapshot idle(InstanceState state, bool settled, bool failed = false) {
  return {state, "not-applicable", settled, failed};
}

InstanceSnapshot starting(const Json& instance, const Timing& timing, Milliseconds elapsed) {
  const std::string behaviour = behaviour_of(instance, "start");
  if (behaviour == "stuck" || elapsed < timing.start) return idle(InstanceState::kPending, false);
  if (behaviour == "fail-to-stopped") return idle(InstanceState::kStopped, true, true);
  if (behaviour == "fail-to-terminated") {
    const bool over = elapsed >= timing.start + timing.terminate;
    return idle(over ? InstanceState::kTerminated : InstanceState::kShuttingDown, over, true);
  }
  return running(instance, elapsed >= timing.start + timing.status_checks, false);
}

}  // namespace

std::string_view state_name(InstanceState state) {
  return std::ranges::find(kStates, state, &StateName::state)->name;
}

std::optional<InstanceState> parse_state(std::string_view text) {
  const auto* found = std::ranges::find(kStates, text, &StateName::name);
  if (found == kStates.end()) return std::nullopt;
  return found->state;
}

Json state_json(InstanceState state) {
  return {{"Code", static_cast<int>(state)}, {"Name", state_name(state)}};
}

Timing with_timing(Timing base, const Json& timing) {
  set_duration(base.start, timing, "start");
  set_duration(base.status_checks, timing, "statusChecks");
  set_duration(base.stop, timing, "stop");
  set_duration(base.terminate, timing, "terminate");
  set_duration(base.command, timing, "command");
  return base;
}

InstanceSnapshot snapshot_at(const Json& instance, const Timing& account_timing, Time now) {
  const Json* change = find_member(instance, "change");
  if (change == nullptr) {
    const InstanceState state =
        parse_state(string_member(instance, "State")).value_or(InstanceState::kRunning);
    if (state == InstanceState::kRunning) return running(instance, true, true);
    return idle(state, true);
  }
  const Json* own = find_member(instance, "timing");
  const Timing timing = own == nullptr ? account_timing : with_timing(account_timing, *own);
  const Milliseconds elapsed = now - parse_time(string_member(*change, "at")).value_or(now);
  const std::string to = string_member(*change, "to");
  if (to == "running") return starting(instance, timing, elapsed);
  const bool stops = to == "stopped";
  const bool stuck =
      behaviour_of(instance, stops ? "stop" : "terminate") == "stuck" && !is_set(*change, "force");
  const bool over = !stuck && elapsed >= (stops ? timing.stop : timing.terminate);
  if (stops) return idle(over ? InstanceState::kStopped : InstanceState::kStopping, over);
  return idle(over ? InstanceState::kTerminated : InstanceState::kShuttingDown, over);
}

void record_change(Json& instance, std::string_view to, Time now, bool force) {
  Json change = {{"to", to}, {"at", to_iso8601(now)}};
  if (force) change["force"] = true;
  instance["change"] = std::move(change);
  if (to == "running") instance["LaunchTime"] = to_iso8601(now);
}

Json tag_list(const Json& tags) {
  Json list = Json::array();
  for (const auto& [key, value] : tags.items()) list.push_back({{"Key", key}, {"Value", value}});
  return list;
}

std::string api_time(Time time) {
  std::string text = to_iso8601(std::chrono::floor<std::chrono::seconds>(time));
  if (text.ends_with('Z')) text.replace(text.size() - 1, 1, "+00:00");
  return text;
}

bool is_resource_id(std::string_view id, std::string_view prefix) {
  if (!id.starts_with(prefix)) return false;
  id.remove_prefix(prefix.size());
  return (id.size() == 8 || id.size() == 17) &&
         id.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Result<Timing> account_timing(AccountSession& session) {
  TRY_ASSIGN(const std::optional<Json> timing,
             session.store.find(session.scope, kTimingKind, "timing"));
  return with_timing(Timing{}, timing.value_or(Json::object()));
}

Result<std::vector<Json>> instances_by_id(AccountSession& session,
                                          const std::vector<std::string>& ids) {
  for (const std::string& id : ids) {
    if (is_resource_id(id, "i-")) continue;
    return failure("InvalidInstanceID.Malformed", fmt::format("Invalid id: \"{}\"", id));
  }
  std::vector<Json> instances;
  std::vector<std::string> unknown;
  std::set<std::string> seen;
  for (const std::string& id : ids) {
    if (!seen.insert(id).second) continue;
    TRY_ASSIGN(std::optional<Json> found, session.store.find(session.scope, kInstanceKind, id));
    if (found) {
      instances.push_back(*std::move(found));
    } else {
      unknown.push_back(id);
    }
  }
  if (unknown.empty()) return instances;
  return failure("InvalidInstanceID.NotFound",
                 unknown.size() == 1
                     ? fmt::format("The instance ID '{}' does not exist", unknown.front())
                     : fmt::format("The instance IDs '{}' do not exist", join(unknown, ", ")));
}

Result<std::vector<Json>> selected_instances(AccountSession& session, const Json& parameters) {
  const std::vector<std::string> ids = strings_of(parameters, "InstanceIds");
  if (!ids.empty()) return instances_by_id(session, ids);
  TRY_ASSIGN(auto listed, session.store.list(session.scope, kInstanceKind));
  std::vector<Json> instances;
  for (auto& [id, body] : listed) instances.push_back(std::move(body));
  return instances;
}

Result<bool> are_settled(AccountSession& session) {
  TRY_ASSIGN(const auto instances, session.store.list(session.scope, kInstanceKind));
  TRY_ASSIGN(const Timing timing, account_timing(session));
  return std::ranges::all_of(instances, [&](const auto& instance) {
    return snapshot_at(instance.second, timing, session.now).settled;
  });
}

Completed put_instance(AccountSession& session, const Json& instance) {
  return session.store.put(session.scope, kInstanceKind, string_member(instance, "InstanceId"),
                           instance);
}

}  // namespace ssm::cloud
