// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/account_file.h"
#include "actions/cloud/account_file_members.h"
#include "actions/cloud/parameter_versions.h"

namespace ssm::cloud {
namespace {

Json members_schema(std::span<const AccountMember> members) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const AccountMember& member : members) {
    properties[std::string(member.name)] = member.value.json_schema();
    if (member.required) required.push_back(member.name);
  }
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

Json list_schema(Json items, std::size_t most) {
  return {{"type", "array"}, {"maxItems", most}, {"items", std::move(items)}};
}

}  // namespace

Json account_file_schema() {
  Json properties = {{"timing", members_schema(timing_members())}};
  for (const AccountList& list : account_lists()) {
    Json element = members_schema(list.members);
    for (const AccountPart& part : list.parts) {
      Json schema = members_schema(part.members);
      element["properties"][std::string(part.name)] =
          part.most_in_list > 0 ? list_schema(std::move(schema), part.most_in_list)
                                : std::move(schema);
    }
    if (Json& members = element["properties"]; members.contains("earlier"))
      members["earlier"] = list_schema(members_schema(earlier_members()), kMostEarlierVersions);
    properties[std::string(list.name)] = list_schema(std::move(element), kMostInList);
  }
  return {
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

}  // namespace ssm::cloud
