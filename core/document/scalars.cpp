// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <charconv>
#include <cmath>

#include "core/base/text.h"
#include "core/document/readers.h"

namespace ssm {
namespace {

/// Takes the digits at the front of `text`; how many there were.
std::size_t take_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto count = static_cast<std::size_t>(end - text.begin());
  text.remove_prefix(count);
  return count;
}

void take_sign(std::string_view& text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
}

bool is_whole_number(std::string_view text) {
  take_sign(text);
  const bool leading_zero = text.size() > 1 && text.front() == '0';
  return take_digits(text) > 0 && text.empty() && !leading_zero;
}

/// YAML 1.1: a point is needed, so that "12e4" (a part of a hash, say) stays text.
bool is_decimal(std::string_view text) {
  take_sign(text);
  const bool leading_zero = text.size() > 1 && text[0] == '0' && is_digit(text[1]);
  std::size_t digits = take_digits(text);
  if (leading_zero || !text.starts_with('.')) return false;
  text.remove_prefix(1);
  digits += take_digits(text);
  if (digits == 0) return false;
  if (text.empty()) return true;
  if (text.front() != 'e' && text.front() != 'E') return false;
  text.remove_prefix(1);
  take_sign(text);
  return take_digits(text) > 0 && text.empty();
}

std::string_view without_plus(std::string_view text) {
  return text.starts_with('+') ? text.substr(1) : text;
}

bool fits_int64(std::string_view text) {
  std::int64_t value = 0;
  text = without_plus(text);
  return std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc();
}

Node::Kind kind_of_float(std::string_view text) {
  double value = 0;
  text = without_plus(text);
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool good = read.ec == std::errc() && std::isfinite(value);
  return good ? Node::Kind::kFloat : Node::Kind::kString;
}

}  // namespace

Node::Kind kind_of_plain_scalar(std::string_view text) {
  static constexpr std::array<std::string_view, 6> kBooleans = {"true",  "True",  "TRUE",
                                                                "false", "False", "FALSE"};
  if (std::find(kBooleans.begin(), kBooleans.end(), text) != kBooleans.end()) {
    return Node::Kind::kBoolean;
  }
  if (is_whole_number(text)) return fits_int64(text) ? Node::Kind::kInteger : kind_of_float(text);
  return is_decimal(text) ? kind_of_float(text) : Node::Kind::kString;
}

Node::Kind kind_of_json_number(std::string_view text) {
  const bool whole = text.find_first_of(".eE") == std::string_view::npos;
  return whole && fits_int64(text) ? Node::Kind::kInteger : kind_of_float(text);
}

}  // namespace ssm
