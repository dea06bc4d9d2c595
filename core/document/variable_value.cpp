// SPDX-License-Identifier: Apache-2.0
#include "core/document/variable_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/bind.h"

namespace ssm {
namespace {

constexpr std::size_t kMaxMaps = 200;
constexpr std::size_t kMaxKey = 50;
constexpr std::size_t kMaxListItems = 50;
constexpr std::size_t kMaxString = 512;

InputFault over_limit(std::string text) {
  return {InputFault::Kind::kLimit, std::move(text)};
}

std::optional<InputFault> key_fault(const Json& map) {
  for (const auto& [key, value] : map.items())
    if (key.empty() || utf8_length(key) > kMaxKey)
      return over_limit(
          fmt::format("must have keys of 1 to {} characters, but has \"{}\"", kMaxKey, key));
  return std::nullopt;
}

std::optional<InputFault> limit_fault(const Json& value) {
  if (value.is_string()) {
    const std::size_t length = utf8_length(value.get_ref<const std::string&>());
    if (length >= 1 && length <= kMaxString) return std::nullopt;
    return over_limit(
        fmt::format("must have 1 to {} characters, but it has {}", kMaxString, length));
  }
  if (value.is_object()) return key_fault(value);
  if (!value.is_array()) return std::nullopt;
  const bool maps = !value.empty() && value.front().is_object();
  const std::size_t most = maps ? kMaxMaps : kMaxListItems;
  if (value.size() > most)
    return over_limit(fmt::format("must have at most {} items, but it has {}", most, value.size()));
  for (const Json& item : value)
    if (item.is_object())
      if (auto fault = key_fault(item)) return fault;
  return std::nullopt;
}

}  // namespace

std::string variable_name(const Json& value) {
  const std::string text = text_of_value(value).value_or("");
  const std::string_view name = trim(text);
  return std::string(name.starts_with(kVariablePrefix) ? name.substr(kVariablePrefix.size()) : "");
}

std::optional<InputFault> find_variable_fault(const Parameter& variable, const Json& value) {
  const auto fault = [](std::string text) {
    return InputFault{InputFault::Kind::kType, std::move(text)};
  };
  if (!fits_type(value, variable.type))
    return fault(fmt::format("must be of type {} as variable {} is, but it is {}",
                             to_text(variable.type), variable.name, kind_of(value)));
  if (auto limit = limit_fault(value)) return limit;
  const auto& allowed = variable.allowed_values;
  if (!allowed.empty() && std::ranges::find(allowed, value) == allowed.end())
    return fault(fmt::format("is not among the allowed values of variable {}", variable.name));
  if (!check_form(variable, value))
    return fault(fmt::format("does not keep to the allowed pattern or the sizes of variable {}",
                             variable.name));
  return std::nullopt;
}

}  // namespace ssm
