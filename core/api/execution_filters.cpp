// SPDX-License-Identifier: Apache-2.0
#include "core/api/execution_filters.h"

#include "core/api/service_errors.h"

namespace ssm {

std::vector<Filter> filters_of(const Json& request) {
  std::vector<Filter> filters;
  const Json* given = find_member(request, "Filters");
  if (!given) return filters;
  for (const Json& entry : *given)
    filters.push_back({string_member(entry, "Key"), entry.at("Values")});
  return filters;
}

Completed check_values(const Filter& filter, const Shape& enumeration) {
  for (const std::string& value : filter.values)
    if (!contains(enumeration.values, value)) return invalid_filter_value(filter.key, value);
  return {};
}

Result<Time> time_of(const Filter& filter) {
  const std::optional<Time> time =
      filter.values.size() == 1 ? parse_time(filter.values.front()) : std::nullopt;
  if (!time)
    return invalid_filter_value(filter.key, filter.values.back(),
                                "Write one time, such as 2030-01-02T03:04:05Z.");
  return *time;
}

}  // namespace ssm
