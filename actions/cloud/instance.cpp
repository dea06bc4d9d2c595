// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/instance.h"

#include <fmt/format.h>
#include <array>

#include <cmath>

#include "actions/cloud/account_file.h"
#include "actions/cloud/ec2_resource.h"

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

void set_duration(Milliseconds& duration, const Json& timing, std::string_view name) {
  const Json* seconds = find_member(timing, name);
  if (seconds == nullptr || !seconds->is_number()) return;
  duration = Milliseconds(std::llround(seconds->get<double>() * 1000.0));
}

InstanceSnapshot running(const Json& instance, bool checked, bool settled) {
  const std::string checks = planned_behaviour(instance, "checks");
  if (!checked || checks == "stuck") return {InstanceState::kRunning, "initializing", settled};
  return {InstanceState::kRunning, checks == "impaired" ? "impaired" : "ok", true};
}

InstanceSnapshot idle(InstanceState state, bool settled, bool failed = false) {
  return {state, "not-applicable", settled, failed};
}

InstanceSnapshot starting(const Json& instance, const Timing& timing, Milliseconds elapsed) {
  const std::string behaviour = planned_behaviour(instance, "start");
  if (behaviour == "stuck" || elapsed < timing.start) return idle(InstanceState::kPending, false);
  if (behaviour == "fail-to-stopped") return idle(InstanceState::kStopped, true, true);
  if (behaviour == "fail-to-terminated") {
    const bool over = elapsed >= timing.start + timing.terminate;
    return idle(over ? InstanceState::kTerminated : InstanceState::kShuttingDown, over, true);
  }
  return running(instance, elapsed >= timing.start + timing.status_checks, false);
}

/// State and what follows from it need more than the instance: see snapshot_at().
Result<bool> stay_as_stored(AccountSession& /*session*/, const Timing& /*timing*/,
                            Json& /*instance*/) {
  return true;
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
  set_duration(base.image, timing, "image");
  set_duration(base.snapshot, timing, "snapshot");
  set_duration(base.volume, timing, "volume");
  set_duration(base.attach, timing, "attach");
  set_duration(base.detach, timing, "detach");
  set_duration(base.modify, timing, "modify");
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
  const bool stuck = planned_behaviour(instance, stops ? "stop" : "terminate") == "stuck" &&
                     !is_set(*change, "force");
  const bool over = !stuck && elapsed >= (stops ? timing.stop : timing.terminate);
  if (stops) return idle(over ? InstanceState::kStopped : InstanceState::kStopping, over);
  return idle(over ? InstanceState::kTerminated : InstanceState::kShuttingDown, over);
}

void record_change(Json& instance, std::string_view to, Time now, bool force) {
  Json change = change_to(to, now);
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
  return resources_by_id(session, kInstances, ids);
}

Result<std::vector<Json>> selected_instances(AccountSession& session, const Json& parameters) {
  return named_or_all(session, kInstances, strings_of(parameters, "InstanceIds"));
}

Completed put_instance(AccountSession& session, const Json& instance) {
  return store_resource(session, kInstances, instance);
}

extern constinit const Ec2Kind kInstances{
    .kind = kInstanceKind,
    .list = "instances",
    .id_member = "InstanceId",
    .prefix = "i-",
    .type = "instance",
    .malformed_code = "InvalidInstanceID.Malformed",
    .malformed_text = "Invalid id: \"{}\"",
    .missing_code = "InvalidInstanceID.NotFound",
    .missing_text = "The instance ID '{}' does not exist",
    .several_text = "The instance IDs '{}' do not exist",
    .limit_code = "InstanceLimitExceeded",
    .bring_up_to_date = stay_as_stored,
    .with_defaults = with_instance_defaults,
};

}  // namespace ssm::cloud
