// SPDX-License-Identifier: Apache-2.0
#include "cli/loose_time.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ctime>
#include <span>

#include "cli/loose_date.h"
#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::int64_t kLongAgo = -62135596800;  // the year 1
constexpr std::int64_t kFarAway = 253402300800;  // the year 10000

/// Where `word` is in a list of lists of its spellings ("jan january"); nullopt: nowhere.
Number index_of(std::string_view word, std::span<const std::string_view> spellings) {
  const std::string lower = to_lower(word);
  for (std::size_t i = 0; i < spellings.size(); ++i)
    for (const std::string& spelling : split(spellings[i], ' '))
      if (lower == spelling) return static_cast<std::int64_t>(i);
  return std::nullopt;
}

Number weekday_of(std::string_view word) {
  static constexpr std::string_view kNames[] = {"mon monday",   "tue tuesday", "wed wednesday",
                                                "thu thursday", "fri friday",  "sat saturday",
                                                "sun sunday"};
  return index_of(word, kNames);
}

Number month_of(std::string_view word) {
  static constexpr std::string_view kNames[] = {"jan january", "feb february", "mar march",
                                                "apr april",   "may",          "jun june",
                                                "jul july",    "aug august",   "sep sept september",
                                                "oct october", "nov november", "dec december"};
  const Number index = index_of(word, kNames);
  return index ? Number(*index + 1) : std::nullopt;
}

/// 0: hours, 1: minutes, 2: seconds.
Number unit_of(std::string_view word) {
  static constexpr std::string_view kNames[] = {"h hour hours", "m minute minutes",
                                                "s second seconds"};
  return index_of(word, kNames);
}

/// 0: before noon, 1: after.
Number half_of_day(std::string_view word) {
  static constexpr std::string_view kNames[] = {"am a", "pm p"};
  return index_of(word, kNames);
}

bool is_filler(std::string_view word) {
  static constexpr std::string_view kWords[] = {"at on and ad m t of st nd rd th . , ; - / '"};
  return word == " " || index_of(word, kWords).has_value();
}

bool is_utc(std::string_view name) {
  return name == "UTC" || name == "GMT" || name == "Z" || name == "z";
}

bool is_number(std::string_view token) {
  return !token.empty() && token.front() >= '0' && token.front() <= '9';
}

/// A number token before its dot, and sixtieths from what follows it.
struct Decimal {
  std::int64_t value = 0;
  std::int64_t sixtieths = 0;
  bool has_fraction = false;  // that is not zero
};

std::optional<Decimal> decimal(std::string_view token) {
  const std::size_t dot = token.find('.');
  const Number value = whole_number(token.substr(0, dot));
  if (!value) return std::nullopt;
  Decimal result{*value};
  if (dot == std::string_view::npos) return result;
  const std::string_view digits = token.substr(dot + 1);
  const Number fraction = whole_number(digits.substr(0, 15));
  if (!fraction) return std::nullopt;
  std::int64_t scale = 1;
  for (std::size_t i = 0; i < std::min<std::size_t>(digits.size(), 15); ++i) scale *= 10;
  result.sixtieths = *fraction * 60 / scale;
  result.has_fraction = *fraction != 0;
  return result;
}

/// One pass over the tokens. Each take_* returns false when the text is no time.
class Reading {
 public:
  Reading(std::string_view text, const std::tm& today)
      : tokens_(time_tokens(text)), today_(today), this_year_(today.tm_year + 1900) {}

  std::optional<LooseTime> read() {
    for (; at_ < tokens_.size(); ++at_)
      if (!take_one()) return std::nullopt;
    const auto date = date_.resolved(this_year_);
    const bool says_nothing =
        date_.empty() && !weekday_ && !hour_ && !minute_ && !second_ && !offset_ && zone_.empty();
    if (!date || says_nothing) return std::nullopt;
    return moment(*date);
  }

 private:
  std::string_view token(std::size_t ahead = 0) const {
    return at_ + ahead < tokens_.size() ? std::string_view(tokens_[at_ + ahead])
                                        : std::string_view();
  }
  bool is_last(std::size_t ahead = 0) const { return at_ + ahead + 1 >= tokens_.size(); }

