// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/account_difference.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <map>

#include <set>

#include "cli/testkit/graph_words.h"
#include "core/base/text.h"

namespace ssm::testkit {
namespace {

constexpr std::size_t kMostValue = 60;  // columns
constexpr std::string_view kState = "State";

/// Not what a runbook leaves behind. A change on its way shows in the state, and how often
/// something was done in the list of what was done.
bool is_beside_the_point(std::string_view member) {
  constexpr std::array<std::string_view, 9> kNames = {
      "LaunchTime", "ReservationId", "timing",          "change",      "events",
      "invoked",    "started",       "LastUpdatedTime", "LastModified"};
  return std::ranges::find(kNames, member) != kNames.end();
}

/// Lists of what happened: how many there are is enough.
bool is_log(std::string_view member, const Json& value) {
  return value.is_array() &&
         (member == "messages" || member == "invocations" || member == "signals");
}

/// "maintenanceWindows" are each a "maintenance window".
std::string noun_of(std::string_view list) {
  if (list.ends_with('s')) list.remove_suffix(1);
  std::string noun;
  for (const char c : list) {
    if (c >= 'A' && c <= 'Z') noun += ' ';
    noun += c;
  }
  return to_lower(noun);
}

/// The member that tells a thing from others comes first in every one of them.
std::string id_of(const Json& thing) {
  if (thing.is_object())
    for (const auto& [name, value] : thing.items())
      if (value.is_string()) return value.get<std::string>();
  return to_text(thing);
}

std::string value_text(const Json& value) {
  return shortened(printable(to_embedded_text(value)), kMostValue);
}

std::string changed(const std::string& path, const Json& before, const Json& after) {
  const std::string name = path == kState ? "" : path + " ";
  if (is_log(path, before) && is_log(path, after))
    return fmt::format("{} {}, was {}", after.size(), path, before.size());
  return fmt::format("{}{}, was {}", name, value_text(after), value_text(before));
}

std::string added(const std::string& path, const Json& value) {
  if (is_log(path, value)) return fmt::format("{} {}", value.size(), path);
  return fmt::format("{} {}, was not there", path, value_text(value));
}

/// Member by member; maps in it too.
void compare(const std::string& path, const Json& before, const Json& after,
             std::vector<std::string>& found) {
  const auto below = [&](const std::string& name) {
    return path.empty() ? name : path + "." + name;
  };
  for (const auto& [name, value] : after.items()) {
    if (is_beside_the_point(name)) continue;
    const Json* old = find_member(before, name);
    if (old == nullptr)
      found.push_back(added(below(name), value));
    else if (old->is_object() && value.is_object())
      compare(below(name), *old, value, found);
    else if (*old != value)
      found.push_back(changed(below(name), *old, value));
  }
  for (const auto& [name, value] : before.items())
    if (!is_beside_the_point(name) && !find_member(after, name))
      found.push_back(fmt::format("{} is gone, was {}", below(name), value_text(value)));
}

/// A new thing in few words: its state when it has one.
std::string described(const Json& thing) {
  constexpr std::array<std::string_view, 5> kNames = {kState, "StackStatus", "DBInstanceStatus",
                                                      "Status", "status"};
  for (const std::string_view name : kNames)
    if (const std::string state = string_member(thing, name); !state.empty())
      return fmt::format(" ({})", state);
  return {};
}

/// A command that has ended everywhere is history, and leaves nothing.
bool is_history(const Json& thing) {
  const Json* invocations = find_member(thing, "invocations");
  return invocations && std::ranges::all_of(*invocations, [](const Json& one) {
           return find_member(one, "ended") != nullptr;
         });
}

void compare_lists(const std::string& noun, const Json& before, const Json& after,
                   std::vector<AccountDifference>& found) {
  const auto add = [&](const Json& thing, const std::string& says, bool is_new = false) {
    const std::string text = fmt::format("{} {}{}", noun, id_of(thing), says);
    found.push_back({printable(text), is_new ? noun + says : text});
  };
  std::map<std::string, const Json*> old;
  for (const Json& thing : before) old.emplace(id_of(thing), &thing);
  for (const Json& thing : after) {
    const auto known = old.find(id_of(thing));
    if (known == old.end() && is_history(thing)) continue;
    if (known == old.end()) {
      add(thing, " is new" + described(thing), true);
      continue;
    }
    std::vector<std::string> facts;
    if (thing.is_object()) compare({}, *known->second, thing, facts);
    for (const std::string& fact : facts) add(thing, ": " + fact);
    old.erase(known);
  }
  for (const auto& [id, thing] : old) add(*thing, " is gone");
}

}  // namespace

std::vector<AccountDifference> account_differences(const Json& before, const Json& after) {
  std::vector<AccountDifference> found;
  std::set<std::string> names;
  for (const Json* account : {&before, &after})
    if (account->is_object())
      for (const auto& [name, value] : account->items())
        if (value.is_array()) names.insert(name);
  const Json none = Json::array();
  for (const std::string& name : names) {
    const Json* old = find_member(before, name);
    const Json* now = find_member(after, name);
    compare_lists(noun_of(name), old ? *old : none, now ? *now : none, found);
  }
  return found;
}

}  // namespace ssm::testkit
