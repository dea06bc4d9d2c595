// SPDX-License-Identifier: Apache-2.0
// Tags of what ElastiCache has, by its ARN. Source: its API reference.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/ec2_tags.h"
#include "actions/cloud/resource.h"
#include "core/base/arn.h"
#include "core/base/text.h"

namespace ssm::cloud {

extern const ResourceList kReplicationGroupList;
extern const ResourceList kCacheClusterList;

namespace {

constexpr MemberShape kCacheTagsShapes[] = {{"ResourceName", &kString, true}};
constexpr MemberShape kAddCacheTagsShapes[] = {{"ResourceName", &kString, true},
                                               {"Tags", &kTags, true}};
constexpr MemberShape kRemoveCacheTagsShapes[] = {{"ResourceName", &kString, true},
                                                  {"TagKeys", &kStrings, true}};
constexpr Shape kCacheTagsInput = structure(kCacheTagsShapes);
constexpr Shape kAddCacheTagsInput = structure(kAddCacheTagsShapes);
constexpr Shape kRemoveCacheTagsInput = structure(kRemoveCacheTagsShapes);

/// A kind of resource, as ARNs call it.
struct TaggedCacheKind {
  std::string_view name;
  const ResourceList& list;
  std::string_view missing_code;
};
constexpr TaggedCacheKind kTaggedCacheKinds[] = {
    {"replicationgroup", kReplicationGroupList, "ReplicationGroupNotFoundFault"},
    {"cluster", kCacheClusterList, "CacheClusterNotFound"}};

struct TaggedCache {
  const ResourceList& list;
  Json resource;
};

Result<TaggedCache> tagged_cache(AccountSession& session, const Json& parameters) {
  const std::string text = string_member(parameters, "ResourceName");
  const std::optional<Arn> arn = Arn::parse(text);
  const std::vector<std::string> parts = split(arn ? arn->resource : std::string(), ':');
  const auto* kind = std::ranges::find(kTaggedCacheKinds, parts.front(), &TaggedCacheKind::name);
  if (kind == std::end(kTaggedCacheKinds) || parts.size() != 2)
    return failure("InvalidARN",
                   fmt::format("{} is not a valid ARN of a resource with tags", text));
  TRY_ASSIGN(std::optional<Json> found, find_resource(session, kind->list, parts[1]));
  if (found) return TaggedCache{kind->list, *std::move(found)};
  return failure(std::string(kind->missing_code), fmt::format("{} not found.", parts[1]));
}

Json cache_tags_answer(const Json& resource) {
  return Json{{"TagList", pairs_of_map(resource["Tags"], "Key", "Value")}};
}

Result<Json> list_cache_tags(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const TaggedCache found, tagged_cache(session, parameters));
  return cache_tags_answer(found.resource);
}

Result<Json> add_cache_tags(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(TaggedCache found, tagged_cache(session, parameters));
  TRY(put_tags(found.resource["Tags"], parameters["Tags"]));
  TRY(save_resource(session, found.list, found.resource));
  return cache_tags_answer(found.resource);
}

Result<Json> remove_cache_tags(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(TaggedCache found, tagged_cache(session, parameters));
  for (const std::string& key : strings_of(parameters, "TagKeys"))
    found.resource["Tags"].erase(key);
  TRY(save_resource(session, found.list, found.resource));
  return cache_tags_answer(found.resource);
}

constexpr std::array kCacheTagOperations = {
    AccountOperation{"elasticache", "ListTagsForResource", &kCacheTagsInput, false,
                     list_cache_tags},
    AccountOperation{"elasticache", "AddTagsToResource", &kAddCacheTagsInput, true, add_cache_tags},
    AccountOperation{"elasticache", "RemoveTagsFromResource", &kRemoveCacheTagsInput, true,
                     remove_cache_tags},
};

}  // namespace

std::span<const AccountOperation> cache_tag_operations() {
  return kCacheTagOperations;
}

}  // namespace ssm::cloud