  bool take_one() {
    if (is_number(token())) return take_number();
    if (const Number weekday = weekday_of(token())) {
      weekday_ = weekday;
      return true;
    }
    if (const Number month = month_of(token())) return take_month(*month);
    if (const Number half = half_of_day(token())) return take_half_of_day(*half);
    if (could_be_zone(token()) && !offset_) return take_zone();
    if (hour_ && (token() == "+" || token() == "-")) return take_offset();
    return is_filler(token());
  }

  // --- dates

  bool take_month(std::int64_t month) {
    if (!date_.add_month(month)) return false;
    const std::string_view separator = token(1);
    if (separator == "-" || separator == "/") {
      if (!date_.add_digits(token(2))) return false;
      if (token(3) == separator) {
        if (!date_.add_digits(token(4))) return false;
        at_ += 2;
      }
      at_ += 2;
    } else if (token(1) == " " && token(3) == " " && to_lower(token(2)) == "of" && !is_last(3)) {
      if (const Number year = whole_number(token(4)))
        if (!date_.add_year(*year < 100 ? near_year(*year, this_year_) : *year, true)) return false;
      at_ += 4;
    }
    return true;
  }

  /// "2024-01-05", "5/Jan/2024".
  bool take_separated_date() {
    const std::string_view separator = token(1);
    if (!date_.add_digits(token())) return false;
    if (!is_last(1) && !is_filler(token(2))) {
      if (!take_part(token(2))) return false;
      if (!is_last(2) && token(3) == separator) {
        if (!take_part(token(4))) return false;
        at_ += 2;
      }
      ++at_;
    }
    ++at_;
    return true;
  }

  bool take_part(std::string_view text) {
    if (const Number month = month_of(text)) return date_.add_month(*month);
    return date_.add_digits(text);
  }

  // --- numbers

  bool take_number() {
    const std::string_view text = token();
    const auto value = decimal(text);
    if (!value) return false;
    const std::string_view next = token(1);
    const bool bare = next != ":" && !unit_of(next);
    if (date_.is_full() && (text.size() == 2 || text.size() == 4) && !hour_ && bare)
      return take_compact_time(text);
    if (text.size() == 6 || (text.size() > 6 && text.find('.') == 6)) return take_six(text);
    if (text.size() == 8 || text.size() == 12 || text.size() == 14) return take_compact_date(text);
    if (take_unit(text, *value)) return true;
    if (next == ":" && !is_last(1)) return take_clock(*value);
    if (next == "-" || next == "/" || next == ".") return take_separated_date();
    if (is_last() || is_filler(next)) {
      const Number half = half_of_day(token(2));
      ++at_;
      if (!half) return date_.add_number(value->value);
      hour_ = in_half_of_day(value->value, *half);
      ++at_;
      return true;
    }
    if (const Number half = half_of_day(next); half && value->value < 24) {
      hour_ = in_half_of_day(value->value, *half);
      ++at_;
      return true;
    }
    return date_.could_be_day(value->value) && !value->has_fraction &&
           date_.add_number(value->value);
  }

  /// "hh" or "hhmm" behind a date.
  bool take_compact_time(std::string_view text) {
    hour_ = whole_number(text.substr(0, 2));
    if (text.size() == 4) minute_ = whole_number(text.substr(2));
    return hour_ && (text.size() == 2 || minute_);
  }

  /// "yymmdd", or "hhmmss" with or without a fraction.
  bool take_six(std::string_view text) {
    const bool has_dot = text.find('.') != std::string_view::npos;
    if (date_.empty() && !has_dot)
      return date_.add_digits(text.substr(0, 2)) && date_.add_digits(text.substr(2, 2)) &&
             date_.add_digits(text.substr(4));
    hour_ = whole_number(text.substr(0, 2));
    minute_ = whole_number(text.substr(2, 2));
    second_ = whole_number(text.substr(4, 2));
    return hour_ && minute_ && second_;
  }

