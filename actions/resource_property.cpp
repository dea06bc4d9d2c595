// SPDX-License-Identifier: Apache-2.0
#include "actions/resource_property.h"

#include <fmt/format.h>

#include "actions/api_call.h"
#include "actions/inputs.h"
#include "core/base/python_text.h"

namespace ssm {
namespace {

bool is_among(const std::string& text, const Json& desired_values) {
  return std::ranges::any_of(desired_values,
                             [&](const Json& wanted) { return compared_text(wanted) == text; });
}

Result<Json> desired_values_of(const Json& inputs) {
  const Json* value = find_member(inputs, "DesiredValues");
  if (value == nullptr || value->is_null()) {
    return bad_input("Required input DesiredValues is missing");
  }
  if (value->is_object()) return bad_input("Input DesiredValues must be a list, but it is a map");
  if (!value->is_array()) return Json::array({*value});
  if (value->empty()) return bad_input("Input DesiredValues must not be empty");
  return *value;
}

}  // namespace

Result<ResourceProperty> read_resource_property(const StepCall& step) {
  TRY_ASSIGN(CloudCall call, described_call(step, {"PropertySelector", "DesiredValues"}));
  TRY_ASSIGN(const std::string text, string_input(step.inputs, "PropertySelector"));
  Result<JsonPath> selector = JsonPath::parse(text);
  if (!selector) {
    return bad_input(
        fmt::format("Input PropertySelector is not a JSONPath: {}", selector.error().message));
  }
  TRY_ASSIGN(Json desired_values, desired_values_of(step.inputs));
  return ResourceProperty{std::move(call), *std::move(selector), std::move(desired_values)};
}

std::string compared_text(const Json& value) {
  return value.is_structured() ? to_text(value) : python_str(value);
}

bool is_desired(const std::optional<Json>& selected, const Json& desired_values) {
  if (!selected || selected->is_null()) return false;
  if (is_among(compared_text(*selected), desired_values)) return true;
  const bool whole_lists =
      std::ranges::any_of(desired_values, [](const Json& wanted) { return wanted.is_array(); });
  return selected->is_array() && !whole_lists && !selected->empty() &&
         std::ranges::all_of(*selected, [&](const Json& element) {
           return !element.is_null() && is_among(compared_text(element), desired_values);
         });
}

}  // namespace ssm
