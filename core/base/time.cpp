// SPDX-License-Identifier: Apache-2.0
#include "core/base/time.h"

#include <fmt/format.h>
#include <array>

#include <cstdlib>
#include <ctime>

#include "core/base/text.h"

namespace ssm {
namespace {

using std::chrono::floor;

/// A time of day in a calendar date, UTC.
struct Civil {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  std::int64_t hour = 0;
  std::int64_t minute = 0;
  std::int64_t second = 0;
  std::int64_t millisecond = 0;
};

Civil civil(Time time) {
  const auto day = floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return {int(date.year()),          unsigned(date.month()),  unsigned(date.day()),
          clock.hours().count(),     clock.minutes().count(), clock.seconds().count(),
          clock.subseconds().count()};
}

/// Reads a text from left to right.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  /// Takes the next character if it is one of `any`.
  char take(std::string_view any) {
    if (rest_.empty() || any.find(rest_.front()) == std::string_view::npos) return '\0';
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  /// A number of `least` to `most` (<= 18) digits.
  std::optional<std::int64_t> number(std::size_t least, std::size_t most) {
    std::int64_t value = 0;
    std::size_t count = 0;
    for (; count < most && is_digit(peek()); ++count) value = value * 10 + (take_digit());
    if (count < least || is_digit(peek())) return std::nullopt;
    return value;
  }

  /// A number of two digits, whatever follows.
  std::optional<std::int64_t> two_digits() {
    if (rest_.size() < 2 || !is_digit(rest_[0]) || !is_digit(rest_[1])) return std::nullopt;
    const std::int64_t tens = take_digit();
    return tens * 10 + take_digit();
  }

  /// The digits after a decimal point as thousandths; further digits are dropped.
  std::optional<std::int64_t> thousandths() {
    if (!is_digit(peek())) return std::nullopt;
    std::int64_t value = 0;
    for (std::int64_t weight = 100; is_digit(peek()); weight /= 10) value += weight * take_digit();
    return value;
  }

 private:
  std::int64_t take_digit() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c - '0';
  }

