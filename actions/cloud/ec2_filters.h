// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actions/cloud/parameters.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm::cloud {

/// The Filters parameter.
extern const Shape kFilters;

/// `*` any characters, `?` one, `\` takes the next literally. Case counts.
bool matches_wildcard(std::string_view pattern, std::string_view text);

/// What a filter name means for one item: the values it has (any may match); nullopt = there is no
/// filter of that name.
using FilterValues = std::function<std::optional<std::vector<std::string>>(std::string_view name)>;

/// Whether an item passes all filters. Errors: InvalidParameterValue for an unknown filter name.
Result<bool> passes_filters(const Json& parameters, const FilterValues& values);

/// The values of tag:KEY, tag-key and tag-value; nullopt for other names.
std::optional<std::vector<std::string>> tag_filter_values(const Json& tags, std::string_view name);

/// A filter that looks at one member of what is described.
struct MemberFilter {
  std::string_view filter;  // "attachment.instance-id"
  std::string_view path;    // "Attachments.InstanceId": through maps, and all elements of lists
};
/// The texts, numbers and Booleans at a path; empty ones left out.
std::vector<std::string> values_at(const Json& described, std::string_view path);
/// The same for what an answer describes: by `filters` and its Tags.
Result<bool> passes_filters(const Json& parameters, const Json& described,
                            std::span<const MemberFilter> filters);

/// One page of `items` by MaxResults and NextToken.
struct ResultPage {
  std::vector<Json> items;
  std::string next_token;  // empty: that was all
};
/// `id_of`: what tells an item from all others. Errors: InvalidParameterValue.
Result<ResultPage> page_of(std::vector<Json> items, const Json& parameters,
                           const std::function<std::string(const Json&)>& id_of);

}  // namespace ssm::cloud
