// SPDX-License-Identifier: Apache-2.0
#include "cli/loose_date.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace ssm {

Number whole_number(std::string_view text) {
  constexpr std::size_t kMostDigits = 17;
  const bool digits = text.find_first_not_of("0123456789") == std::string_view::npos;
  if (text.empty() || text.size() > kMostDigits || !digits) return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

unsigned days_in(std::int64_t year, std::int64_t month) {
  const auto last = std::chrono::year(static_cast<int>(year)) /
                    std::chrono::month(static_cast<unsigned>(month)) / std::chrono::last;
  return static_cast<unsigned>(last.day());
}

std::int64_t near_year(std::int64_t year, std::int64_t this_year) {
  year += this_year / 100 * 100;
  if (year >= this_year + 50) return year - 100;
  return year < this_year - 50 ? year + 100 : year;
}

bool DateParts::add_year(std::int64_t year, bool with_century) {
  has_century_ = has_century_ || with_century;
  return add({year, Kind::kYear});
}

bool DateParts::add_digits(std::string_view digits) {
  const Number value = whole_number(digits);
  if (!value) return false;
  return digits.size() > 2 ? add_year(*value, true) : add({*value, Kind::kAny});
}

bool DateParts::add_number(std::int64_t value) {
  return value > 100 ? add_year(value, true) : add({value, Kind::kAny});
}

bool DateParts::could_be_day(std::int64_t value) const {
  constexpr std::int64_t kLeapYear = 2000;
  const Part* month = find(Kind::kMonth);
  if (!month) return value >= 1 && value <= 31;
  const Part* year = find(Kind::kYear);
  return value >= 1 && value <= days_in(year ? year->value : kLeapYear, month->value);
}

std::optional<DateParts::Date> DateParts::resolved(std::int64_t this_year) const {
  if (parts_.size() > 3) return std::nullopt;
  Date date;
  const std::string letters = order();
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    Number& field = letters[i] == 'y' ? date.year : letters[i] == 'm' ? date.month : date.day;
    field = parts_[i].value;
  }
  if (date.year && *date.year < 100 && !has_century_) date.year = near_year(*date.year, this_year);
  return date;
}

const DateParts::Part* DateParts::find(Kind kind) const {
  const auto found = std::ranges::find(parts_, kind, &Part::kind);
  return found == parts_.end() ? nullptr : &*found;
}

bool DateParts::add(Part part) {
  if (part.kind != Kind::kAny && find(part.kind)) return false;
  parts_.push_back(part);
  return true;
}

std::string DateParts::order() const {
  const Part* year = find(Kind::kYear);
  const Part* month = find(Kind::kMonth);
  if (parts_.empty()) return "";
  if (parts_.size() == 2) return order_of_two(year, month);
  if (parts_.size() == 3) return order_of_three(year, month);
  if (month) return "m";
  return year || exceeds(0, 31) ? "y" : "d";
}

std::string DateParts::order_of_two(const Part* year, const Part* month) const {
  if (month && year) return index(month) == 0 ? "my" : "ym";
  if (!month && exceeds(0, 31)) return "ym";
  if (!month) return exceeds(1, 31) ? "my" : "md";
  const std::string other = exceeds(1 - index(month), 31) ? "y" : "d";
  return index(month) == 0 ? "m" + other : other + "m";
}

std::string DateParts::order_of_three(const Part* year, const Part* month) const {
  if (month && year) {
    std::string letters = "ddd";
    letters[index(month)] = 'm';
    letters[index(year)] = 'y';
    return letters;
  }
  if (month && index(month) == 0) return exceeds(1, 31) ? "myd" : "mdy";
  if (month && index(month) == 1) return exceeds(0, 31) ? "ymd" : "dmy";
  if (month) return exceeds(1, 31) ? "dym" : "ydm";
  if (exceeds(0, 31) || (year && index(year) == 0)) return "ymd";
  return exceeds(0, 12) ? "dmy" : "mdy";
}

}  // namespace ssm
