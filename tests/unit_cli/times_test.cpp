// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

#include "cli/loose_time.h"
#include "core/base/text.h"

namespace ssm {

TEST_CASE("times are read as Python reads them") {
  const char* zone = std::getenv("TZ");
  const std::string before = zone == nullptr ? "" : zone;
  setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
  const Time now = from_epoch_ms(1'795'276'800'000);
  std::ifstream file(SOURCE_DIR "/tests/unit_cli/times.tsv");
  int rows = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    ++rows;
    const std::vector<std::string> fields = split(line, '\t');
    const auto time = read_loose_time(fields.at(0), now);
    INFO(line);
    CHECK((time ? to_text(to_epoch_json(time->time)) : "-") == fields.at(1));
    CHECK((time ? time->unknown_zone : "") == (fields.size() > 2 ? fields[2] : ""));
  }
  CHECK(rows > 60);
  zone == nullptr ? unsetenv("TZ") : setenv("TZ", before.c_str(), 1);
}

TEST_CASE("a text of units") {
  const auto units = [](std::string_view text) { return join(time_tokens(text), "|"); };
  CHECK(units("Sep.20.2009") == "Sep|.|20|.|2009");
  CHECK(units("09:30:15.25Z") == "09|:|30|:|15.25|Z");
  CHECK(units("15,25 h") == "15.25| |h");
  CHECK(units("5, a.m.") == "5|,| |a|.|m|.");
  CHECK(units("\xC3\xA4") == "\xC3|\xA4");
}

}  // namespace ssm