  /// "yyyymmdd[hhmm[ss]]".
  bool take_compact_date(std::string_view text) {
    const Number year = whole_number(text.substr(0, 4));
    if (!year || !date_.add_year(*year, true) || !date_.add_digits(text.substr(4, 2)) ||
        !date_.add_digits(text.substr(6, 2)))
      return false;
    if (text.size() == 8) return true;
    hour_ = whole_number(text.substr(8, 2));
    minute_ = whole_number(text.substr(10, 2));
    if (text.size() == 14) second_ = whole_number(text.substr(12));
    return hour_ && minute_ && (text.size() == 12 || second_);
  }

  /// "10h", "10 h", or the 30 of "10h30". False: the number has no unit.
  bool take_unit(std::string_view text, const Decimal& value) {
    const std::size_t ahead = token(1) == " " ? 2 : 1;
    Number unit = unit_of(token(ahead));
    if (unit)
      at_ += ahead;
    else if ((unit = unit_behind()))
      ++*unit;
    else
      return false;
    if (*unit == 0) {
      hour_ = value.value;
      if (value.has_fraction) minute_ = value.sixtieths;
    } else if (*unit == 1) {
      take_minutes(value);
    } else if (*unit == 2) {
      second_ = whole_number(text.substr(0, text.find('.')));
    }
    return true;
  }

  /// The unit before this number: it is of the next smaller one.
  Number unit_behind() const {
    if (at_ == 0) return std::nullopt;
    if (const Number unit = unit_of(tokens_[at_ - 1])) return unit;
    const bool after_blank = at_ > 1 && is_last() && tokens_[at_ - 1] == " ";
    return after_blank ? unit_of(tokens_[at_ - 2]) : std::nullopt;
  }

  void take_minutes(const Decimal& value) {
    minute_ = value.value;
    second_ = value.has_fraction ? Number(value.sixtieths) : std::nullopt;
  }

  /// "hh:mm[:ss[.f]]".
  bool take_clock(const Decimal& hour) {
    const auto minutes = decimal(token(2));
    if (!minutes) return false;
    hour_ = hour.value;
    take_minutes(*minutes);
    at_ += 2;
    if (token(1) != ":" || is_last(1)) return true;
    const auto seconds = decimal(token(2));
    if (!seconds) return false;
    second_ = seconds->value;
    at_ += 2;
    return true;
  }

  static std::int64_t in_half_of_day(std::int64_t hour, std::int64_t half) {
    if (half == 1 && hour < 12) return hour + 12;
    return half == 0 && hour == 12 ? 0 : hour;
  }

  bool take_half_of_day(std::int64_t half) {
    if (!hour_ || *hour_ > 12) return false;
    hour_ = in_half_of_day(*hour_, half);
    return true;
  }

  // --- zones

  bool could_be_zone(std::string_view text) const {
    const bool upper = std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
    return hour_ && zone_.empty() && text.size() <= 5 && (upper || is_utc(text));
  }

  bool take_zone() {
    zone_ = token();
    if (token(1) != "+" && token(1) != "-") return true;
    // "GMT+3": three hours more are GMT.
    tokens_[at_ + 1] = token(1) == "+" ? "-" : "+";
    if (is_utc(zone_)) zone_.clear();
    return true;
  }

  bool take_offset() {
    const std::int64_t sign = token() == "+" ? 1 : -1;
    const std::string_view digits = token(1);
    Number hours;
    Number minutes = 0;
    std::size_t more = 0;
    if (digits.size() == 4) {
      hours = whole_number(digits.substr(0, 2));
      minutes = whole_number(digits.substr(2));
    } else if (token(2) == ":") {
      hours = whole_number(digits);
      minutes = whole_number(token(3));
      more = 2;
    } else if (digits.size() <= 2) {
      hours = whole_number(digits);
    }
    constexpr std::int64_t kMost = 10000;  // far beyond a day, which in_zone() refuses
    if (!hours || !minutes || *hours > kMost || *minutes > kMost) return false;
    offset_ = sign * (*hours * 3600 + *minutes * 60);
    at_ += more;
    const bool named = !is_last(4) && is_filler(token(2)) && token(3) == "(" && token(5) == ")";
    if (named && token(4).size() >= 3 && could_be_zone(token(4))) {
      zone_ = token(4);
      at_ += 4;
    }
    ++at_;
    return true;
  }

