// SPDX-License-Identifier: Apache-2.0
#include "core/store/step_log_store.h"

#include "core/engine/log_desk.h"
#include "core/store/migrations.h"
#include "tests/unit_engine/engine_bench.h"

namespace ssm {
namespace {

/// Logs of executions that need not exist.
class Logs {
 public:
  Logs() : database_(*Database::open(":memory:")), store(database_) {
    REQUIRE(migrate_state(database_));
    REQUIRE(database_.execute("PRAGMA foreign_keys = OFF"));
  }
  std::string text_of(std::string_view execution) {
    std::string text;
    std::int64_t before = -1;
    const auto portions = *store.read(execution);
    for (const StepLogStore::Portion& portion : portions) {
      text += gap_text(before, portion) + portion.text;
      before = portion.number;
    }
    return text;
  }

 private:
  Database database_;

 public:
  StepLogStore store;
};

const StepLogKey kOne{"e", "s", "one", 1};
const StepLogKey kAgain{"e", "s", "one", 2};

TEST_CASE("portions grow, and begin anew with an attempt") {
  Logs logs;
  for (const auto* text : {"a", "b\n", ""}) REQUIRE(logs.store.append(kOne, text));
  REQUIRE(logs.store.append(kAgain, "c"));
  REQUIRE(logs.store.append({"other", "s", "one", 1}, "d"));
  const auto portions = *logs.store.read("e");
  REQUIRE(portions.size() == 2);
  CHECK(portions[0].text == "ab\n");
  CHECK(portions[1].text == "c");
  CHECK(portions[1].attempt == 2);
  CHECK(portions[1].number == 1);
  CHECK(logs.store.read("e", portions[1].id)->size() == 1);
}

TEST_CASE("a portion does not end within a character") {
  Logs logs;
  const std::string most(StepLogStore::kPortion - 1, 'x');
  REQUIRE(logs.store.append(kOne, most));
  REQUIRE(logs.store.append(kOne, "é"));
  const auto portions = *logs.store.read("e");
  REQUIRE(portions.size() == 2);
  CHECK(portions[0].text == most);
  CHECK(portions[1].text == "é");
}

TEST_CASE("of what is too long the beginning and the end are kept") {
  Logs logs;
  constexpr auto kKept = static_cast<std::size_t>(StepLogStore::kFirst + StepLogStore::kLast);
  REQUIRE(logs.store.append(kOne, "first\n"));
  for (int i = 0; i < 5; ++i)
    REQUIRE(logs.store.append(kOne, std::string(20 * StepLogStore::kPortion, 'x')));
  REQUIRE(logs.store.append(kOne, "last\n"));
  CHECK(logs.store.read("e")->size() == kKept);
  const std::string text = logs.text_of("e");
  CHECK(text.starts_with("first\nx"));
  CHECK(text.ends_with("xlast\n"));
  CHECK(text.find("[... 1104 KiB are not kept ...]") != std::string::npos);
}

TEST_CASE("what is not committed is written again, before what came meanwhile") {
  Logs logs;
  const VirtualClock clock(from_epoch_ms(1000));
  LogDesk desk(clock);
  int wakes = 0;
  desk.on_text([&] { ++wakes; });
  CHECK_FALSE(desk.due());
  desk.append(kOne, "a");
  desk.append(kOne, "b");
  CHECK(wakes == 1);
  CHECK(desk.due() == from_epoch_ms(1250));
  Logs lost;
  REQUIRE(desk.write(lost.store));
  CHECK_FALSE(desk.due());
  desk.append(kOne, "c");
  desk.end_transaction(false);
  REQUIRE(desk.write(logs.store));
  desk.end_transaction(true);
  CHECK(logs.text_of("e") == "abc");
  CHECK_FALSE(desk.due());
}

TEST_CASE("what comes faster than it is written loses its middle") {
  Logs logs;
  const VirtualClock clock(from_epoch_ms(1000));
  LogDesk desk(clock);
  desk.append(kOne, "first\n");
  for (int i = 0; i < 3000; ++i) desk.append(kOne, std::string(1000, 'x'));
  desk.append(kOne, "last\n");
  REQUIRE(desk.write(logs.store));
  const std::string text = logs.text_of("e");
  CHECK(text.starts_with("first\nx"));
  CHECK(text.ends_with("xlast\n"));
  CHECK(text.find(" not kept ...]\n") != std::string::npos);
  CHECK(text.size() < 1024 * 1024);
}

}  // namespace
}  // namespace ssm
