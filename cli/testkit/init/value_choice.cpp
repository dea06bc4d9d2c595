// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/init/value_choice.h"

#include <limits>

#include "actions/resource_property.h"
#include "core/base/text.h"
#include "core/document/input_value.h"

namespace ssm::testkit {
namespace {

std::optional<bool> boolean_in(const Json& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  if (equals_ignore_case(text, "true")) return true;
  if (equals_ignore_case(text, "false")) return false;
  return std::nullopt;
}

std::optional<Json> integer_in(const Json& value) {
  if (value.is_number_integer()) return value;
  const auto number = value.is_string() ? integer_of_value(value) : std::nullopt;
  return number ? std::optional<Json>(*number) : std::nullopt;
}

Json text_list_in(const Json& value) {
  if (value.is_string())
    if (const Result<Json> list = parse_json(value.get_ref<const std::string&>());
        list && list->is_array())
      return *list;
  return value.is_array() ? value : Json::array({to_embedded_text(value)});
}

}  // namespace

std::vector<Json> values_near(const Json& operand) {
  std::vector<Json> values = {operand};
  if (const auto flag = boolean_in(operand)) {
    const bool is_text = operand.is_string();
    const bool is_python =
        is_text && operand.get_ref<const std::string&>().starts_with(*flag ? "T" : "F");
    const char* const opposite =
        is_python ? (*flag ? "False" : "True") : (*flag ? "false" : "true");
    values.push_back(is_text ? Json(opposite) : Json(!*flag));
  }
  if (const auto number = integer_in(operand)) {
    const auto n = number->get<std::int64_t>();
    const bool can_step = n > std::numeric_limits<std::int64_t>::min() &&
                          n < std::numeric_limits<std::int64_t>::max();
    if (can_step) values.emplace_back(n + 1), values.emplace_back(n - 1);
  } else if (operand.is_number()) {
    values.emplace_back(operand.get<double>() + 1);
    values.emplace_back(operand.get<double>() - 1);
  }
  return values;
}

Json desired_value(const Json& desired) {
  if (!desired.is_array() || desired.empty()) return nullptr;
  const Json& first = desired.front();
  // Texts are compared as Python writes them: True is what an API's true becomes.
  if (first == "True" || first == "False") return first == "True";
  return first;
}

Json other_value(const Json& desired) {
  for (const Json& value : values_near(desired_value(desired)))
    if (!value.is_null() && !is_desired(value, desired)) return value;
  for (const char* const text : {"other", "example", "unwanted"})
    if (!is_desired(Json(text), desired)) return text;
  return nullptr;
}

std::optional<Json> as_value_of(ValueType type, const Json& value) {
  switch (type) {
    case ValueType::kString:
      return to_embedded_text(value);
    case ValueType::kInteger:
      return integer_in(value);
    case ValueType::kBoolean:
      if (const auto flag = boolean_in(value)) return *flag;
      return std::nullopt;
    case ValueType::kStringList:
      return text_list_in(value);
    case ValueType::kStringMap:
      return value.is_object() ? std::optional(value) : std::nullopt;
    case ValueType::kMapList:
      return value.is_array() ? std::optional(value) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace ssm::testkit
