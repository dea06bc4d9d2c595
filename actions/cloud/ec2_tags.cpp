// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/ec2_tags.h"

#include <fmt/format.h>
#include <array>
#include <set>

#include "actions/cloud/ec2_filters.h"
#include "actions/cloud/ec2_resource.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::size_t kMaxTags = 50;
constexpr std::size_t kMaxKey = 128;
constexpr std::size_t kMaxValue = 256;

constexpr MemberShape kCreateMembers[] = {
    {"DryRun", &kBoolean}, {"Resources", &kStrings, true}, {"Tags", &kTags, true}};
constexpr MemberShape kDeleteMembers[] = {
    {"DryRun", &kBoolean}, {"Resources", &kStrings, true}, {"Tags", &kTags}};
constexpr MemberShape kDescribeTagsMembers[] = {{"DryRun", &kBoolean},
                                                {"Filters", &kFilters},
                                                {"MaxResults", &kInteger},
                                                {"NextToken", &kString}};
constexpr Shape kCreate = structure(kCreateMembers);
constexpr Shape kDelete = structure(kDeleteMembers);
constexpr Shape kDescribeTags = structure(kDescribeTagsMembers);

/// A resource of any kind.
struct TaggedEc2 {
  const Ec2Kind* kind;
  Json resource;
};

/// The resources of a call.
Result<std::vector<TaggedEc2>> tagged_resources(AccountSession& session, const Json& parameters) {
  const std::vector<std::string> ids = strings_of(parameters, "Resources");
  if (ids.empty()) {
    return failure("MissingParameter", "The request must contain the parameter resourceIdSet");
  }
  std::vector<TaggedEc2> resources;
  for (const std::string& id : ids) {
    const Ec2Kind* kind = kind_of_id(id);
    if (kind == nullptr) return failure("InvalidID", fmt::format("The ID '{}' is not valid", id));
    TRY_ASSIGN(Json resource, resource_by_id(session, *kind, id));
    resources.push_back({kind, std::move(resource)});
  }
  return resources;
}

Result<Json> create_tags(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(std::vector<TaggedEc2> resources, tagged_resources(session, parameters));
  if (parameters["Tags"].empty()) {
    return failure("MissingParameter", "The request must contain the parameter Tag");
  }
  for (auto& [kind, resource] : resources) {
    TRY(put_tags(resource["Tags"], parameters["Tags"]));
    TRY(store_resource(session, *kind, resource));
  }
  return Json::object();
}

/// Without Tags all go; a tag without Value goes whatever its value is.
void remove_tags(Json& tags, const Json* list) {
  if (list == nullptr || list->empty()) {
    tags = Json::object();
    return;
  }
  for (const Json& tag : *list) {
    const std::string key = string_member(tag, "Key");
    const Json* kept = find_member(tags, key);
    const Json* value = find_member(tag, "Value");
    if (kept != nullptr && (value == nullptr || *value == *kept)) tags.erase(key);
  }
}

Result<Json> delete_tags(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(std::vector<TaggedEc2> resources, tagged_resources(session, parameters));
  for (auto& [kind, resource] : resources) {
    remove_tags(resource["Tags"], find_member(parameters, "Tags"));
    TRY(store_resource(session, *kind, resource));
  }
  return Json::object();
}

std::optional<std::vector<std::string>> filter_values(const Json& tag, std::string_view name) {
  using Values = std::vector<std::string>;
  if (name == "key" || name == "tag-key") return Values{string_member(tag, "Key")};
  if (name == "value" || name == "tag-value") return Values{string_member(tag, "Value")};
  if (name == "resource-id") return Values{string_member(tag, "ResourceId")};
  if (name == "resource-type") return Values{string_member(tag, "ResourceType")};
  if (!name.starts_with("tag:")) return std::nullopt;
  if (name.substr(4) != string_member(tag, "Key")) return Values{};
  return Values{string_member(tag, "Value")};
}

Completed add_tags(AccountSession& session, const Ec2Kind& kind, const Json& parameters,
                   std::vector<Json>& found) {
  TRY_ASSIGN(const std::vector<Json> resources, all_resources(session, kind));
  for (const Json& resource : resources) {
    for (const auto& [key, value] : resource["Tags"].items()) {
      Json tag = {{"Key", key},
                  {"ResourceId", string_member(resource, kind.id_member)},
                  {"ResourceType", kind.type},
                  {"Value", value}};
      TRY_ASSIGN(const bool passes, passes_filters(parameters, [&](std::string_view name) {
                   return filter_values(tag, name);
                 }));
      if (passes) found.push_back(std::move(tag));
    }
  }
  return {};
}

Result<Json> describe_tags(AccountSession& session, const Json& parameters) {
  std::vector<Json> found;
  for (const Ec2Kind* kind : ec2_kinds()) TRY(add_tags(session, *kind, parameters, found));
  TRY_ASSIGN(const ResultPage page, page_of(std::move(found), parameters, [](const Json& tag) {
               return string_member(tag, "ResourceId") + "/" + string_member(tag, "Key");
             }));
  Json answer = {{"Tags", page.items}};
  if (!page.next_token.empty()) answer["NextToken"] = page.next_token;
  return answer;
}

constexpr std::array kTagOperations = {
    AccountOperation{"ec2", "CreateTags", &kCreate, true, create_tags},
    AccountOperation{"ec2", "DeleteTags", &kDelete, true, delete_tags},
    AccountOperation{"ec2", "DescribeTags", &kDescribeTags, false, describe_tags},
};

}  // namespace

Completed put_tags(Json& tags, const Json& list) {
  if (!tags.is_object()) tags = Json::object();
  for (const Json& tag : list) {
    const std::string key = string_member(tag, "Key");
    const std::string value = string_member(tag, "Value");
    if (key.empty() || utf8_length(key) > kMaxKey) {
      return failure("InvalidParameterValue",
                     fmt::format("Tag keys must have 1 to {} characters: '{}'", kMaxKey, key));
    }
    if (key.starts_with("aws:")) {
      return failure("InvalidParameterValue",
                     "Tag keys starting with 'aws:' are reserved for internal use");
    }
    if (utf8_length(value) > kMaxValue) {
      return failure(
          "InvalidParameterValue",
          fmt::format("Tag values must have at most {} characters: '{}'", kMaxValue, value));
    }
    tags[key] = value;
  }
  if (tags.size() <= kMaxTags) return {};
  return failure("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
}

std::string repeated_tag_key(const Json& list) {
  std::set<std::string> keys;
  for (const Json& tag : list)
    if (std::string key = string_member(tag, "Key"); !keys.insert(key).second) return key;
  return {};
}

std::span<const AccountOperation> ec2_tag_operations() {
  return kTagOperations;
}

}  // namespace ssm::cloud
