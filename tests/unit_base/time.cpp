// SPDX-License-Identifier: Apache-2.0
#include "core/base/time.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <ctime>

using namespace ssm;

namespace {

std::int64_t parsed(std::string_view text) {
  const auto time = parse_time(text);
  return time ? to_epoch_ms(*time) : -1;
}

std::int64_t duration(std::string_view text) {
  const auto ms = parse_duration(text);
  return ms ? ms->count() : -1;
}

/// Runs with TZ set, and puts the old zone back.
template <class Function>
auto in_zone(const char* zone, Function function) {
  const char* old = std::getenv("TZ");
  const std::optional<std::string> saved = old ? std::optional<std::string>(old) : std::nullopt;
  setenv("TZ", zone, 1);
  tzset();
  auto result = function();
  saved ? setenv("TZ", saved->c_str(), 1) : unsetenv("TZ");
  tzset();
  return result;
}

}  // namespace

TEST_CASE("times are printed as the API and the CLI print them") {
  const Time time = from_epoch_ms(1893553445678);
  CHECK(to_iso8601(time) == "2030-01-02T03:04:05.678Z");
  CHECK(to_iso8601(from_epoch_ms(1893553445000)) == "2030-01-02T03:04:05Z");
  CHECK(to_date(time) == "2030-01-02");
  CHECK(to_date_time(time) == "2030-01-02_03.04.05");
  CHECK(to_epoch_json(from_epoch_ms(1564681576090)).dump() == "1564681576.09");
  CHECK(to_epoch_json(from_epoch_ms(1564681576001)).dump() == "1564681576.001");
  CHECK(to_epoch_json(from_epoch_ms(1564681576000)).dump() == "1564681576");
  CHECK(to_iso8601(from_epoch_ms(-1)) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("the CLI's times carry the local offset") {
  const auto print = [](std::int64_t ms) {
    return [ms] { return to_cli_iso8601(from_epoch_ms(ms)); };
  };
  CHECK(in_zone("UTC", print(1577836800123)) == "2020-01-01T00:00:00.123000+00:00");
  CHECK(in_zone("UTC", print(1577836800000)) == "2020-01-01T00:00:00+00:00");
  CHECK(in_zone("XXX-05:30", print(1577836800000)) == "2020-01-01T05:30:00+05:30");
  CHECK(in_zone("XXX8", print(1577836800000)) == "2019-12-31T16:00:00-08:00");
}

TEST_CASE("a zone has hours, or hours and minutes, of two digits each") {
  const std::int64_t five_o_clock = parsed("2024-01-02T05:00:00Z");
  for (const char* zone : {"+05", "+0500", "+05:00"})
    CHECK(parsed("2024-01-02T10:00:00" + std::string(zone)) == five_o_clock);
  CHECK(parsed("2024-01-02T04:30:00-0030") == five_o_clock);
  for (const char* zone : {"+5", "+053", "+05:3", "+05:", "+24:00", "+05:60", "+05000", "+"})
    CHECK(parsed("2024-01-02T10:00:00" + std::string(zone)) == -1);
}

TEST_CASE("times are read") {
  CHECK(parsed("2024-01-02") == 1704153600000);
  CHECK(parsed("2024-01-02T03:04:05") == 1704164645000);
  CHECK(parsed("2024-01-02T03:04:05Z") == 1704164645000);
  CHECK(parsed("2024-01-02T03:04:05.678Z") == 1704164645678);
  CHECK(parsed("2024-01-02T03:04:05.678901Z") == 1704164645678);
  CHECK(parsed("2024-01-02T03:04:05+01:30") == 1704159245000);
  CHECK(parsed("2024-01-02T03:04:05-0130") == 1704170045000);
  CHECK(parsed("1704164645") == 1704164645000);
  CHECK(parsed("1704164645.5") == 1704164645500);
  CHECK(parsed("2024-02-29") == 1709164800000);
  for (const char* bad : {"", "x", "2024-02-30", "2024-13-01", "2024-1-2", "2024-01-02T", "1.",
                          "2024-01-02T24:00:00", "2024-01-02T03:04:05+1", "2024-01-02T03:04:05Zx",
                          "123456789012", "2024-01-02T03:04:05+25:00", "--1", "1e5"}) {
    INFO(bad);
    CHECK(parsed(bad) == -1);
  }
}

TEST_CASE("durations are read") {
  CHECK(duration("PT10S") == 10'000);
  CHECK(duration("PT2M30.5S") == 150'500);
  CHECK(duration("P1DT2H") == 26 * 3'600'000);
  CHECK(duration("P2W") == 14 * 86'400'000ll);
  CHECK(duration("P1Y1M") == 395 * 86'400'000ll);
  CHECK(duration("PT0S") == 0);
  CHECK(duration("PT1.5H") == 5'400'000);
  for (const char* bad : {"",
                          "P",
                          "PT",
                          "P1",
                          "PT1",
                          "1S",
                          "-PT1S",
                          "PT-1S",
                          "P1S",
                          "PT1D",
                          "P1DT",
                          "PT1S1M",
                          "PT1S1S",
                          "PT1.5M1S",
                          "PT.5S",
                          "PT5.S",
                          " PT1S",
                          "PT1S ",
                          "P99999999999999999Y",
                          "PT999999999999999999S"}) {
    INFO(bad);
    CHECK(duration(bad) == -1);
  }
  CHECK(parse_duration("soon").error().code == "Duration");
}

TEST_CASE("a virtual clock only moves forward") {
  VirtualClock clock(from_epoch_ms(1000));
  clock.advance_by(Milliseconds(5));
  clock.advance_to(from_epoch_ms(10));
  CHECK(to_epoch_ms(clock.now()) == 1005);
}
