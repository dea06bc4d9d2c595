// SPDX-License-Identifier: Apache-2.0
#include "cli/output/yaml_scalar.h"

#include <algorithm>
#include <array>

#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::string_view kDigits = "0123456789";

bool contains(std::string_view set, char c) {
  return set.find(c) != std::string_view::npos;
}

bool consists_of(std::string_view text, std::string_view set) {
  return text.find_first_not_of(set) == std::string_view::npos;
}

/// Takes as many characters of `set` as there are, at most `most`. Returns how many.
std::size_t take(std::string_view& text, std::string_view set,
                 std::size_t most = std::string_view::npos) {
  const std::size_t count = std::min({text.find_first_not_of(set), text.size(), most});
  text.remove_prefix(count);
  return count;
}

bool is_word(std::string_view text) {
  constexpr std::array<std::string_view, 16> kWords = {
      "true", "True", "TRUE", "false", "False", "FALSE", "null", "Null",
      "NULL", "~",    "<<",   "=",     "!",     "&",     "*",    ""};
  return std::find(kWords.begin(), kWords.end(), text) != kWords.end();
}

bool is_integer(std::string_view text) {
  if (text.starts_with('_')) return false;
  take(text, "-+", 1);
  if (text.empty()) return false;
  if (consists_of(text, "0123456789_")) return true;
  if (text.size() < 3 || text.front() != '0') return false;
  const std::string_view digits = text.substr(2);
  if (text[1] == 'b') return consists_of(digits, "01_");
  if (text[1] == 'o') return consists_of(digits, "01234567_");
  return text[1] == 'x' && consists_of(digits, "0123456789abcdefABCDEF_");
}

/// e5, E-12; `signed_only`: the sign is needed.
bool is_exponent(std::string_view text, bool signed_only) {
  if (take(text, "eE", 1) == 0) return false;
  if (take(text, "-+", 1) == 0 && signed_only) return false;
  return !text.empty() && consists_of(text, kDigits);
}

bool is_float(std::string_view text) {
  if (text == ".nan" || text == ".NaN" || text == ".NAN") return true;
  take(text, "-+", 1);
  if (text == ".inf" || text == ".Inf" || text == ".INF") return true;
  if (text.empty()) return false;
  if (contains(kDigits, text.front())) {
    take(text, "0123456789_");
    const bool point = take(text, ".", 1) == 1;
    if (point) take(text, "0123456789_");
    return text.empty() ? point : is_exponent(text, false);
  }
  if (take(text, ".", 1) == 0 || take(text, "0123456789_") == 0) return false;
  return text.empty() || is_exponent(text, true);
}

/// "+05", "-5:30", "Z", with blanks before it.
bool is_zone(std::string_view text) {
  take(text, " \t");
  if (text.empty() || text == "Z") return true;
  if (take(text, "-+", 1) == 0 || take(text, kDigits, 2) == 0) return false;
  if (text.empty()) return true;
  return take(text, ":", 1) == 1 && take(text, kDigits, 3) == 2 && text.empty();
}

bool is_time_of_day(std::string_view text) {
  if (take(text, "Tt", 1) == 0 && take(text, " \t") == 0) return false;
  if (take(text, kDigits, 2) == 0) return false;
  for (int i = 0; i < 2; ++i)
    if (take(text, ":", 1) == 0 || take(text, kDigits, 2) != 2) return false;
  if (take(text, ".", 1) == 1) take(text, kDigits);
  return text.empty() || is_zone(text);
}

bool is_timestamp(std::string_view text) {
  if (take(text, kDigits, 4) != 4 || take(text, "-", 1) == 0) return false;
  const std::size_t month = take(text, kDigits, 2);
  if (month == 0 || take(text, "-", 1) == 0) return false;
  const std::size_t day = take(text, kDigits, 2);
  if (day == 0) return false;
  return text.empty() ? month == 2 && day == 2 : is_time_of_day(text);
}

bool reads_as_other(std::string_view text) {
  return is_word(text) || is_integer(text) || is_float(text) || is_timestamp(text);
}

bool is_blank_or_end(std::string_view text, std::size_t at) {
  if (at >= text.size()) return true;
  const char32_t point = character_at(text, at).point;
  return point == 0 || point == ' ' || point == '\t' || is_line_break(point);
}

/// Characters that mean something at their place.
bool has_indicator(std::string_view text) {
  if (text.starts_with("---") || text.starts_with("...")) return true;
  if (contains("#,[]{}&*!|>'\"%@`", text.front())) return true;
  if (contains("-?:", text.front()) && is_blank_or_end(text, 1)) return true;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == ':' && is_blank_or_end(text, i + 1)) return true;
    if (text[i] != '#') continue;
    std::size_t before = i - 1;
    while (before > 0 && is_continuation_byte(text[before])) --before;
    if (is_blank_or_end(text, before)) return true;
  }
  return false;
}

/// What a text has that keeps it from the simpler styles.
struct Traits {
  bool breaks = false;
  bool outer_space = false;  // blank or line break at an end
  bool only_escaped = false;
};

Traits traits_of(std::string_view text) {
  Traits traits;
  bool after_space = false;
  bool after_break = false;
  for (std::size_t i = 0; i < text.size();) {
    const auto [point, length] = character_at(text, i);
    const bool at_break = is_line_break(point);
    const bool at_space = point == ' ';
    const bool at_end = i == 0 || i + length == text.size();
    traits.breaks |= at_break;
    traits.outer_space |= at_end && (at_break || at_space);
    traits.only_escaped |=
        is_unprintable(point) || (at_space && after_break) || (at_break && after_space);
    after_space = at_space;
    after_break = at_break;
    i += length;
  }
  return traits;
}

}  // namespace

Character character_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0xC0) return {lead, 1};
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t point = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length && at + i < text.size(); ++i)
    point = point << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
  return {point, length};
}

bool is_line_break(char32_t point) {
  return point == '\n' || point == '\r' || point == 0x85 || point == 0x2028 || point == 0x2029;
}

bool is_unprintable(char32_t point) {
  if (point < 0x80) return point != '\n' && (point < 0x20 || point == 0x7F);
  return point < 0xA0 || point == 0xFEFF || point >= 0xFFFE;
}

bool has_line_break(std::string_view text) {
  return traits_of(text).breaks;
}

ScalarStyle scalar_style(std::string_view text, bool is_key) {
  if (text.empty()) return ScalarStyle::kSingleQuoted;
  const Traits traits = traits_of(text);
  if (traits.only_escaped || (is_key && traits.breaks)) return ScalarStyle::kDoubleQuoted;
  const bool plain = !traits.breaks && !traits.outer_space && !has_indicator(text);
  return plain && !reads_as_other(text) ? ScalarStyle::kPlain : ScalarStyle::kSingleQuoted;
}

}  // namespace ssm
