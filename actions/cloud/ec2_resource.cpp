// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/ec2_resource.h"

#include <fmt/format.h>
#include <array>

#include <cmath>
#include <set>

#include "actions/cloud/account_file.h"
#include "actions/cloud/ec2_filters.h"
#include "core/base/id.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::size_t kMostResources = 10'000;  // of a kind
constexpr std::size_t kIdDigits = 17;

constexpr std::array kKinds = {&kInstances, &kImages, &kSnapshots, &kVolumes, &kSecurityGroups};

std::string id_of(const Ec2Kind& kind, const Json& resource) {
  return string_member(resource, kind.id_member);
}

tl::unexpected<Error> missing_resources(const Ec2Kind& kind, const std::vector<std::string>& ids) {
  const bool one = ids.size() == 1 || kind.several_text.empty();
  return failure(std::string(kind.missing_code),
                 one ? fmt::format(fmt::runtime(kind.missing_text), ids.front())
                     : fmt::format(fmt::runtime(kind.several_text), join(ids, ", ")));
}

Completed check_ids(const Ec2Kind& kind, const std::vector<std::string>& ids) {
  for (const std::string& id : ids)
    if (!is_resource_id(id, kind.prefix))
      return failure(std::string(kind.malformed_code),
                     fmt::format(fmt::runtime(kind.malformed_text), id));
  return {};
}

Result<std::optional<Json>> found_now(AccountSession& session, const Ec2Kind& kind,
                                      const Timing& timing, const std::string& id) {
  TRY_ASSIGN(std::optional<Json> found, session.store.find(session.scope, kind.kind, id));
  if (!found) return std::nullopt;
  TRY_ASSIGN(const bool is_there, kind.bring_up_to_date(session, timing, *found));
  if (!is_there) return std::nullopt;
  return found;
}

/// Parameters in one spelling, whatever the order of their members.
Json canonical(const Json& parameters) {
  return to_text(in_canonical_order(parameters));
}

}  // namespace

std::span<const Ec2Kind* const> ec2_kinds() {
  return kKinds;
}

const Ec2Kind* kind_of_id(std::string_view id) {
  const auto* const found =
      std::ranges::find_if(kKinds, [&](const auto* kind) { return id.starts_with(kind->prefix); });
  return found == kKinds.end() ? nullptr : *found;
}

Result<std::vector<Json>> all_resources(AccountSession& session, const Ec2Kind& kind,
                                        std::string_view holding) {
  TRY_ASSIGN(const Timing timing, account_timing(session));
  TRY_ASSIGN(auto listed, session.store.list(session.scope, kind.kind, holding));
  std::vector<Json> resources;
  for (auto& [id, body] : listed) {
    TRY_ASSIGN(const bool is_there, kind.bring_up_to_date(session, timing, body));
    if (is_there) resources.push_back(std::move(body));
  }
  return resources;
}

Result<std::optional<Json>> find_resource(AccountSession& session, const Ec2Kind& kind,
                                          const std::string& id) {
  TRY_ASSIGN(const Timing timing, account_timing(session));
  return found_now(session, kind, timing, id);
}

Result<std::vector<Json>> resources_by_id(AccountSession& session, const Ec2Kind& kind,
                                          const std::vector<std::string>& ids) {
  TRY(check_ids(kind, ids));
  TRY_ASSIGN(const Timing timing, account_timing(session));
  std::vector<Json> resources;
  std::vector<std::string> unknown;
  std::set<std::string> seen;
  for (const std::string& id : ids) {
    if (!seen.insert(id).second) continue;
    TRY_ASSIGN(std::optional<Json> found, found_now(session, kind, timing, id));
    if (found) {
      resources.push_back(*std::move(found));
    } else {
      unknown.push_back(id);
    }
  }
  if (!unknown.empty()) return missing_resources(kind, unknown);
  return resources;
}

Result<Json> resource_by_id(AccountSession& session, const Ec2Kind& kind, const std::string& id) {
  TRY_ASSIGN(std::vector<Json> found, resources_by_id(session, kind, {id}));
  return std::move(found.front());
}

Result<std::vector<Json>> named_or_all(AccountSession& session, const Ec2Kind& kind,
                                       const std::vector<std::string>& ids) {
  if (ids.empty()) return all_resources(session, kind);
  return resources_by_id(session, kind, ids);
}

Result<std::optional<Json>> source_of_copy(AccountSession& session, const Ec2Kind& kind,
                                           const std::string& region, const std::string& id) {
  if (region == session.scope.region) {
    TRY_ASSIGN(Json own, resource_by_id(session, kind, id));
    return std::optional<Json>(std::move(own));
  }
  TRY(check_ids(kind, {id}));
  const AccountRegion elsewhere{session.scope.account, region};
  AccountSession there{session.store, elsewhere, session.now};
  return find_resource(there, kind, id);
}

Completed check_owner(const AccountSession& session, const Ec2Kind& kind, const Json& resource) {
  if (string_member(resource, "OwnerId", session.scope.account) == session.scope.account) return {};
  return failure("AuthFailure",
                 fmt::format("Not authorized for {}:{}", kind.type, id_of(kind, resource)));
}

Completed store_resource(AccountSession& session, const Ec2Kind& kind, const Json& resource) {
  return session.store.put(session.scope, kind.kind, id_of(kind, resource), resource);
}

Completed add_resource(AccountSession& session, const Ec2Kind& kind, const Json& resource) {
  TRY_ASSIGN(const std::size_t known, session.store.count(session.scope, kind.kind));
  if (known >= kMostResources)
    return failure(
        std::string(kind.limit_code),
        fmt::format("The simulated account holds at most {} {}", kMostResources, kind.list));
  return store_resource(session, kind, resource);
}

