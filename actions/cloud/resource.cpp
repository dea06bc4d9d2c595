// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/resource.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/id.h"
#include "core/base/text.h"

namespace ssm::cloud {

const Phase& phase_at(const std::vector<Phase>& phases, Time now) {
  const auto later = std::ranges::find_if(phases.begin() + 1, phases.end(),
                                          [&](const Phase& phase) { return phase.from > now; });
  return *(later - 1);
}

const Phase& phase_at(AccountSession& session, const std::vector<Phase>& phases) {
  const Phase& reached = phase_at(phases, session.now);
  if (&reached != &phases.back()) session.answer_changes = true;
  return reached;
}

Milliseconds duration_of(const Json& resource, std::string_view what, Milliseconds usual) {
  const Json* timing = find_member(resource, "timing");
  const Json* seconds = timing == nullptr ? nullptr : find_member(*timing, what);
  if (seconds == nullptr || !seconds->is_number()) return usual;
  return Milliseconds(std::llround(seconds->get<double>() * 1000.0));
}

std::string planned_behaviour(const Json& resource, std::string_view what) {
  const Json* behaviour = find_member(resource, "behaviour");
  return behaviour == nullptr ? std::string() : string_member(*behaviour, what);
}

Completed refuse_as_planned(const Json& resource, std::string_view what, std::string_view name) {
  constexpr std::string_view kError = "error:";
  const std::string wanted = planned_behaviour(resource, what);
  if (!wanted.starts_with(kError)) return {};
  return failure(wanted.substr(kError.size()),
                 fmt::format("The behaviour of {} in the account file asks for this error", name));
}

Time time_member(const Json& resource, std::string_view name, Time otherwise) {
  return parse_time(string_member(resource, name)).value_or(otherwise);
}

void add_default(Json& resource, std::string_view name, Json value) {
  if (!find_member(resource, name)) resource[std::string(name)] = std::move(value);
}

void copy_given(Json& to, const Json& from, std::string_view name) {
  if (const Json* value = find_member(from, name)) to[std::string(name)] = *value;
}

Json tags_as_map(const Json& tags) {
  return tags.is_array() ? map_of_pairs(&tags, "Key", "Value") : tags;
}

Json map_of_pairs(const Json* list, std::string_view key, std::string_view value) {
  Json map = Json::object();
  if (list == nullptr) return map;
  for (const Json& pair : *list) map[string_member(pair, key)] = string_member(pair, value);
  return map;
}

Json pairs_of_map(const Json& map, std::string_view key, std::string_view value) {
  Json list = Json::array();
  for (const auto& [name, item] : map.items()) {
    Json pair = Json::object();
    pair[std::string(key)] = name;
    pair[std::string(value)] = item;
    list.push_back(std::move(pair));
  }
  return list;
}

void keep_last(Json& list, std::size_t most) {
  if (list.size() <= most) return;
  list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(list.size() - most));
}

tl::unexpected<Error> constraint_error(std::string_view code, std::string_view value,
                                       std::string_view member, std::string_view constraint) {
  return failure(std::string(code),
                 fmt::format("1 validation error detected: Value '{}' at '{}' failed to satisfy "
                             "constraint: Member must {}",
                             value, member, constraint));
}

Result<std::optional<Json>> find_resource(AccountSession& session, const ResourceList& list,
                                          std::string_view id) {
  return session.store.find(session.scope, list.kind, id);
}

Result<std::vector<Json>> all_resources(AccountSession& session, const ResourceList& list) {
  TRY_ASSIGN(auto listed, session.store.list(session.scope, list.kind));
  std::vector<Json> resources;
  for (auto& [id, body] : listed) resources.push_back(std::move(body));
  return resources;
}

Completed save_resource(AccountSession& session, const ResourceList& list, const Json& resource) {
  return session.store.put(session.scope, list.kind, list.id(resource), resource);
}

Completed drop_resource(AccountSession& session, const ResourceList& list, std::string_view id) {
  return session.store.remove(session.scope, list.kind, id);
}

Completed require_room(AccountSession& session, const ResourceList& list, std::string_view code) {
  TRY_ASSIGN(const auto listed, session.store.list(session.scope, list.kind));
  if (listed.size() < kMostInList) return {};
  return failure(std::string(code), fmt::format("The simulated account keeps at most {} {}",
                                                kMostInList, list.file.name));
}

Result<Json> page_answer(Json items, const Json& parameters, const PageMembers& members) {
  std::size_t begin = 0;
  // A token is the place where the next page begins, and a sign of the request.
  const std::string token = string_member(parameters, members.token);
  Json asked = parameters;
  asked.erase(std::string(members.token));
  const std::string sign = sha256_hex(to_text(in_canonical_order(asked))).substr(0, 16);
  if (!token.empty()) {
    const std::size_t dash = token.find('-');
    const std::string_view digits = std::string_view(token).substr(0, dash);
    const bool is_number =
        !digits.empty() && digits.size() <= 6 && std::ranges::all_of(digits, is_digit);
    if (dash == std::string::npos || !is_number || token.substr(dash + 1) != sign)
      return failure(std::string(members.code),
                     fmt::format("The {} is not valid: {}", members.token, token));
    begin = std::min<std::size_t>(std::stoul(std::string(digits)), items.size());
  }
  const Json* most = members.most.empty() ? nullptr : find_member(parameters, members.most);
  const std::int64_t wanted = most != nullptr && most->is_number_integer()
                                  ? most->get<std::int64_t>()
                                  : static_cast<std::int64_t>(members.usual);
  const std::size_t size = static_cast<std::size_t>(std::max<std::int64_t>(wanted, 1));
  const std::size_t end = items.size() - begin > size ? begin + size : items.size();
  Json answer = Json::object();
  Json& page = answer[std::string(members.items)] = Json::array();
  for (std::size_t i = begin; i < end; ++i) page.push_back(std::move(items[i]));
  if (end < items.size()) answer[std::string(members.next)] = fmt::format("{}-{}", end, sign);
  return answer;
}

}  // namespace ssm::cloud
