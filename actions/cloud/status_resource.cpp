// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/status_resource.h"

#include <fmt/format.h>

#include "actions/cloud/instance.h"
#include "core/base/text.h"

namespace ssm::cloud {

std::vector<Phase> status_phases(const StatusKind& kind, const Json& thing) {
  const Json* change = find_member(thing, "change");
  if (change == nullptr) return {{Time{}, string_member(thing, kind.status)}};
  const std::string to = string_member(*change, "to");
  const Time at = time_member(*change, "at", {});
  const auto states = std::ranges::find(kind.changes, to, &StatusChange::name);
  std::vector<Phase> phases{{at, std::string(states->meanwhile)}};
  const std::string behaviour = planned_behaviour(thing, to);
  if (behaviour == "stuck") return phases;
  phases.push_back(
      {at + duration_of(thing, to), behaviour == "fail" ? "failed" : std::string(states->then)});
  return phases;
}

Json status_at(const StatusKind& kind, Json thing, Time now) {
  const std::vector<Phase> phases = status_phases(kind, thing);
  const Phase& reached = phase_at(phases, now);
  thing[std::string(kind.status)] = reached.state;
  const bool is_over = &reached == &phases.back() && phases.size() > 1;
  if (is_over) thing.erase("change");
  return thing;
}

Json shown_status(const StatusKind& kind, Json thing, Time now) {
  Json seen = status_at(kind, std::move(thing), now);
  return seen[std::string(kind.status)] == kGone ? Json() : seen;
}

Result<Json> status_resource_named(AccountSession& session, const StatusKind& kind,
                                   const std::string& asked) {
  const std::string id =
      to_lower(asked.starts_with("arn:") ? asked.substr(asked.find_last_of(":/") + 1) : asked);
  TRY_ASSIGN(std::vector<Json> all, all_resources(session, kind.list));
  for (Json& one : all) {
    if (to_lower(kind.list.id(one)) != id) continue;
    phase_at(session, status_phases(kind, one));
    Json now = status_at(kind, std::move(one), session.now);
    if (string_member(now, kind.status) != kGone) return now;
  }
  return failure(std::string(kind.missing_code),
                 fmt::format(fmt::runtime(kind.missing_text), asked));
}

Json described_status_resource(const StatusKind& kind, Json thing, Time now) {
  for (const std::string_view own : {"change", "timing", "behaviour"})
    thing.erase(std::string(own));
  if (!kind.created.empty())
    thing[std::string(kind.created)] = api_time(time_member(thing, kind.created, now));
  Json tags = tag_list(thing.value("Tags", Json::object()));
  thing.erase("Tags");
  if (!kind.tags.empty()) thing[std::string(kind.tags)] = std::move(tags);
  return thing;
}

Result<Json> describe_status_resources(AccountSession& session, const StatusKind& kind,
                                       const Json& parameters, StatusFilter passes) {
  // A filter that there is not is refused whatever there is.
  if (passes != nullptr) TRY(passes(Json::object(), parameters));
  const std::string id = string_member(parameters, kind.id_member);
  std::vector<Json> found;
  if (!id.empty()) {
    TRY_ASSIGN(Json one, status_resource_named(session, kind, id));
    found.push_back(std::move(one));
  } else {
    TRY_ASSIGN(std::vector<Json> all, all_resources(session, kind.list));
    for (Json& one : all) {
      phase_at(session, status_phases(kind, one));
      found.push_back(status_at(kind, std::move(one), session.now));
    }
  }
  Json described = Json::array();
  for (Json& one : found) {
    if (string_member(one, kind.status) == kGone) continue;
    if (passes != nullptr) {
      TRY_ASSIGN(const bool is_wanted, passes(one, parameters));
      if (!is_wanted) continue;
    }
    described.push_back(described_status_resource(kind, std::move(one), session.now));
  }
  PageMembers page = kind.page;
  page.items = kind.answers;
  return page_answer(std::move(described), parameters, page);
}

Result<Json> change_status(AccountSession& session, const StatusKind& kind, Json thing,
                           std::string_view to, std::string_view from) {
  const std::string id = kind.list.id(thing);
  if (!from.empty() && string_member(thing, kind.status) != from)
    return failure(std::string(kind.state_code),
                   fmt::format(fmt::runtime(kind.state_text), id, from));
  TRY(refuse_as_planned(thing, to, fmt::format("{} {}", kind.answer, id)));
  thing["change"] = {{"to", to}, {"at", to_iso8601(session.now)}};
  thing = status_at(kind, std::move(thing), session.now);
  TRY(save_resource(session, kind.list, thing));
  Json answer = Json::object();
  answer[std::string(kind.answer)] = described_status_resource(kind, std::move(thing), session.now);
  return answer;
}

Result<Json> change_named_status(AccountSession& session, const StatusKind& kind,
                                 const Json& parameters, std::string_view to,
                                 std::string_view from) {
  TRY_ASSIGN(Json thing,
             status_resource_named(session, kind, string_member(parameters, kind.id_member)));
  return change_status(session, kind, std::move(thing), to, from);
}

void take_over_members(const StatusKind& kind, Json& thing, const Json& parameters) {
  const bool now = kind.deferred.empty() || is_set(parameters, "ApplyImmediately");
  for (const auto& [name, value] : parameters.items()) {
    const bool is_own = std::ranges::find(kind.list.file.members, name, &AccountMember::name) !=
                        kind.list.file.members.end();
    if (!is_own || name == kind.id_member || name == "Tags") continue;
    const bool waits = !now && std::ranges::find(kind.deferred, name) != kind.deferred.end();
    if (waits)
      thing["PendingModifiedValues"][name] = value;
    else
      thing[name] = value;
  }
}

}  // namespace ssm::cloud