Completed remove_resource(AccountSession& session, const Ec2Kind& kind, const Json& resource) {
  return session.store.remove(session.scope, kind.kind, id_of(kind, resource));
}

std::string new_id(std::string_view prefix) {
  return std::string(prefix) + sha256_hex(new_uuid()).substr(0, kIdDigits);
}

std::string made_up_id(std::string_view prefix, std::string_view seed) {
  return std::string(prefix) +
         sha256_hex(std::string(prefix) + std::string(seed)).substr(0, kIdDigits);
}

int pass(Json& subject, const Json& owner, const Passage& passage, const Timing& timing, Time now) {
  constexpr int kWhole = 100;
  const std::string member(passage.state);
  const Json* change = find_member(subject, "change");
  if (change == nullptr) {
    add_default(subject, member, passage.done);
    return kWhole;
  }
  const Milliseconds duration = duration_of(owner, passage.what, timing.*passage.duration);
  const Milliseconds elapsed = now - parse_time(string_member(*change, "at")).value_or(now);
  const std::string behaviour = planned_behaviour(owner, passage.what);
  if (behaviour == "stuck" || elapsed < duration) {
    subject[member] = passage.busy;
    if (duration.count() == 0 || elapsed.count() <= 0) return 0;
    return static_cast<int>(std::min<std::int64_t>(elapsed * kWhole / duration, kWhole - 1));
  }
  subject[member] = behaviour == "fail" ? passage.failed : passage.done;
  subject.erase("change");
  return kWhole;
}

Json change_to(std::string_view state, Time now) {
  return {{"to", state}, {"at", to_iso8601(now)}};
}

Completed check_behaviour(const Json& resource, const Ec2Kind& kind, std::string_view what) {
  constexpr std::string_view kError = "error:";
  const std::string wanted = planned_behaviour(resource, what);
  if (!wanted.starts_with(kError)) return {};
  return failure(wanted.substr(kError.size()),
                 fmt::format("The behaviour of {} {} in the account file asks for this error",
                             kind.type, id_of(kind, resource)));
}

void inherit(Json& made, std::string_view as, const Json& source, std::string_view what) {
  for (const std::string_view member : {"timing", "behaviour"}) {
    const Json* all = find_member(source, member);
    const Json* value = all == nullptr ? nullptr : find_member(*all, what);
    if (value != nullptr) made[std::string(member)][std::string(as)] = *value;
  }
}

Result<Json> tags_for(const Json& parameters, std::string_view type) {
  Json tags = Json::object();
  for (const Json& specification : list_member(parameters, "TagSpecifications")) {
    if (string_member(specification, "ResourceType") != type) continue;
    if (const Json* list = find_member(specification, "Tags")) TRY(put_tags(tags, *list));
  }
  return tags;
}

Json tags_of(const Json& resource) {
  return tag_list(resource.value("Tags", Json::object()));
}

Result<Json> answer_once(AccountSession& session, std::string_view operation,
                         const Json& parameters,
                         Result<Json> (*answer)(AccountSession& session, const Json& parameters)) {
  const std::string token = string_member(parameters, "ClientToken");
  if (token.empty()) return answer(session, parameters);
  TRY_ASSIGN(const auto earlier, session.store.find_token(session.scope, operation, token));
  if (earlier) {
    if (earlier->parameters == canonical(parameters)) return earlier->response;
    return failure("IdempotentParameterMismatch",
                   "Arguments on this idempotent request are inconsistent with arguments used in "
                   "previous request(s).");
  }
  TRY_ASSIGN(Json first, answer(session, parameters));
  TRY(session.store.put_token(session.scope, operation, token, {canonical(parameters), first}));
  return first;
}

std::int64_t integer_member(const Json& value, std::string_view name, std::int64_t fallback) {
  const Json* member = find_member(value, name);
  return member != nullptr && member->is_number_integer() ? member->get<std::int64_t>() : fallback;
}

const Json& list_member(const Json& value, std::string_view name) {
  static const Json kNone = Json::array();
  const Json* member = find_member(value, name);
  return member != nullptr && member->is_array() ? *member : kNone;
}

bool has_element(const Json& list, const Json& value) {
  return std::ranges::any_of(list, [&](const Json& element) { return element == value; });
}

void copy_members(Json& to, const Json& from, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    if (const Json* value = find_member(from, name)) to[std::string(name)] = *value;
}

std::string api_time_of(std::string_view text) {
  const std::optional<Time> time = parse_time(text);
  return time ? api_time(*time) : std::string();
}

Result<Json> paged_answer(std::string_view member, std::vector<Json> items, const Json& parameters,
                          std::string_view id_member) {
  TRY_ASSIGN(ResultPage page, page_of(std::move(items), parameters, [&](const Json& item) {
               return string_member(item, id_member);
             }));
  Json answer = {{std::string(member), std::move(page.items)}};
  if (!page.next_token.empty()) answer["NextToken"] = page.next_token;
  return answer;
}

Result<bool> are_settled(AccountSession& session) {
  TRY_ASSIGN(auto changing, session.store.changing(session.scope));
  TRY_ASSIGN(const Timing timing, account_timing(session));
  for (auto& [name, body] : changing) {
    if (name == kInstanceKind) {
      if (!snapshot_at(body, timing, session.now).settled) return false;
      continue;
    }
    const auto* const kind = std::ranges::find(kKinds, std::string_view(name), &Ec2Kind::kind);
    if (kind == kKinds.end()) continue;
    TRY_ASSIGN(const bool is_there, (*kind)->bring_up_to_date(session, timing, body));
    if (is_there && to_text(body).find("\"change\":") != std::string::npos) return false;
  }
  return true;
}

}  // namespace ssm::cloud