  std::string_view rest_;
};

/// "2024-01-02".
std::optional<std::chrono::sys_days> read_date(Reader& reader) {
  const auto year = reader.number(4, 4);
  if (!year || !reader.take("-")) return std::nullopt;
  const auto month = reader.number(2, 2);
  if (!month || !reader.take("-")) return std::nullopt;
  const auto day = reader.number(2, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

/// "03:04:05[.678]".
std::optional<Milliseconds> read_time_of_day(Reader& reader) {
  const auto hour = reader.number(2, 2);
  if (!hour || *hour > 23 || !reader.take(":")) return std::nullopt;
  const auto minute = reader.number(2, 2);
  if (!minute || *minute > 59 || !reader.take(":")) return std::nullopt;
  const auto second = reader.number(2, 2);
  if (!second || *second > 59) return std::nullopt;
  std::optional<std::int64_t> fraction = 0;
  if (reader.take(".")) fraction = reader.thousandths();
  if (!fraction) return std::nullopt;
  return Milliseconds(((*hour * 60 + *minute) * 60 + *second) * 1000 + *fraction);
}

/// "", "Z", "+hh", "+hh:mm" or "+hhmm".
std::optional<Milliseconds> read_zone(Reader& reader) {
  if (reader.at_end() || reader.take("Zz")) return Milliseconds(0);
  const char sign = reader.take("+-");
  if (sign == '\0') return std::nullopt;
  const auto hours = reader.two_digits();
  std::optional<std::int64_t> minutes = 0;
  if (!reader.at_end()) {
    reader.take(":");
    minutes = reader.two_digits();
  }
  if (!hours || *hours > 23 || !minutes || *minutes > 59) return std::nullopt;
  const std::chrono::minutes offset(*hours * 60 + *minutes);
  return sign == '-' ? -offset : offset;
}

std::optional<Time> parse_iso_time(std::string_view text) {
  Reader reader(text);
  const auto date = read_date(reader);
  if (!date) return std::nullopt;
  if (reader.at_end()) return Time(*date);
  if (!reader.take("Tt ")) return std::nullopt;
  const auto time_of_day = read_time_of_day(reader);
  if (!time_of_day) return std::nullopt;
  const auto zone = read_zone(reader);
  if (!zone || !reader.at_end()) return std::nullopt;
  return Time(*date) + *time_of_day - *zone;
}

std::optional<Time> parse_epoch_time(std::string_view text) {
  Reader reader(text);
  const bool negative = reader.take("-") != '\0';
  const auto seconds = reader.number(1, 11);
  if (!seconds) return std::nullopt;
  std::optional<std::int64_t> fraction = 0;
  if (reader.take(".")) fraction = reader.thousandths();
  if (!fraction || !reader.at_end()) return std::nullopt;
  const std::int64_t ms = *seconds * 1000 + *fraction;
  return from_epoch_ms(negative ? -ms : ms);
}

struct DurationUnit {
  char letter;
  bool after_t;
  std::int64_t ms;
};
constexpr std::int64_t kDayMs = 24 * 60 * 60 * 1000;
constexpr std::array<DurationUnit, 7> kDurationUnits{{{'Y', false, 365 * kDayMs},
                                                      {'M', false, 30 * kDayMs},
                                                      {'W', false, 7 * kDayMs},
                                                      {'D', false, kDayMs},
                                                      {'H', true, 60 * 60 * 1000},
                                                      {'M', true, 60 * 1000},
                                                      {'S', true, 1000}}};
// Far beyond any use, and a sum of all units stays inside 64 bits.
constexpr std::int64_t kMaxDurationMs = 10'000 * 365 * kDayMs;

/// The place in kDurationUnits, from `next` on, of the unit `letter`.
std::optional<std::size_t> find_unit(std::size_t next, bool after_t, char letter) {
  for (; next < kDurationUnits.size(); ++next)
    if (kDurationUnits[next].after_t == after_t && kDurationUnits[next].letter == letter)
      return next;
  return std::nullopt;
}

/// The milliseconds of "P...", or nullopt when `text` is none or too long.
std::optional<std::int64_t> duration_ms(std::string_view text) {
  Reader reader(text);
  if (!reader.take("P") || reader.at_end()) return std::nullopt;
  std::int64_t total = 0;
  std::size_t next = 0;
  bool after_t = false;
  while (!reader.at_end()) {
    if (!after_t && reader.take("T")) after_t = true;
    const auto whole = reader.number(1, 18);
    std::optional<std::int64_t> thousandths = 0;
    const bool fraction = reader.take(".,") != '\0';
    if (fraction) thousandths = reader.thousandths();
    const auto unit = find_unit(next, after_t, reader.take("YMWDHS"));
    if (!whole || !thousandths || !unit) return std::nullopt;
    if (fraction && !reader.at_end()) return std::nullopt;  // only the smallest unit has decimals
    const std::int64_t unit_ms = kDurationUnits[*unit].ms;
    if (*whole > kMaxDurationMs / unit_ms) return std::nullopt;
    total += *whole * unit_ms + *thousandths * unit_ms / 1000;
    if (total > kMaxDurationMs) return std::nullopt;
    next = *unit + 1;
  }
  return total;
}

}  // namespace

std::int64_t to_epoch_ms(Time time) {
  return time.time_since_epoch().count();
}

Time from_epoch_ms(std::int64_t ms) {
  return Time(Milliseconds(ms));
}

Json to_epoch_json(Time time) {
  const std::int64_t ms = to_epoch_ms(time);
  if (ms % 1000 == 0) return ms / 1000;
  return static_cast<double>(ms) / 1000.0;
}

std::string to_iso8601(Time time) {
  const Civil c = civil(time);
  const std::string fraction = c.millisecond == 0 ? "" : fmt::format(".{:03}", c.millisecond);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}Z", c.year, c.month, c.day, c.hour,
                     c.minute, c.second, fraction);
}

std::string to_cli_iso8601(Time time) {
  const auto seconds = floor<std::chrono::seconds>(time);
  const auto timestamp = static_cast<std::time_t>(seconds.time_since_epoch().count());
  std::tm local{};
  localtime_r(&timestamp, &local);
  const auto ms = (time - seconds).count();
  const std::string fraction = ms == 0 ? "" : fmt::format(".{:03}000", ms);
  const long offset = std::labs(local.tm_gmtoff);
  const std::string zone = fmt::format("{}{:02}:{:02}", local.tm_gmtoff < 0 ? '-' : '+',
                                       offset / 3600, offset / 60 % 60);
  const std::string zone_seconds = offset % 60 == 0 ? "" : fmt::format(":{:02}", offset % 60);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{}{}", local.tm_year + 1900,
                     local.tm_mon + 1, local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec,
                     fraction, zone, zone_seconds);
}

std::optional<Time> parse_time(std::string_view text) {
  if (const auto time = parse_iso_time(text)) return time;
  return parse_epoch_time(text);
}

Result<Milliseconds> parse_duration(std::string_view text) {
  const auto ms = duration_ms(text);
  if (ms) return Milliseconds(*ms);
  return failure("Duration", fmt::format("\"{}\" is not an ISO 8601 duration such as PT2M30S",
                                         text.substr(0, 100)));
}

std::string to_date(Time time) {
  const Civil c = civil(time);
  return fmt::format("{:04}-{:02}-{:02}", c.year, c.month, c.day);
}

std::string to_date_time(Time time) {
  const Civil c = civil(time);
  return fmt::format("{}_{:02}.{:02}.{:02}", to_date(time), c.hour, c.minute, c.second);
}

}  // namespace ssm
