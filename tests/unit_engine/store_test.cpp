// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include "actions/registry.h"
#include "core/document/document.h"
#include "core/store/migrations.h"
#include "tests/unit_engine/engine_bench.h"
#include "tests/unit_os/temporary.h"

using namespace ssm;

TEST_CASE("an event with an old sequence is refused") {
  EngineBench bench;
  const std::string id = bench.start(kHoldRunbook);
  bench.run();
  const Event event{bench.clock.now(), StopAccepted{}};
  StoredExecution execution = **bench.store.load(id);
  REQUIRE(apply(*execution.plan, execution.state, event));
  const ExecutionState& after = execution.state;
  CHECK(bench.store.append(event, after, {}));
  const Completed again = bench.store.append(event, after, {});
  REQUIRE_FALSE(again);
  CHECK(again.error().code == ExecutionStore::kSequenceTaken);
  CHECK(bench.store.history(id)->size() == static_cast<std::size_t>(after.sequence));
}

TEST_CASE("of a loop that is tried again the rows have the last attempt") {
  EngineBench bench;
  const std::string id = bench.start(R"(
schemaVersion: '0.3'
mainSteps:
  - name: each
    action: aws:loop
    maxAttempts: 2
    inputs:
      Iterators: [a, b]
      IteratorDataType: String
      Steps: [{name: inner, action: 'aws:sleep', inputs: {Duration: PT1S}}]
)");
  // Each event meets what the rows have.
  const auto see = [&](auto what) { bench.append(id, {bench.clock.now(), std::move(what)}); };
  see(ExecutionBegan{});
  see(StepStarted{"each", Json::object(), {}});
  for (int iteration = 0; iteration < 2; ++iteration) {
    see(IterationBegan{"each", iteration, {}});
    see(StepStarted{"inner", Json::object(), {}});
    see(StepSucceeded{"inner", Json::object(), "", {}});
  }
  see(AttemptFailed{"each", Failure{}});
  see(IterationBegan{"each", 0, {}});
  CHECK(bench.state(id).find_step("inner")->status == Status::kPending);
  CHECK(bench.state(id).find_step("inner")->iteration == 1);
  see(StepStarted{"inner", Json::object(), {}});
  see(StepSucceeded{"inner", Json::object(), "", {}});
  CHECK(bench.state(id).find_step("each")->iterations == 1);
}

TEST_CASE("a state written by a newer version is refused and left alone") {
  const test::TemporaryDirectory directory;
  const std::string path = directory / "state.db";
  {
    Database database = *Database::open(path);
    REQUIRE(migrate_state(database));
    REQUIRE(migrate_state(database));  // a second time nothing is to be done
    REQUIRE(database.execute("PRAGMA user_version = 99"));
  }
  Database database = *Database::open(path);
  const Completed migrated = migrate_state(database);
  REQUIRE_FALSE(migrated);
  CHECK(migrated.error().code == "State");
  CHECK(migrated.error().message.find("newer version") != std::string::npos);
}

TEST_CASE("the last one to close leaves an empty log, for the next to read nothing") {
  const test::TemporaryDirectory directory;
  const std::string path = directory / "state.db";
  const std::string log = path + "-wal";
  {
    Database other = *Database::open(path);
    REQUIRE(migrate_state(other));
    {
      Database database = *Database::open(path);
      REQUIRE(database.execute("PRAGMA user_version = 98"));
    }
    CHECK(std::filesystem::file_size(log) > 0);
  }
  CHECK(std::filesystem::file_size(log) == 0);
}

TEST_CASE("a transaction that is not committed leaves nothing") {
  EngineBench bench;
  const std::string id = bench.start(kHoldRunbook);
  {
    Transaction transaction = std::move(*Transaction::begin(bench.database));
    REQUIRE(bench.store.set_due(id, std::nullopt));
  }
  CHECK(bench.store.due(bench.clock.now(), 10)->empty());  // Pending ones are not listed
  CHECK(*bench.store.count_queued(bench.store.queues()->front()) == 1);
  bench.run();
  CHECK(bench.state(id).status == Status::kWaiting);
}

TEST_CASE("a part of a transaction is rolled back alone") {
  EngineBench bench;
  const std::string first = bench.start(kHoldRunbook);
  const std::string second = bench.start(kHoldRunbook);
  bench.run();
  const auto set_due = [&](const std::string& id) {
    REQUIRE(bench.store.set_due(id, bench.clock.now()));
  };
  Transaction whole = std::move(*Transaction::begin(bench.database));
  set_due(first);
  {
    const Transaction part = std::move(*Transaction::begin(bench.database));
    set_due(second);
  }
  REQUIRE(whole.commit());
  CHECK(*bench.store.due(bench.clock.now(), 10) == std::vector{first});
}

TEST_CASE("within a transaction a reader is a part of it") {
  EngineBench bench;
  const std::string id = bench.start(kHoldRunbook);
  {
    const auto all = Transaction::begin(bench.database);
    REQUIRE(all);
    REQUIRE(bench.database.execute("DELETE FROM executions"));
    {
      const auto reading = Transaction::begin_reading(bench.database);
      REQUIRE(reading);
      CHECK_FALSE(*bench.store.load(id));
    }
    CHECK(bench.database.in_transaction());
    CHECK_FALSE(*bench.store.load(id));
  }
  CHECK(*bench.store.load(id));
}

TEST_CASE("a copy in memory begins with the same and goes its own way") {
  EngineBench bench;
  const std::string id = bench.start(kHoldRunbook);
  const Result<std::string> bytes = bench.database.to_bytes();
  REQUIRE(bytes);
  Result<Database> copy = Database::from_bytes(*bytes);
  REQUIRE(copy);
  ExecutionStore copied(*copy, action_catalog());
  CHECK(*copied.load(id));
  CHECK_FALSE(copy->execute("INSERT INTO execution_tags VALUES ('no execution', 'a', 'b')"));
  REQUIRE(copy->execute("DELETE FROM executions"));
  CHECK_FALSE(*copied.load(id));
  CHECK(*bench.store.load(id));
  Result<Database> broken = Database::from_bytes("no database");
  CHECK_FALSE((broken && broken->execute("SELECT * FROM executions")));
}

TEST_CASE("list filters by prefix, status, time and continues after a row") {
  EngineBench bench;
  const AccountRegion scope{"123456789012", "us-east-1"};
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i) {
    ids.push_back(bench.start(kHoldRunbook));
    bench.clock.advance_by(Milliseconds(5));
  }
  const auto listed = [&](const ExecutionQuery& query) {
    std::vector<std::string> found;
    const auto states = bench.store.list(scope, query);
    REQUIRE(states);
    for (const StoredExecution& execution : *states) found.push_back(execution.state.id);
    return found;
  };
  CHECK(listed({}) == std::vector{ids[2], ids[1], ids[0]});
  ExecutionQuery page;
  page.limit = 1;
  page.after = {to_epoch_ms(bench.state(ids[2]).created), ids[2]};
  CHECK(listed(page) == std::vector{ids[1]});
  ExecutionQuery running;
  running.statuses = {"InProgress", "Waiting"};
  CHECK(listed(running).empty());
  ExecutionQuery by_time;
  by_time.started_after = bench.state(ids[1]).created;
  by_time.started_before = bench.state(ids[1]).created;
  CHECK(listed(by_time) == std::vector{ids[1]});
  ExecutionQuery prefix;
  prefix.name_prefixes = {"x", "y%"};
  CHECK(listed(prefix).empty());
  CHECK(bench.store.list({"999999999999", "us-east-1"}, {})->empty());
}
