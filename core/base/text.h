// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssm {

/// With std::equal_to<>: a hashed container of texts is searched without a copy of the text.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

/// An ASCII digit, whatever the locale.
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The white space of JSON: space, tab, line feed, carriage return.
constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// A byte of UTF-8 that does not begin a character.
constexpr bool is_continuation_byte(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Appends a code point, which must be at most 0x10FFFF.
void append_utf8(std::string& text, std::uint32_t code_point);

/// Number of Unicode code points; invalid bytes count one each.
std::size_t utf8_length(std::string_view text);

bool is_valid_utf8(std::string_view text);

std::string join(std::span<const std::string> parts, std::string_view separator);
std::vector<std::string> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);
std::string to_lower(std::string_view text);
bool equals_ignore_case(std::string_view a, std::string_view b);

/// Similarity of two words from 0 to 1: twice the matched characters over all characters
/// (Ratcliff/Obershelp, as Python's difflib that the AWS CLI uses).
double similarity(std::string_view a, std::string_view b);

/// Up to `most` candidates at least `cutoff` similar to `word`, best first.
std::vector<std::string> closest(std::string_view word, std::span<const std::string> candidates,
                                 std::size_t most = 3, double cutoff = 0.6);

/// The candidate that is most similar to `word`, of equal ones the first; empty: none is similar.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

}  // namespace ssm
