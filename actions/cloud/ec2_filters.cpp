// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/ec2_filters.h"

#include <fmt/format.h>

#include <iterator>

#include "actions/cloud/ec2_resource.h"
#include "core/base/id.h"

namespace ssm::cloud {
namespace {

constexpr MemberShape kFilterMembers[] = {{"Name", &kString}, {"Values", &kStrings}};
constexpr Shape kFilter = structure(kFilterMembers);

constexpr std::int64_t kLeastPage = 5;
constexpr std::int64_t kLargestPage = 1000;

}  // namespace

constexpr Shape kFilters = list_of(kFilter);

bool matches_wildcard(std::string_view pattern, std::string_view text) {
  // Linear in practice: on a mismatch only the last `*` takes one character more.
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_text = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
      continue;
    }
    const bool escaped = p + 1 < pattern.size() && pattern[p] == '\\';
    const std::size_t at = escaped ? p + 1 : p;
    if (at < pattern.size() && (pattern[at] == text[t] || (!escaped && pattern[at] == '?'))) {
      p = at + 1;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++star_text;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

Result<bool> passes_filters(const Json& parameters, const FilterValues& values) {
  const Json* filters = find_member(parameters, "Filters");
  if (filters == nullptr) return true;
  bool passes = true;
  for (const Json& filter : *filters) {
    const std::string name = string_member(filter, "Name");
    const std::optional<std::vector<std::string>> have = values(name);
    if (!have) {
      return failure("InvalidParameterValue", fmt::format("The filter '{}' is invalid", name));
    }
    const std::vector<std::string> wanted = strings_of(filter, "Values");
    passes = passes && std::ranges::any_of(*have, [&](const std::string& value) {
               return std::ranges::any_of(wanted, [&](const std::string& pattern) {
                 return matches_wildcard(pattern, value);
               });
             });
  }
  return passes;
}

std::optional<std::vector<std::string>> tag_filter_values(const Json& tags, std::string_view name) {
  std::vector<std::string> values;
  constexpr std::string_view kTagPrefix = "tag:";
  if (name.starts_with(kTagPrefix)) {
    const Json* value = find_member(tags, name.substr(kTagPrefix.size()));
    if (value != nullptr) values.push_back(value->get<std::string>());
    return values;
  }
  if (name != "tag-key" && name != "tag-value") return std::nullopt;
  for (const auto& [key, value] : tags.items()) {
    values.push_back(name == "tag-key" ? key : value.get<std::string>());
  }
  return values;
}

std::vector<std::string> values_at(const Json& described, std::string_view path) {
  if (described.is_array()) {
    std::vector<std::string> all;
    for (const Json& element : described)
      std::ranges::copy(values_at(element, path), std::back_inserter(all));
    return all;
  }
  if (path.empty()) {
    const std::string text = to_embedded_text(described);
    return described.is_structured() || text.empty() ? std::vector<std::string>{}
                                                     : std::vector<std::string>{text};
  }
  const std::size_t dot = path.find('.');
  const Json* member = find_member(described, path.substr(0, dot));
  if (member == nullptr) return {};
  return values_at(*member, dot == path.npos ? std::string_view() : path.substr(dot + 1));
}

Result<bool> passes_filters(const Json& parameters, const Json& described,
                            std::span<const MemberFilter> filters) {
  return passes_filters(
      parameters, [&](std::string_view name) -> std::optional<std::vector<std::string>> {
        const auto filter = std::ranges::find(filters, name, &MemberFilter::filter);
        if (filter != filters.end()) return values_at(described, filter->path);
        return tag_filter_values(tags_as_map(list_member(described, "Tags")), name);
      });
}

Result<ResultPage> page_of(std::vector<Json> items, const Json& parameters,
                           const std::function<std::string(const Json&)>& id_of) {
  // A token says after which item to go on, without showing it.
  const auto token_after = [&](const Json& item) {
    return sha256_hex("page after " + id_of(item)).substr(0, 32);
  };
  const std::string token = string_member(parameters, "NextToken");
  auto first = items.begin();
  if (!token.empty()) {
    first = std::ranges::find_if(items, [&](const Json& i) { return token_after(i) == token; });
    if (first == items.end()) {
      return failure("InvalidParameterValue", "Unable to parse pagination token");
    }
    ++first;
  }
  ResultPage page;
  page.items.assign(std::make_move_iterator(first), std::make_move_iterator(items.end()));
  const Json* limit = find_member(parameters, "MaxResults");
  if (limit == nullptr) return page;
  const auto most = limit->get<std::int64_t>();
  if (most < kLeastPage) {
    return failure("InvalidParameterValue",
                   fmt::format("Value ( {} ) for parameter maxResults is invalid. Expecting a "
                               "value greater than {}.",
                               most, kLeastPage));
  }
  const auto size = static_cast<std::size_t>(std::min(most, kLargestPage));
  if (page.items.size() > size) {
    page.items.resize(size);
    page.next_token = token_after(page.items.back());
  }
  return page;
}

}  // namespace ssm::cloud
