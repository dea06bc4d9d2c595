// SPDX-License-Identifier: Apache-2.0
#include "actions/inputs.h"

#include <fmt/format.h>

#include <charconv>

#include "core/base/text.h"
#include "core/machine/inputs.h"

namespace ssm {
namespace {

constexpr std::size_t kShownValue = 200;

/// The value in a message, cut when it is long.
std::string shown(const Json& value) {
  std::string text = to_text(value);
  if (text.size() <= kShownValue) return text;
  std::size_t end = kShownValue;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

tl::unexpected<Error> wrong_type(std::string_view name, std::string_view wanted,
                                 const Json& value) {
  return bad_input(fmt::format("Input {} must be {}, but it is {}: {}", name, wanted,
                               kind_of(value), shown(value)));
}

tl::unexpected<Error> missing(std::string_view name) {
  return bad_input(fmt::format("Required input {} is missing", name));
}

/// The value of an input, unwrapped from a list of one; nullptr = absent.
const Json* scalar_input(const Json& inputs, std::string_view name) {
  const Json* value = find_member(inputs, name);
  if (value != nullptr && value->is_array() && value->size() == 1) value = &value->front();
  if (value == nullptr || value->is_null()) return nullptr;
  if (value->is_string() && value->get_ref<const std::string&>().empty()) return nullptr;
  return value;
}

/// Text of a scalar: numbers and Booleans as JSON writes them.
std::optional<std::string> scalar_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number() || value.is_boolean()) return to_text(value);
  return std::nullopt;
}

std::optional<std::int64_t> integer_of(const Json& value) {
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
    return static_cast<std::int64_t>(number);
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (!value.is_string()) return std::nullopt;
  const std::string_view text = trim(value.get_ref<const std::string&>());
  std::int64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string_view kind_of(const Json& value) {
  if (value.is_null()) return "null";
  if (value.is_string()) return "a String";
  if (value.is_boolean()) return "a Boolean";
  if (value.is_number_integer()) return "an Integer";
  if (value.is_number()) return "a number";
  if (value.is_array()) return "a list";
  return "a map";
}

tl::unexpected<Error> bad_input(std::string message) {
  return failure("Input", std::move(message));
}

Outcome refuse_inputs(const Error& error) {
  return Failed{input_failure(error.message), nullptr};
}

Result<std::optional<std::string>> optional_string_input(const Json& inputs,
                                                         std::string_view name) {
  const Json* value = scalar_input(inputs, name);
  if (value == nullptr) return std::nullopt;
  std::optional<std::string> text = scalar_text(*value);
  if (!text) return wrong_type(name, "a String", *value);
  return text;
}

Result<std::string> string_input(const Json& inputs, std::string_view name) {
  TRY_ASSIGN(std::optional<std::string> text, optional_string_input(inputs, name));
  if (!text) return missing(name);
  return *std::move(text);
}

Result<std::optional<bool>> optional_boolean_input(const Json& inputs, std::string_view name) {
  const Json* value = scalar_input(inputs, name);
  if (value == nullptr) return std::nullopt;
  if (value->is_boolean()) return value->get<bool>();
  if (value->is_string()) {
    const auto& text = value->get_ref<const std::string&>();
    if (equals_ignore_case(text, "true")) return true;
    if (equals_ignore_case(text, "false")) return false;
  }
  return wrong_type(name, "a Boolean", *value);
}

Result<std::optional<std::int64_t>> optional_integer_input(const Json& inputs,
                                                           std::string_view name) {
  const Json* value = scalar_input(inputs, name);
  if (value == nullptr) return std::nullopt;
  const std::optional<std::int64_t> number = integer_of(*value);
  if (!number) return wrong_type(name, "an Integer", *value);
  return number;
}

Result<std::vector<std::string>> string_list_input(const Json& inputs, std::string_view name) {
  const Json* value = find_member(inputs, name);
  if (value == nullptr || value->is_null()) return missing(name);
  std::vector<std::string> texts;
  if (!value->is_array()) {
    const std::optional<std::string> text = scalar_text(*value);
    if (!text) return wrong_type(name, "a StringList", *value);
    if (!text->empty()) texts.push_back(*text);
  } else {
    for (const Json& element : *value) {
      std::optional<std::string> text = scalar_text(element);
      if (!text) return wrong_type(name, "a StringList", *value);
      texts.push_back(*std::move(text));
    }
  }
  if (texts.empty()) return bad_input(fmt::format("Input {} must not be empty", name));
  return texts;
}

Result<Json> map_list_input(const Json& inputs, std::string_view name) {
  const Json* value = find_member(inputs, name);
  if (value == nullptr || value->is_null()) return missing(name);
  if (value->is_object()) return Json::array({*value});
  if (!value->is_array()) return wrong_type(name, "a MapList", *value);
  if (value->empty()) return bad_input(fmt::format("Input {} must not be empty", name));
  for (const Json& element : *value) {
    if (!element.is_object()) return wrong_type(name, "a MapList", *value);
  }
  return *value;
}

}  // namespace ssm