  // --- the result

  /// nullopt: there is no such date or time of day.
  std::optional<LooseTime> moment(const DateParts::Date& date) const {
    const std::int64_t year = date.year.value_or(this_year_);
    const std::int64_t month = date.month.value_or(today_.tm_mon + 1);
    if (year < 1 || year > 9999 || month < 1 || month > 12) return std::nullopt;
    const std::int64_t most = days_in(year, month);
    const std::int64_t day = date.day.value_or(std::min<std::int64_t>(today_.tm_mday, most));
    const std::int64_t hour = hour_.value_or(0);
    const std::int64_t minute = minute_.value_or(0);
    const std::int64_t second = second_.value_or(0);
    if (day < 1 || day > most || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    std::chrono::sys_days days = std::chrono::year(static_cast<int>(year)) /
                                 std::chrono::month(static_cast<unsigned>(month)) /
                                 std::chrono::day(static_cast<unsigned>(day));
    if (weekday_ && !date.day) {
      const auto wanted = std::chrono::weekday(static_cast<unsigned>((*weekday_ + 1) % 7));
      days += wanted - std::chrono::weekday(days);
    }
    return in_zone(days + std::chrono::seconds(hour * 3600 + minute * 60 + second));
  }

  std::optional<LooseTime> in_zone(std::chrono::sys_seconds fields) const {
    constexpr std::int64_t kDay = 86400;
    if (is_utc(zone_)) return LooseTime{fields, {}};
    if (is_local_zone()) return LooseTime{from_local(fields), {}};
    if (offset_ && std::abs(*offset_) >= kDay) return std::nullopt;
    if (offset_) return LooseTime{fields - std::chrono::seconds(*offset_), {}};
    return LooseTime{fields, zone_};
  }

  bool is_local_zone() const {
    tzset();
    return !zone_.empty() && (zone_ == tzname[0] || zone_ == tzname[1]);
  }

  static std::chrono::sys_seconds from_local(std::chrono::sys_seconds fields) {
    const auto day = std::chrono::floor<std::chrono::days>(fields);
    const std::chrono::year_month_day date(day);
    std::tm local{};
    local.tm_year = static_cast<int>(date.year()) - 1900;
    local.tm_mon = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
    local.tm_mday = static_cast<int>(static_cast<unsigned>(date.day()));
    const std::chrono::hh_mm_ss clock(fields - day);
    local.tm_hour = static_cast<int>(clock.hours().count());
    local.tm_min = static_cast<int>(clock.minutes().count());
    local.tm_sec = static_cast<int>(clock.seconds().count());
    local.tm_isdst = -1;
    return std::chrono::sys_seconds(std::chrono::seconds(std::mktime(&local)));
  }

  std::vector<std::string> tokens_;
  std::size_t at_ = 0;
  std::tm today_;
  std::int64_t this_year_;
  DateParts date_;
  Number weekday_, hour_, minute_, second_;
  Number offset_;  // seconds east
  std::string zone_;
};

/// As Python's float() reads it.
std::optional<Time> epoch_seconds(std::string_view given) {
  std::string digits;
  const std::string_view text = trim(given);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool between = text[i] == '_' && i > 0 && i + 1 < text.size() &&
                         is_number(text.substr(i - 1)) && is_number(text.substr(i + 1));
    if (!between) digits += text[i];
  }
  std::string_view rest = digits;
  if (rest.size() > 1 && rest[0] == '+' && rest[1] != '-') rest.remove_prefix(1);
  double seconds = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), seconds);
  const bool read = error == std::errc() && end == rest.data() + rest.size();
  if (!read || !(seconds >= kLongAgo && seconds < kFarAway)) return std::nullopt;
  return Time(std::chrono::seconds(static_cast<std::int64_t>(std::floor(seconds))));
}

}  // namespace

std::optional<LooseTime> read_loose_time(std::string_view text, Time now) {
  if (const std::optional<Time> time = epoch_seconds(text)) return LooseTime{*time, {}};
  const auto seconds = static_cast<std::time_t>(
      std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  std::tm today{};
  localtime_r(&seconds, &today);
  return Reading(text, today).read();
}

}  // namespace ssm
