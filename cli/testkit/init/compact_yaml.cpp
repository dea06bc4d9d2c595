// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/init/compact_yaml.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/text.h"

namespace ssm::testkit {
namespace {

constexpr std::size_t kWidth = 110;
constexpr std::size_t kStep = 2;  // blanks of indentation

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_yaml_word(std::string_view text) {
  constexpr std::array<std::string_view, 9> kWords = {"null", "true", "false", "yes", "no",
                                                      "on",   "off",  "y",     "n"};
  return std::ranges::find(kWords, to_lower(text)) != kWords.end();
}

/// Whether every reader takes it for this text, within [] and {} too.
bool may_stand_bare(std::string_view text) {
  const bool is_path = text.starts_with('/') || text.starts_with("../") || text.starts_with("./");
  if (text.empty() || (!is_letter(text.front()) && !is_path)) return false;
  if (text.back() == ' ' || text.back() == ':' || is_yaml_word(text)) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    constexpr std::string_view kPlain = " _./+@()=;!?$<>~^-";
    const bool is_plain = is_letter(c) || is_digit(c) || kPlain.find(c) != std::string_view::npos;
    const bool joins = c == ':' && i > 0 && i + 1 < text.size() &&
                       (is_letter(text[i - 1]) || is_digit(text[i - 1])) &&
                       (is_letter(text[i + 1]) || is_digit(text[i + 1]));
    if (!is_plain && !joins) return false;
  }
  return true;
}

/// Characters that YAML calls line breaks, or cannot hold, and control characters.
bool has_special_character(std::string_view text) {
  for (const std::string_view special : {"\xE2\x80\xA8", "\xE2\x80\xA9", "\xEF\xBB\xBF", "\x7F"})
    if (text.find(special) != std::string_view::npos) return true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool is_c1 =
        byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (byte < 0x20 || is_c1) return true;
  }
  return false;
}

std::string scalar_text(const Json& value) {
  if (!value.is_string()) return to_text(value);
  const auto& text = value.get_ref<const std::string&>();
  if (may_stand_bare(text)) return text;
  const bool is_plain = !has_special_character(text);
  if (is_plain && text.find('"') != std::string::npos && text.find('\'') == std::string::npos)
    return "'" + text + "'";
  // JSON's quotes are YAML's.
  return is_plain ? to_text(value) : value.dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::string in_one_line(const Json& value) {
  if (!value.is_structured()) return scalar_text(value);
  std::string text(1, value.is_object() ? '{' : '[');
  bool is_first = true;
  for (const auto& [name, inner] : value.items()) {
    if (!is_first) text += ", ";
    is_first = false;
    if (value.is_object()) text += scalar_text(Json(name)) + ": ";
    text += in_one_line(inner);
  }
  return text + (value.is_object() ? '}' : ']');
}

/// A list of scalars that is too long for one line.
std::string in_wrapped_lines(const Json& list, std::size_t column) {
  std::string text = "[";
  std::size_t at = column + 1;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string item = scalar_text(list[i]) + (i + 1 < list.size() ? "," : "]");
    if (i > 0 && at + 1 + item.size() > kWidth) {
      text += "\n" + std::string(column + 1, ' ');
      at = column + 1;
    } else if (i > 0) {
      text += ' ';
      ++at;
    }
    text += item;
    at += item.size();
  }
  return text;
}

bool is_of_scalars(const Json& list) {
  return std::ranges::none_of(list, [](const Json& item) { return item.is_structured(); });
}

/// The elements of a list, each in lines of its own.
std::string spread_list(const Json& list, std::size_t indent) {
  std::string text;
  for (const Json& item : list) {
    if (!text.empty()) text += std::string(indent, ' ');
    text += "- " + compact_yaml(item, indent + kStep, indent + kStep);
  }
  return text;
}

/// A member's value behind "name:".
std::string behind_name(const Json& value, std::size_t indent, std::size_t column) {
  const std::string line = in_one_line(value);
  if (column + 1 + line.size() <= kWidth || !value.is_structured() || value.empty())
    return " " + line + "\n";
  if (value.is_array() && is_of_scalars(value))
    return " " + in_wrapped_lines(value, column + 1) + "\n";
  if (value.is_object())
    return "\n" + std::string(indent + kStep, ' ') + compact_members(value, indent + kStep);
  return "\n" + std::string(indent, ' ') + spread_list(value, indent);
}

}  // namespace

std::string compact_members(const Json& map, std::size_t indent) {
  std::string text;
  for (const auto& [name, value] : map.items()) {
    if (!text.empty()) text += std::string(indent, ' ');
    const std::string key = scalar_text(Json(name)) + ":";
    text += key + behind_name(value, indent, indent + key.size());
  }
  return text;
}

std::string compact_yaml(const Json& value, std::size_t indent, std::size_t column) {
  const std::string line = in_one_line(value);
  if (column + line.size() <= kWidth || !value.is_structured() || value.empty()) return line + "\n";
  if (value.is_object()) return compact_members(value, indent);
  return is_of_scalars(value) ? in_wrapped_lines(value, column) + "\n" : spread_list(value, indent);
}

}  // namespace ssm::testkit
