// SPDX-License-Identifier: Apache-2.0
// What plain scalars stand for. YAML 1.1 as SnakeYAML and Jackson's YAML tree both read it; where
// the two differ (times of day, dates, .inf) the scalar is text. Checked with SnakeYAML 2.5 and
// Jackson 2.20: tests/unit_document/scalars.tsv.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <optional>

#include "core/base/text.h"
#include "core/document/readers.h"

namespace ssm {
namespace {

constexpr std::size_t kLongestNumber = 1000;  // Jackson's own limit

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_digit);
}

int digit_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 16;
}

std::string_view without_sign(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return text;
}

/// Takes digits and underscores at the front of `text`; false: the first is no digit.
bool take_digits(std::string_view& text, bool may_underscore = true) {
  if (text.empty() || !is_digit(text.front())) return false;
  const auto end = std::find_if_not(text.begin(), text.end(), [&](char c) {
    return is_digit(c) || (may_underscore && c == '_');
  });
  text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
  return true;
}

bool is_exponent(std::string_view text) {
  if (!text.starts_with('e') && !text.starts_with('E')) return false;
  text = without_sign(text.substr(1));
  return take_digits(text, false) && text.empty();
}

/// "1.", "1.5e3", ".5", "1e3", "1_000.5"; no whole number.
bool is_fraction(std::string_view text) {
  text = without_sign(text);
  const bool has_whole = take_digits(text);
  if (has_whole && is_exponent(text)) return true;
  if (!text.starts_with('.')) return false;
  text.remove_prefix(1);
  if (!has_whole && !take_digits(text)) return false;
  const auto end =
      std::find_if_not(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '_'; });
  text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
  return text.empty() || is_exponent(text);
}

/// The digits of a whole number and their base; `digits` empty: it is none.
struct Whole {
  std::string digits;
  int base = 10;
};

Whole whole_number(std::string_view text) {
  text = without_sign(text);
  Whole whole;
  if (text.starts_with("0x") || text.starts_with("0b")) {
    whole.base = text[1] == 'x' ? 16 : 2;
    text.remove_prefix(2);
  } else if (text.size() > 1 && text.front() == '0') {
    whole.base = 8;
    text.remove_prefix(1);
  } else if (text.starts_with('_')) {
    return {};
  }
  for (const char c : text) {
    if (c == '_') continue;
    if (digit_value(c) >= whole.base) return {};
    whole.digits += c;
  }
  return whole;
}

/// Digits of any base as decimal digits, exact.
std::string to_decimal(const Whole& whole) {
  std::string decimal = "0";  // the last digit first
  for (const char c : whole.digits) {
    int carry = digit_value(c);
    for (char& place : decimal) {
      const int value = (place - '0') * whole.base + carry;
      place = static_cast<char>('0' + value % 10);
      carry = value / 10;
    }
    for (; carry > 0; carry /= 10) decimal += static_cast<char>('0' + carry % 10);
  }
  while (decimal.size() > 1 && decimal.back() == '0') decimal.pop_back();
  return {decimal.rbegin(), decimal.rend()};
}

std::optional<double> fraction_value(std::string_view text) {
  std::string plain;
  std::copy_if(text.begin(), text.end(), std::back_inserter(plain),
               [](char c) { return c != '_' && c != '+'; });
  double value = 0;
  const auto read = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (read.ec != std::errc() || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace

std::optional<bool> boolean_word(std::string_view text) {
  static constexpr std::array<std::string_view, 9> kTrue = {"true", "True", "TRUE", "yes", "Yes",
                                                            "YES",  "on",   "On",   "ON"};
  static constexpr std::array<std::string_view, 9> kFalse = {"false", "False", "FALSE", "no", "No",
                                                             "NO",    "off",   "Off",   "OFF"};
  if (std::find(kTrue.begin(), kTrue.end(), text) != kTrue.end()) return true;
  if (std::find(kFalse.begin(), kFalse.end(), text) != kFalse.end()) return false;
  return std::nullopt;
}

Node::Kind kind_of_plain_scalar(std::string_view text) {
  if (boolean_word(text)) return Node::Kind::kBoolean;
  if (text.size() > kLongestNumber || !has_digit(text)) return Node::Kind::kString;
  if (!whole_number(text).digits.empty()) return Node::Kind::kInteger;
  return is_fraction(text) && fraction_value(text) ? Node::Kind::kFloat : Node::Kind::kString;
}

Node::Kind kind_of_json_number(std::string_view text) {
  if (text.size() > kLongestNumber) return Node::Kind::kString;
  if (text.find_first_of(".eE") == std::string_view::npos) return Node::Kind::kInteger;
  return fraction_value(text) ? Node::Kind::kFloat : Node::Kind::kString;
}

std::string value_text(const Node& node) {
  if (node.kind == Node::Kind::kBoolean)
    return boolean_word(node.text).value_or(false) ? "true" : "false";
  if (node.kind == Node::Kind::kFloat) return to_text(Json(fraction_value(node.text).value_or(0)));
  if (node.kind != Node::Kind::kInteger) return node.text;
  const std::string digits = to_decimal(whole_number(node.text));
  return node.text.starts_with('-') && digits != "0" ? "-" + digits : digits;
}

Json scalar_value(const Node& node) {
  if (node.kind == Node::Kind::kNull) return nullptr;
  if (node.kind == Node::Kind::kBoolean) return boolean_word(node.text).value_or(false);
  if (node.kind == Node::Kind::kFloat) return fraction_value(node.text).value_or(0);
  std::string text = value_text(node);
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  if (node.kind == Node::Kind::kInteger &&
      std::from_chars(text.data(), end, value).ec == std::errc())
    return value;
  return text;  // more digits than Json holds stay exact as text
}

}  // namespace ssm
