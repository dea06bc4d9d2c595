// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/ec2_tags.h"

#include <fmt/format.h>
#include <array>

#include "actions/cloud/ec2_filters.h"
#include "actions/cloud/instance.h"
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

/// How EC2 says that a resource of another kind is not there.
struct MissingResource {
  std::string_view prefix;
  std::string_view code;
  std::string_view message;  // {} = the id
};
constexpr std::array<MissingResource, 3> kMissing = {
    {{"ami-", "InvalidAMIID.NotFound", "The image id '[{}]' does not exist"},
     {"snap-", "InvalidSnapshot.NotFound", "The snapshot '{}' does not exist."},
     {"vol-", "InvalidVolume.NotFound", "The volume '{}' does not exist."}}};

/// The resources of a call: instances, the only taggable EC2 resources this account has.
Result<std::vector<Json>> tagged_resources(AccountSession& session, const Json& parameters) {
  const std::vector<std::string> ids = strings_of(parameters, "Resources");
  if (ids.empty()) {
    return failure("MissingParameter", "The request must contain the parameter resourceIdSet");
  }
  for (const std::string& id : ids) {
    if (id.starts_with("i-")) continue;
    for (const MissingResource& kind : kMissing) {
      if (!id.starts_with(kind.prefix)) continue;
      return failure(std::string(kind.code), fmt::format(fmt::runtime(kind.message), id));
    }
    return failure("InvalidID", fmt::format("The ID '{}' is not valid", id));
  }
  return instances_by_id(session, ids);
}

Result<Json> create_tags(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(std::vector<Json> instances, tagged_resources(session, parameters));
  if (parameters["Tags"].empty()) {
    return failure("MissingParameter", "The request must contain the parameter Tag");
  }
  for (Json& instance : instances) {
    TRY(put_tags(instance["Tags"], parameters["Tags"]));
    TRY(put_instance(session, instance));
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
  TRY_ASSIGN(std::vector<Json> instances, tagged_resources(session, parameters));
  for (Json& instance : instances) {
    remove_tags(instance["Tags"], find_member(parameters, "Tags"));
    TRY(put_instance(session, instance));
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

Result<Json> describe_tags(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const std::vector<Json> instances, selected_instances(session, Json::object()));
  std::vector<Json> found;
  for (const Json& instance : instances) {
    for (const auto& [key, value] : instance["Tags"].items()) {
      Json tag = {{"Key", key},
                  {"ResourceId", instance["InstanceId"]},
                  {"ResourceType", "instance"},
                  {"Value", value}};
      TRY_ASSIGN(const bool passes, passes_filters(parameters, [&](std::string_view name) {
                   return filter_values(tag, name);
                 }));
      if (passes) found.push_back(std::move(tag));
    }
  }
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

std::span<const AccountOperation> ec2_tag_operations() {
  return kTagOperations;
}

}  // namespace ssm::cloud
