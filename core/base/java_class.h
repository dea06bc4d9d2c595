// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssm::java_pattern {

/// The flags of a place in an expression: (?idmsuxU).
struct Flags {
  bool ignore_case = false;      // i: of ASCII only, unless `unicode_case`
  bool unix_lines = false;       // d
  bool multiline = false;        // m
  bool dot_all = false;          // s
  bool unicode_case = false;     // u
  bool comments = false;         // x
  bool unicode_classes = false;  // U
};

/// "\x{e9}", or the character itself where it means nothing else.
std::string pcre_literal(char32_t character);

/// A set of characters, as PCRE2 matches one of them.
class CharacterSet {
 public:
  static CharacterSet of_range(char32_t first, char32_t last, const Flags& flags);
  /// `items`: what may stand in a bracket: "\\p{L}", "a-z".
  static CharacterSet of_items(std::string items, bool negated = false);

  CharacterSet negated() &&;
  CharacterSet united(CharacterSet other) &&;
  CharacterSet intersected(CharacterSet other) &&;

  /// An expression that matches one character, which a repetition may follow.
  std::string pcre() const;

 private:
  std::string items_;  // inside a bracket
  bool negated_ = false;
  bool ignore_case_ = false;
  std::string expression_;  // instead, when no bracket can say it
};

/// \d, \w, \s, \h, \v and their opposites; nullopt for other letters.
std::optional<CharacterSet> predefined_set(char32_t letter, const Flags& flags);

/// \p{NAME}: general categories, scripts, binary properties, POSIX classes, java* methods, common
/// blocks. nullopt: there is none of that name.
std::optional<CharacterSet> property_set(std::string_view name, const Flags& flags);

/// `.` with these flags.
CharacterSet dot_set(const Flags& flags);

/// What \b takes for a letter.
inline constexpr std::string_view kWordItems = "\\p{L}\\p{Nd}_";
inline constexpr std::string_view kUnicodeWordItems =
    "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\x{200c}\\x{200d}";

}  // namespace ssm::java_pattern
