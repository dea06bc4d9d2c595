// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/account_edit.h"

#include <fmt/format.h>

#include "actions/cloud/account_file_members.h"
#include "actions/cloud/ec2_resource.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

tl::unexpected<Error> refused_edit(std::string message) {
  return failure("AccountFile", std::move(message));
}

Result<const AccountList*> list_of_kind(const std::string& kind) {
  if (const AccountList* list = find_account_list(kind)) return list;
  std::vector<std::string> names;
  for (const AccountList& list : account_lists()) names.emplace_back(list.name);
  return refused_edit(fmt::format("an account has no {}; it has: {}", kind, join(names, ", ")));
}

/// By its id, or by the name at the end of an ARN. nullptr: it is not there.
Json* find_in(Json& resources, const AccountList& list, const std::string& id) {
  for (Json& resource : resources) {
    const std::string own = string_member(resource, list.id_member());
    if (own == id || (own.starts_with("arn:") && own.ends_with(":" + id))) return &resource;
  }
  return nullptr;
}

Result<Json*> resource_in(Json& account, const AccountList& list, const std::string& id) {
  Json& resources = account[std::string(list.name)];
  if (Json* found = find_in(resources, list, id)) return found;
  return refused_edit(fmt::format("{} has no {} {}", list.name, list.id_member(), id));
}

/// As if the instance had been terminated: its volumes come off, or go with it.
void end_attachments(Json& account, const std::string& instance_id) {
  Json kept = Json::array();
  for (Json& volume : account["volumes"]) {
    Json attachments = Json::array();
    bool goes = false;
    for (const Json& attachment : list_member(volume, "Attachments")) {
      if (string_member(attachment, "InstanceId") == instance_id)
        goes = goes || is_set(attachment, "DeleteOnTermination");
      else
        attachments.push_back(attachment);
    }
    if (goes) continue;
    volume["Attachments"] = std::move(attachments);
    kept.push_back(std::move(volume));
  }
  account["volumes"] = std::move(kept);
}

void put_at(Json& map, const std::string& name, const Json& value) {
  if (value.is_null())
    map.erase(name);
  else
    map[name] = value;
}

/// A member with `value` at a name inside it; an empty name: the value itself.
Json with_value(const Json* member, const std::string& inner, const Json& value) {
  if (inner.empty()) return value;
  Json changed = member != nullptr && member->is_object() ? *member : Json::object();
  put_at(changed, inner, value);
  return changed;
}

std::string unknown_member(const AccountList& list, const std::string& path) {
  std::vector<std::string> names;
  for (const AccountMember& member : list.members) names.emplace_back(member.name);
  const std::string near = nearest(path, names);
  return fmt::format("{} have no member {}{}", list.name, path,
                     near.empty() ? "" : fmt::format(": did you mean {}?", near));
}

}  // namespace

Completed add_to_account(Json& account, const std::string& kind, const Json& resource) {
  TRY_ASSIGN(const AccountList* list, list_of_kind(kind));
  account[std::string(list->name)].push_back(resource);
  return {};
}

Completed remove_from_account(Json& account, const std::string& kind, const std::string& id) {
  TRY_ASSIGN(const AccountList* list, list_of_kind(kind));
  TRY_ASSIGN(const Json* resource, resource_in(account, *list, id));
  Json& resources = account[std::string(list->name)];
  resources.erase(static_cast<std::size_t>(resource - &resources.front()));
  if (list->name == kInstances.list) end_attachments(account, id);
  return {};
}

Completed set_in_account(Json& account, const std::string& kind, const std::string& id,
                         const std::string& path, const std::string& text, const Json& value) {
  TRY_ASSIGN(const AccountList* list, list_of_kind(kind));
  TRY_ASSIGN(Json * resource, resource_in(account, *list, id));
  const std::size_t dot = path.find('.');
  const std::string name = path.substr(0, dot);
  const std::string inner = dot == path.npos ? "" : path.substr(dot + 1);
  const auto member = std::ranges::find(list->members, name, &AccountMember::name);
  if (member == list->members.end() || (dot != path.npos && inner.empty()))
    return refused_edit(unknown_member(*list, path));
  const Json* before = find_member(*resource, name);
  Json after = with_value(before, inner, value);
  if (!value.is_null() && !member->value.problem(after).empty()) {
    const Json as_text = with_value(before, inner, text);
    if (member->value.problem(as_text).empty()) after = as_text;
  }
  put_at(*resource, name, after);
  if (name == "State") resource->erase("change");
  return {};
}

Completed set_timing(Json& account, const std::string& name, const Json& value) {
  put_at(account["timing"], name, value);
  return {};
}

}  // namespace ssm::cloud
