// SPDX-License-Identifier: Apache-2.0
#include "cli/engine_deaths.h"

#include <catch2/catch.hpp>

#include "tests/unit_os/temporary.h"

namespace ssm {
namespace {

using std::chrono::milliseconds;
using test::TemporaryDirectory;

const Time kNow = *parse_time("2030-01-02T03:04:05Z");
const StepInHand kCall{"e-1", "run"};

/// A state directory, and engines that die in it.
struct Deathbed {
  TemporaryDirectory folder;
  StateDirectory directory{folder.path()};
  VirtualClock clock{kNow};

  void die(int times = 1) {
    for (int i = 0; i < times; ++i) {
      EngineLife life(directory, clock);
      life.begin();
      life.will_run(kCall.execution, kCall.step);
    }
  }
  EngineDeaths deaths() const { return read_engine_deaths(directory); }
  std::optional<Time> pause() const { return pause_end(deaths(), clock.now()); }
};

TEST_CASE("engines that die over a step are counted") {
  Deathbed bed;
  CHECK(bed.deaths().count == 0);
  bed.die();
  CHECK(bed.deaths().count == 1);
  CHECK(bed.deaths().in_hand.empty());  // what the first one did nobody needs to know
  bed.die();
  CHECK(bed.deaths().count == 2);
  CHECK(bed.deaths().last == kNow);
  CHECK(bed.deaths().in_hand == std::vector{kCall});
  CHECK((std::filesystem::status(bed.directory.engine_deaths()).permissions() &
         std::filesystem::perms::mask) ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("the pauses double, from the third death on") {
  const auto pause = [](int count) {
    return pause_end({.count = count, .last = kNow}, kNow).value_or(kNow) - kNow;
  };
  const std::vector<std::chrono::seconds> expected = {
      std::chrono::seconds(0),  std::chrono::seconds(0),  std::chrono::seconds(0),
      std::chrono::seconds(1),  std::chrono::seconds(2),  std::chrono::seconds(4),
      std::chrono::seconds(8),  std::chrono::seconds(16), std::chrono::seconds(32),
      std::chrono::seconds(64), std::chrono::seconds(64), std::chrono::seconds(64)};
  for (std::size_t count = 0; count < expected.size(); ++count)
    CHECK(pause(static_cast<int>(count)) == expected[count]);
  CHECK(pause(1'000'000) == std::chrono::seconds(64));
}

TEST_CASE("a pause begins with the last sign of life") {
  Deathbed bed;
  bed.die(2);
  {
    EngineLife life(bed.directory, bed.clock);
    life.begin();
    CHECK(life.is_suspect());
    bed.clock.advance_by(std::chrono::seconds(100));
    life.give_sign();
  }
  CHECK(bed.pause() == kNow + std::chrono::seconds(101));
  bed.clock.advance_by(milliseconds(999));
  CHECK(bed.pause().has_value());
  bed.clock.advance_by(milliseconds(1));
  CHECK_FALSE(bed.pause().has_value());
}

TEST_CASE("a last sign that is still to come, or of no time at all, makes no pause") {
  const Time last = GENERATE(kNow + std::chrono::seconds(1), Time::max(), Time::min());
  CHECK_FALSE(pause_end({.count = 9, .last = last}, kNow).has_value());
}

TEST_CASE("an engine that is cleared clears those before it") {
  Deathbed bed;
  bed.die(5);
  EngineLife life(bed.directory, bed.clock);
  CHECK(life.begin() ==
        "5 engines before this one died in a row, last at step run of execution e-1");
  life.clear();
  CHECK_FALSE(life.is_suspect());
  CHECK(bed.deaths().count == 0);
  life.will_run(kCall.execution, kCall.step);
  CHECK(bed.deaths().count == 0);
  CHECK(std::filesystem::file_size(bed.directory.engine_deaths()) == 0);
}

TEST_CASE("what the last engine called replaces what those before it called") {
  Deathbed bed;
  bed.die(2);
  EngineLife life(bed.directory, bed.clock);
  life.begin();
  CHECK(bed.deaths().in_hand == std::vector{kCall});
  for (const char* step : {"a", "b", "c", "a", "d"}) life.will_run("e-2", step);
  CHECK(bed.deaths().in_hand == std::vector<StepInHand>{{"e-2", "c"}, {"e-2", "a"}, {"e-2", "d"}});
}

TEST_CASE("what a user is told") {
  const StateDirectory directory{"/state"};
  const std::string stop = "ssm-local ssm stop-automation-execution --automation-execution-id ";
  EngineDeaths deaths{.count = 2, .last = kNow};
  CHECK(deaths_text(deaths, directory, std::nullopt).empty());
  deaths.count = 4;
  CHECK(deaths_text(deaths, directory, kNow + std::chrono::seconds(2)) ==
        "The engine died 4 times in a row. The next one may start from 2030-01-02T03:04:07Z on. "
        "/state/engine.log tells more.");
  deaths.in_hand = {kCall, {"e-1", "walk"}};
  CHECK(deaths_text(deaths, directory, std::nullopt) ==
        "The engine died 4 times in a row, last at step run of execution e-1 and step walk of "
        "execution e-1. /state/engine.log tells more. To go on without that execution, stop it: " +
            stop + "e-1");
  deaths.in_hand = {kCall, {"e-2", "walk"}};
  CHECK_THAT(deaths_text(deaths, directory, std::nullopt),
             Catch::EndsWith("To go on without one of these executions, stop it: " + stop + "ID"));
}

TEST_CASE("what a user is told does nothing to a terminal") {
  const EngineDeaths deaths{
      .count = 4, .last = kNow, .in_hand = {{"e\n-1", "\x1b[2Jrun\r\ntwice"}}};
  CHECK(
      deaths_text(deaths, {"/state"}, std::nullopt) ==
      "The engine died 4 times in a row, last at step \\x1b[2Jrun\\x0d\\x0atwice of execution "
      "e\\x0a-1. /state/engine.log tells more. To go on without that execution, stop it: ssm-local "
      "ssm stop-automation-execution --automation-execution-id e\\x0a-1");
}

TEST_CASE("a file that makes no sense tells of no deaths, and a place for none does no harm") {
  const std::string text =
      GENERATE("", "x", "{}", "[]", "{\"count\":3}", "{\"count\":-3,\"last\":1}",
               "{\"count\":\"3\",\"last\":1}", "{\"count\":99999999999999999999,\"last\":1}",
               "{\"count\":2000000,\"last\":1}", "{\"count\":3,\"last\":1,\"inHand\":[1]}",
               "{\"count\":3,\"last\":1", std::string(5000, ' '));
  Deathbed bed;
  test::write_text(bed.directory.engine_deaths(), text);
  CHECK(bed.deaths().count == 0);
  bed.die();
  CHECK(bed.deaths().count == 1);
  std::filesystem::remove(bed.directory.engine_deaths());
  std::filesystem::create_directory(bed.directory.engine_deaths());
  bed.die(4);
  CHECK(bed.deaths().count == 0);
}

TEST_CASE("a shorter note leaves nothing of a longer one") {
  Deathbed bed;
  bed.die(2);
  test::write_text(bed.directory.engine_deaths(),
                   test::read_text(bed.directory.engine_deaths()) + std::string(100, 'x'));
  CHECK(bed.deaths().count == 2);
  bed.die();
  CHECK_THAT(test::read_text(bed.directory.engine_deaths()), Catch::EndsWith("}\n"));
}

}  // namespace
}  // namespace ssm
