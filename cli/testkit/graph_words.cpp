// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/graph_words.h"

#include <fmt/format.h>

#include "cli/output/character_width.h"
#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

std::size_t length_of(char first) {
  const auto byte = static_cast<unsigned char>(first);
  if (byte < 0xC0) return 1;
  if (byte < 0xE0) return 2;
  return byte < 0xF0 ? 3 : 4;
}

bool is_between(std::string_view character, std::string_view first, std::string_view last) {
  return character.size() == first.size() && character >= first && character <= last;
}

/// C1 controls, marks of direction, line separators, and what XML has no place for.
bool is_unprintable(std::string_view character) {
  return is_between(character, "\xC2\x80", "\xC2\x9F") ||
         is_between(character, "\xE2\x80\x8E", "\xE2\x80\x8F") ||
         is_between(character, "\xE2\x80\xA8", "\xE2\x80\xAE") ||
         is_between(character, "\xE2\x81\xA6", "\xE2\x81\xA9") ||
         is_between(character, "\xEF\xBF\xBE", "\xEF\xBF\xBF");
}

}  // namespace

std::vector<std::string_view> characters_of(std::string_view text) {
  std::vector<std::string_view> characters;
  for (std::size_t at = 0; at < text.size(); at += characters.back().size())
    characters.push_back(text.substr(at, length_of(text[at])));
  return characters;
}

std::string printable(std::string_view text) {
  std::string result;
  for (const std::string_view character : characters_of(text)) {
    const char first = character.front();
    if (first == '\n' || first == '\t' || first == '\r')
      result += ' ';
    else if ((first >= 0 && first < ' ') || first == '\x7f' || is_unprintable(character))
      result += kReplacement;
    else
      result += character;
  }
  return std::string(trim(result));
}

std::string shortened(std::string_view text, std::size_t width) {
  if (text_width(text) <= width) return std::string(text);
  std::string result;
  std::size_t used = 1;
  for (const std::string_view character : characters_of(text)) {
    used += text_width(character);
    if (used > width) break;
    result += character;
  }
  return result + "…";
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  const auto put = [&](std::string_view characters, std::size_t columns) {
    lines.back() += characters;
    used += columns;
  };
  for (const std::string& word : split(text, ' ')) {
    const std::size_t columns = text_width(word);
    if (used > 0 && used + 1 + columns > width) {
      lines.emplace_back();
      used = 0;
    }
    if (used > 0) put(" ", 1);
    for (const std::string_view character : characters_of(word)) {
      if (used > 0 && used + text_width(character) > width) {
        lines.emplace_back();
        used = 0;
      }
      put(character, text_width(character));
    }
  }
  return lines;
}

std::string duration_words(Milliseconds duration) {
  const std::int64_t ms = std::max<std::int64_t>(duration.count(), 0);
  const std::int64_t seconds = ms / 1000;
  if (ms < 1000) return fmt::format("{} ms", ms);
  if (seconds < 60) return fmt::format("{}.{} s", seconds, ms % 1000 / 100);
  if (seconds < 3600) return fmt::format("{} min {} s", seconds / 60, seconds % 60);
  if (seconds < 86400) return fmt::format("{} h {} min", seconds / 3600, seconds % 3600 / 60);
  return fmt::format("{} d {} h", seconds / 86400, seconds % 86400 / 3600);
}

}  // namespace ssm
