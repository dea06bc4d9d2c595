// SPDX-License-Identifier: Apache-2.0
#include "cli/python_text.h"

#include <charconv>

#include "core/base/text.h"

namespace ssm {

std::string quoted(std::string_view text) {
  bool single = text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
  char quote = single ? '"' : '\'';
  std::string result(1, quote);
  for (char c : text) {
    if (c == '\\' || c == quote) result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (c == '\r') {
      result += "\\r";
    } else {
      result += c;
    }
  }
  return result + quote;
}

std::optional<std::int64_t> to_integer(std::string_view text) {
  text = trim(text);
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Result<std::int64_t> integer_value(std::string_view text) {
  std::optional<std::int64_t> number = to_integer(text);
  if (!number)
    return failure("General", "invalid literal for int() with base 10: " + quoted(text));
  return *number;
}

}  // namespace ssm
