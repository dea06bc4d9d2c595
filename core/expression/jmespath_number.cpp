// SPDX-License-Identifier: Apache-2.0
#include "core/expression/jmespath_number.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

#include "core/base/text.h"

namespace ssm::jmespath {
namespace {

constexpr std::size_t kMaxCharacters = 1000;

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\n\r\v\f";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// Without the underscores that stand between two digits; nullopt when one stands elsewhere or
/// something is no part of a decimal number.
std::optional<std::string> plain_digits(std::string_view text) {
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '_') {
      const bool between =
          i > 0 && is_digit(text[i - 1]) && i + 1 < text.size() && is_digit(text[i + 1]);
      if (!between) return std::nullopt;
      continue;
    }
    if (!is_digit(text[i]) && std::string_view("+-.eE").find(text[i]) == std::string_view::npos)
      return std::nullopt;
    digits += text[i];
  }
  return digits;
}

template <class T>
std::optional<T> read(std::string_view text) {
  T value{};
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

}  // namespace

Json whole(double value) {
  constexpr double kLimit = 9.2e18;
  if (std::abs(value) < kLimit) return static_cast<std::int64_t>(value);
  return value;
}

Json sum_of(const Json& numbers) {
  std::int64_t sum = 0;
  bool exact = true;
  for (const Json& number : numbers) {
    const bool fits = number.is_number_integer() &&
                      (!number.is_number_unsigned() ||
                       number.get<std::uint64_t>() <=
                           static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
    exact = exact && fits && !__builtin_add_overflow(sum, number.get<std::int64_t>(), &sum);
  }
  if (exact) return sum;
  double total = 0;
  for (const Json& number : numbers) total += number.get<double>();
  return total;
}

Json number_of(std::string_view text) {
  if (text.size() > kMaxCharacters) return nullptr;
  std::optional<std::string> digits = plain_digits(without_blanks(text));
  if (!digits) return nullptr;
  std::string_view number = *digits;
  if (number.starts_with('+')) number.remove_prefix(1);
  if (number.empty() || number.substr(1).starts_with('-') || number.starts_with('+'))
    return nullptr;
  if (std::optional<std::int64_t> integer = read<std::int64_t>(number)) return *integer;
  const std::optional<double> value = read<double>(number);
  if (!value) return nullptr;
  return *value;
}

}  // namespace ssm::jmespath
