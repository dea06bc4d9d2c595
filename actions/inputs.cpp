// SPDX-License-Identifier: Apache-2.0
#include "actions/inputs.h"

#include <fmt/format.h>

#include "core/document/input_value.h"
#include "core/machine/failure.h"

namespace ssm {
namespace {

tl::unexpected<Error> missing(std::string_view name) {
  return bad_input(fmt::format("Required input {} is missing", name));
}

/// The value of an input; nullptr = absent.
const Json* present_input(const Json& inputs, std::string_view name) {
  const Json* value = find_input_value(inputs, name);
  return value && !is_absent(*value) ? value : nullptr;
}

/// Nothing when the value can be read as `type`.
Completed check_type(std::string_view name, InputSpec::Type type, const Json& value) {
  const InputSpec input{.name = name, .type = type, .required = true};
  if (const auto fault = find_fault(input, value, Json::object()))
    return bad_input(fmt::format("Input {} {}", name, fault->text));
  return {};
}

}  // namespace

tl::unexpected<Error> bad_input(std::string message) {
  return failure("Input", std::move(message));
}

Failed refuse_inputs(const Error& error) {
  return {input_failure(error.message), nullptr};
}

Result<std::optional<std::string>> optional_string_input(const Json& inputs,
                                                         std::string_view name) {
  const Json* value = present_input(inputs, name);
  if (value == nullptr) return std::nullopt;
  TRY(check_type(name, InputSpec::Type::kString, *value));
  return text_of_value(*value);
}

Result<std::string> string_input(const Json& inputs, std::string_view name) {
  TRY_ASSIGN(std::optional<std::string> text, optional_string_input(inputs, name));
  if (!text) return missing(name);
  return *std::move(text);
}

Result<std::optional<bool>> optional_boolean_input(const Json& inputs, std::string_view name) {
  const Json* value = present_input(inputs, name);
  if (value == nullptr) return std::nullopt;
  TRY(check_type(name, InputSpec::Type::kBoolean, *value));
  return boolean_of_value(*value);
}

Result<std::optional<std::int64_t>> optional_integer_input(const Json& inputs,
                                                           std::string_view name) {
  const Json* value = present_input(inputs, name);
  if (value == nullptr) return std::nullopt;
  TRY(check_type(name, InputSpec::Type::kInteger, *value));
  return integer_of_value(*value);
}

Result<std::vector<std::string>> string_list_input(const Json& inputs, std::string_view name) {
  const Json* value = find_input_value(inputs, name);
  if (value == nullptr || value->is_null()) return missing(name);
  TRY(check_type(name, InputSpec::Type::kStringList, *value));
  std::vector<std::string> texts;
  if (!value->is_array()) {
    const std::string text = text_of_value(*value).value_or("");
    if (!text.empty()) texts.push_back(text);
  } else {
    for (const Json& element : *value) texts.push_back(text_of_value(element).value_or(""));
  }
  if (texts.empty()) return bad_input(fmt::format("Input {} must not be empty", name));
  return texts;
}

Result<Json> map_list_input(const Json& inputs, std::string_view name) {
  const Json* value = find_input_value(inputs, name);
  if (value == nullptr || value->is_null()) return missing(name);
  TRY(check_type(name, InputSpec::Type::kMapList, *value));
  if (value->is_object()) return Json::array({*value});
  return *value;
}

}  // namespace ssm
