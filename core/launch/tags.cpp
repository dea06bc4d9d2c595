// SPDX-License-Identifier: Apache-2.0
#include "core/launch/tags.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/launch/launch_errors.h"

namespace ssm {
namespace {

/// Keys that begin so belong to AWS, in any spelling.
constexpr std::string_view kReservedPrefix = "aws:";

Completed check_keys(const Json& tags) {
  for (const Json& tag : tags) {
    const std::string key = string_member(tag, "Key");
    if (to_lower(key).starts_with(kReservedPrefix)) return reserved_tag_key(key);
  }
  return {};
}

void put(Json& tags, const Json& tag) {
  const std::string key = string_member(tag, "Key");
  for (Json& known : tags)
    if (string_member(known, "Key") == key) {
      known = tag;
      return;
    }
  tags.push_back(tag);
}

Json merged(Json tags, const Json& added) {
  for (const Json& tag : added) put(tags, tag);
  return tags;
}

}  // namespace

Result<Json> first_tags(const Json& given, std::size_t most) {
  TRY(check_keys(given));
  Json tags = merged(Json::array(), given);
  if (tags.size() > most)
    return validation_error(
        fmt::format("{} tags are given, at most {} are allowed here.", tags.size(), most));
  return tags;
}

Result<Json> with_tags(const Json& tags, const Json& added, std::size_t most) {
  TRY(check_keys(added));
  Json all = merged(tags, added);
  if (all.size() > most) return too_many_tags();
  return all;
}

Json without_tags(const Json& tags, const Json& keys) {
  Json kept = Json::array();
  for (const Json& tag : tags)
    if (std::find(keys.begin(), keys.end(), string_member(tag, "Key")) == keys.end())
      kept.push_back(tag);
  return kept;
}

}  // namespace ssm
