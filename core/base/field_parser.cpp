// SPDX-License-Identifier: Apache-2.0
#include "core/base/field_parser.h"

#include <algorithm>
#include <optional>

namespace ssm {
namespace {

/// Length of the string that begins `text`, quotes included; that of `text` when it has no end.
std::size_t string_length(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1;
    if (text[i] == '\\') ++i;
  }
  return text.size();
}

/// What stands between the quotes of a string that needs no decoding; nullopt: it does.
std::optional<std::string_view> plain_string(std::string_view text) {
  if (text.size() < 2 || text.front() != '"') return std::nullopt;
  const std::string_view inside = text.substr(1, text.size() - 2);
  const auto is_plain = [](char c) { return c >= 0x20 && c < 0x7f && c != '\\' && c != '"'; };
  if (!std::ranges::all_of(inside, is_plain)) return std::nullopt;
  return inside;
}

}  // namespace

bool FieldParser::take_name(std::string_view name) {
  constexpr std::size_t kQuotesAndColon = 3;
  const std::size_t comma = first_ ? 0 : 1;
  const std::string_view rest = at_.rest;
  if (at_.failed || rest.size() < comma + name.size() + kQuotesAndColon) return false;
  if (comma == 1 && rest.front() != ',') return false;
  if (rest[comma] != '"' || rest.compare(comma + 1, name.size(), name) != 0 ||
      rest.compare(comma + 1 + name.size(), 2, "\":") != 0)
    return false;
  at_.rest.remove_prefix(comma + name.size() + kQuotesAndColon);
  first_ = false;
  return true;
}

std::string_view FieldParser::take_value() {
  const std::string_view rest = at_.rest;
  std::size_t depth = 0;
  std::size_t length = 0;
  while (length < rest.size()) {
    const char c = rest[length];
    if (depth == 0 && (c == ',' || c == '}' || c == ']')) break;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    length += c == '"' ? string_length(rest.substr(length)) : 1;
  }
  if (at_.failed || length == 0 || length >= rest.size()) {
    fail();
    return {};
  }
  at_.rest.remove_prefix(length);
  return rest.substr(0, length);
}

void FieldParser::read(std::string& value) {
  const std::string_view text = take_value();
  if (const auto plain = plain_string(text)) {
    value = *plain;
    return;
  }
  const Result<Json> json = parse_json(text);
  if (at_.failed || !json || !json->is_string()) return fail();
  value = json->get_ref<const std::string&>();
}

void FieldParser::read(Json& value) {
  const std::string_view text = take_value();
  if (at_.failed) return;
  if (const auto plain = plain_string(text)) {
    value = std::string(*plain);
  } else if (text == "{}") {
    value = Json::object();
  } else {
    Result<Json> json = parse_json(text, kStoredLimits);
    if (!json) return fail();
    value = *std::move(json);
  }
}

}  // namespace ssm
