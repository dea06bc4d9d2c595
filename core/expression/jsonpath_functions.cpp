// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <cstdint>

#include <cmath>

#include "core/expression/jsonpath_syntax.h"

namespace ssm::jsonpath {
namespace {

/// Numbers of a list; other elements do not count.
std::vector<double> numbers(const Json& node) {
  std::vector<double> values;
  if (!node.is_array()) return values;
  for (const Json& item : node)
    if (item.is_number()) values.push_back(item.get<double>());
  return values;
}

double sum(const std::vector<double>& values) {
  double total = 0;
  for (const double value : values) total += value;
  return total;
}

double average(const std::vector<double>& values) {
  return sum(values) / static_cast<double>(values.size());
}

double least(const std::vector<double>& values) {
  return *std::min_element(values.begin(), values.end());
}

double greatest(const std::vector<double>& values) {
  return *std::max_element(values.begin(), values.end());
}

double deviation(const std::vector<double>& values) {
  std::vector<double> squares = values;
  for (double& value : squares) value *= value;
  const auto count = static_cast<double>(values.size());
  const double total = sum(values);
  return std::sqrt(std::max(0.0, sum(squares) / count - total * total / count / count));
}

struct Aggregation {
  std::string_view name;
  double (*compute)(const std::vector<double>&);
};
constexpr Aggregation kAggregations[] = {
    {"sum", sum}, {"avg", average}, {"min", least}, {"max", greatest}, {"stddev", deviation}};

tl::unexpected<Error> no_value(const Call& call) {
  return failure("JsonPath",
                 fmt::format("{}() has no value for what it was applied to", call.function));
}

Result<Json> element(const Call& call, const Json& node, int index) {
  if (!node.is_array()) return no_value(call);
  const auto size = static_cast<std::int64_t>(node.size());
  if (index >= size)
    return failure(kOutOfRange,
                   fmt::format("{}() asks for element {} of {}", call.function, index, size));
  // From the end the first element is out of reach: [-1] of one is its element, last() an error.
  const std::int64_t place = index < 0 ? size + index : index;
  if (index < 0 && place <= 0) return no_value(call);
  return node[static_cast<std::size_t>(place)];
}

Json keys(const Json& node) {
  if (!node.is_object()) return nullptr;
  Json names = Json::array();
  for (const auto& member : node.items()) names.push_back(member.key());
  return names;
}

}  // namespace

bool is_function(std::string_view name) {
  constexpr std::string_view kOthers[] = {"length", "size", "keys", "first", "last", "index"};
  return std::find(std::begin(kOthers), std::end(kOthers), name) != std::end(kOthers) ||
         std::any_of(std::begin(kAggregations), std::end(kAggregations),
                     [&](const Aggregation& a) { return a.name == name; });
}

Result<Json> call_function(const Call& call, const Json& node) {
  if (call.function == "length" || call.function == "size")
    return node.is_structured() ? Json(node.size()) : Json(nullptr);
  if (call.function == "keys") return keys(node);
  if (call.function == "first") return element(call, node, 0);
  if (call.function == "last") return element(call, node, -1);
  if (call.function == "index") return element(call, node, call.argument.value_or(0));
  const std::vector<double> values = numbers(node);
  for (const auto& [name, compute] : kAggregations)
    if (name == call.function && !values.empty()) return Json(compute(values));
  return no_value(call);
}

}  // namespace ssm::jsonpath
