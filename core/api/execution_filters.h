// SPDX-License-Identifier: Apache-2.0
#pragma once
// The filters of the two listings of executions and of steps: any value may match, all filters
// must. Source: spec/api 3.2, 3.3.

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/model/shape.h"

namespace ssm {

struct Filter {
  std::string key;
  std::vector<std::string> values;  // at least one
};

/// `Filters` of a request, in order.
std::vector<Filter> filters_of(const Json& request);

/// The front end does not look at filter values. Errors: InvalidFilterValue for one that the
/// enumeration does not have.
Completed check_values(const Filter& filter, const Shape& enumeration);

/// The one time a filter names. Errors: InvalidFilterValue.
Result<Time> time_of(const Filter& filter);

template <class Range>
bool contains(const Range& range, std::string_view value) {
  return std::find(std::begin(range), std::end(range), value) != std::end(range);
}

}  // namespace ssm
