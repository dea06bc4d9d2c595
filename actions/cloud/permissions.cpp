// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/permissions.h"

#include <fmt/format.h>

#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::string_view kEverybody = "all";
constexpr std::size_t kAccountDigits = 12;

Completed check_permission(const Json& permission) {
  const std::string user = string_member(permission, "UserId");
  const std::string group = string_member(permission, "Group");
  const auto named = std::ranges::count_if(permission, [](const Json& name) { return name != ""; });
  if (named != 1)
    return failure("InvalidParameterCombination",
                   "A permission names one user, group, organization or unit");
  if (!group.empty() && group != kEverybody)
    return failure(
        "InvalidParameterValue",
        fmt::format("Value ({}) for parameter group is invalid. Expected: 'all'.", group));
  if (user.empty() || (user.size() == kAccountDigits && std::ranges::all_of(user, is_digit)))
    return {};
  return failure("InvalidUserID.Malformed", fmt::format("Invalid user id: \"{}\"", user));
}

/// The permissions of a request that names users and groups one by one.
Json named_permissions(const Json& parameters, std::string_view groups) {
  Json named = Json::array();
  const std::pair<std::string_view, std::string> lists[] = {
      {"UserIds", "UserId"},
      {groups, "Group"},
      {"OrganizationArns", "OrganizationArn"},
      {"OrganizationalUnitArns", "OrganizationalUnitArn"}};
  for (const auto& [list, member] : lists)
    for (const std::string& name : strings_of(parameters, list)) named.push_back({{member, name}});
  return named;
}

}  // namespace

Completed change_permissions(Json& list, const Json& parameters, std::string_view member,
                             std::string_view groups) {
  const std::string operation = string_member(parameters, "OperationType");
  if (!operation.empty() && operation != "add" && operation != "remove")
    return failure("InvalidParameterValue",
                   fmt::format("Value ({}) for parameter operationType is invalid.", operation));
  Json added = Json::array();
  Json removed = Json::array();
  if (const Json* change = find_member(parameters, member)) {
    added = list_member(*change, "Add");
    removed = list_member(*change, "Remove");
  }
  for (Json& named : named_permissions(parameters, groups))
    (operation == "remove" ? removed : added).push_back(std::move(named));
  if (added.empty() && removed.empty())
    return failure("InvalidParameterCombination", "No permissions specified.");
  for (const Json* permissions : {&added, &removed})
    for (const Json& permission : *permissions) TRY(check_permission(permission));
  if (!list.is_array()) list = Json::array();
  for (const Json& permission : removed)
    list.erase(std::remove(list.begin(), list.end(), permission), list.end());
  for (Json& permission : added)
    if (!has_element(list, permission)) list.push_back(std::move(permission));
  return {};
}

bool is_public(const Json& list) {
  return std::ranges::any_of(list, [](const Json& permission) {
    return string_member(permission, "Group") == kEverybody;
  });
}

}  // namespace ssm::cloud
