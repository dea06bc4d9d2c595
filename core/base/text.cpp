// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"

#include <utility>

namespace ssm {
namespace {

/// Length in bytes of the valid UTF-8 sequence at `at`, 0 when there is none.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(at);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() - at < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if (!is_continuation_byte(text[at + i])) return 0;
  const unsigned second = byte(at + 1);
  if (lead == 0xE0 && second < 0xA0) return 0;  // longer than needed
  if (lead == 0xED && second > 0x9F) return 0;  // surrogates
  if (lead == 0xF0 && second < 0x90) return 0;
  if (lead == 0xF4 && second > 0x8F) return 0;
  return length;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The characters of a text as slices of it: comparing slices compares code points.
std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> result;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = std::max<std::size_t>(1, sequence_length(text, i));
    result.push_back(text.substr(i, length));
    i += length;
  }
  return result;
}

using Characters = std::span<const std::string_view>;

struct Match {
  std::size_t a = 0;
  std::size_t b = 0;
  std::size_t size = 0;
};

/// The longest common run; of several the one that starts first in `a`, then first in `b`.
Match longest_match(Characters a, Characters b) {
  Match best;
  std::vector<std::size_t> previous(b.size() + 1);
  std::vector<std::size_t> current(b.size() + 1);
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      current[j + 1] = a[i] == b[j] ? previous[j] + 1 : 0;
      const std::size_t size = current[j + 1];
      if (size > best.size) best = {i + 1 - size, j + 1 - size, size};
    }
    std::swap(previous, current);
  }
  return best;
}

std::size_t matched_characters(Characters a, Characters b) {
  std::size_t total = 0;
  std::vector<std::pair<Characters, Characters>> rest{{a, b}};
  while (!rest.empty()) {
    const auto [left, right] = rest.back();
    rest.pop_back();
    const Match match = longest_match(left, right);
    if (match.size == 0) continue;
    total += match.size;
    rest.emplace_back(left.first(match.a), right.first(match.b));
    rest.emplace_back(left.subspan(match.a + match.size), right.subspan(match.b + match.size));
  }
  return total;
}

double ratio(std::size_t matched, std::size_t all) {
  return all == 0 ? 1.0 : 2.0 * static_cast<double>(matched) / static_cast<double>(all);
}

constexpr double kUsualCutoff = 0.6;

/// The candidates that are similar enough, in their order, with their similarity.
std::vector<std::pair<double, std::string>> similar(std::string_view word,
                                                    std::span<const std::string> candidates,
                                                    double cutoff) {
  std::vector<std::pair<double, std::string>> scored;
  const std::size_t length = utf8_length(word);
  for (const std::string& candidate : candidates) {
    // Words of very different lengths cannot be similar; not comparing them bounds the work.
    const std::size_t other = utf8_length(candidate);
    if (ratio(std::min(length, other), length + other) < cutoff) continue;
    // The result may depend on the order of the two; Python puts the candidate first.
    const double score = similarity(candidate, word);
    if (score >= cutoff) scored.emplace_back(score, candidate);
  }
  return scored;
}

}  // namespace

void append_utf8(std::string& text, std::uint32_t code_point) {
  const auto add = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
  const auto add_rest = [&](std::uint32_t shift) { add(0x80U | ((code_point >> shift) & 0x3FU)); };
  if (code_point < 0x80U) return add(code_point);
  if (code_point < 0x800U) {
    add(0xC0U | (code_point >> 6U));
  } else if (code_point < 0x10000U) {
    add(0xE0U | (code_point >> 12U));
    add_rest(6);
  } else {
    add(0xF0U | (code_point >> 18U));
    add_rest(12);
    add_rest(6);
  }
  add_rest(0);
}

std::size_t utf8_length(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count)
    i += std::max<std::size_t>(1, sequence_length(text, i));
  return count;
}

bool is_valid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = sequence_length(text, i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

std::string join(std::span<const std::string> parts, std::string_view separator) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += separator;
    text += parts[i];
  }
  return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\f\v";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::string to_lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

bool equals_ignore_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

double similarity(std::string_view a, std::string_view b) {
  const auto left = characters(a);
  const auto right = characters(b);
  return ratio(matched_characters(left, right), left.size() + right.size());
}

std::vector<std::string> closest(std::string_view word, std::span<const std::string> candidates,
                                 std::size_t most, double cutoff) {
  auto scored = similar(word, candidates, cutoff);
  std::sort(scored.begin(), scored.end(), std::greater<>());
  std::vector<std::string> best;
  for (std::size_t i = 0; i < scored.size() && i < most; ++i) best.push_back(scored[i].second);
  return best;
}

std::string nearest(std::string_view word, std::span<const std::string> candidates) {
  const auto scored = similar(word, candidates, kUsualCutoff);
  const auto best = std::ranges::max_element(scored, {}, [](const auto& one) { return one.first; });
  return best == scored.end() ? std::string() : best->second;
}

}  // namespace ssm
