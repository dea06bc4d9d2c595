// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ssm {

using Number = std::optional<std::int64_t>;

/// Digits as a number; nullopt: something else, or too many.
Number whole_number(std::string_view text);

/// 28 to 31.
unsigned days_in(std::int64_t year, std::int64_t month);

/// The numbers of a date in written order. What they are may be known at once, or only in the end.
/// What is added twice, or is no number, is refused: false.
class DateParts {
 public:
  bool add_month(std::int64_t month) { return add({month, Kind::kMonth}); }
  /// `with_century` false: two digits are near this year.
  bool add_year(std::int64_t year, bool with_century);
  /// As written: three digits and more are a year.
  bool add_digits(std::string_view digits);
  bool add_number(std::int64_t value);

  bool empty() const { return parts_.empty(); }
  bool is_full() const { return parts_.size() == 3; }
  bool could_be_day(std::int64_t value) const;

  struct Date {
    Number year, month, day;
  };
  /// Which number is what: a month in words and a year in digits by themselves, else month before
  /// day before year, unless a number is too large for that. nullopt: there are too many numbers.
  std::optional<Date> resolved(std::int64_t this_year) const;

 private:
  enum class Kind { kAny, kYear, kMonth };
  struct Part {
    std::int64_t value;
    Kind kind;
  };

  const Part* find(Kind kind) const;
  bool add(Part part);
  bool exceeds(std::size_t part, std::int64_t most) const { return parts_[part].value > most; }
  /// A letter for each part: "mdy".
  std::string order() const;
  std::string order_of_two(const Part* year, const Part* month) const;
  std::string order_of_three(const Part* year, const Part* month) const;
  std::size_t index(const Part* part) const {
    return static_cast<std::size_t>(part - parts_.data());
  }

  std::vector<Part> parts_;
  bool has_century_ = false;
};

/// A year of two digits, within fifty years of this one.
std::int64_t near_year(std::int64_t year, std::int64_t this_year);

}  // namespace ssm
