// SPDX-License-Identifier: Apache-2.0
#include "core/store/database.h"

#include <sys/stat.h>
#include <catch2/catch.hpp>
#include <thread>
#include <tuple>

#include "tests/unit_os/temporary.h"

namespace ssm {
namespace {

using namespace std::chrono_literals;
using test::TemporaryDirectory;

/// A database with the numbers 1 to 3 in it.
Database numbers(const std::string& path) {
  Database database = Database::open(path).value();
  REQUIRE(
      database.execute("CREATE TABLE IF NOT EXISTS numbers (n); DELETE FROM numbers;"
                       "INSERT INTO numbers VALUES (1), (2), (3)"));
  return database;
}

Completed write(Database& database, std::int64_t number) {
  TRY_ASSIGN(Transaction transaction, Transaction::begin(database));
  TRY_ASSIGN(Statement statement, database.prepare("INSERT INTO numbers VALUES (?)"));
  TRY(statement.bind(number).run());
  return transaction.commit();
}

TEST_CASE("a statement that is used within itself finds all its rows") {
  Database database = numbers(":memory:");
  constexpr auto kAll = "SELECT n FROM numbers ORDER BY n";
  std::vector<std::int64_t> seen;
  Statement outer = database.prepare(kAll).value();
  while (outer.step().value()) {
    Statement inner = database.prepare(kAll).value();
    REQUIRE(inner.step().value());
    seen.push_back(10 * outer.number(0) + inner.number(0));
  }
  CHECK(seen == std::vector<std::int64_t>{11, 21, 31});
}

TEST_CASE("the statements that are kept do not become more and more") {
  Database database = numbers(":memory:");
  Statement used = database.prepare("SELECT n FROM numbers").value();
  REQUIRE(used.step().value());
  for (int i = 0; i < 1000; ++i) {
    Statement other = database.prepare("SELECT " + std::to_string(i)).value();
    REQUIRE(other.step().value());
    CHECK(other.number(0) == i);
  }
  CHECK(database.statement_count() <= 128);
  CHECK(used.step().value());  // what is in use stays
  CHECK(used.number(0) == 2);
}

TEST_CASE("a busy database says who keeps it, and for how long one waits") {
  const TemporaryDirectory directory;
  const std::string path = directory / "state.db";
  Database holder = numbers(path);
  Database other = Database::open(path, {.longest = 30ms}).value();
  const auto begun = std::chrono::steady_clock::now();
  REQUIRE(holder.execute("BEGIN IMMEDIATE"));
  const Completed refused = write(other, 4);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "State");
  CHECK_THAT(refused.error().message,
             Catch::StartsWith(path + ": ") &&
                 Catch::Contains("process " + std::to_string(::getpid()) + " (") &&
                 Catch::Contains("keeps it locked; try again when it is done, or end it"));
  CHECK(std::chrono::steady_clock::now() - begun >= 30ms);
  REQUIRE(holder.execute("COMMIT"));
  CHECK(write(other, 4));
}

TEST_CASE("who waits for a database can be told to give up") {
  const TemporaryDirectory directory;
  const std::string path = directory / "state.db";
  Database holder = numbers(path);
  int asked = 0;
  Database other =
      Database::open(path, {.longest = 1h, .give_up = [&] { return ++asked == 3; }}).value();
  REQUIRE(holder.execute("BEGIN IMMEDIATE"));
  CHECK_FALSE(write(other, 4));
  // The same while another one is first in the queue.
  std::thread first([&] {
    Database third = Database::open(path).value();
    CHECK(write(third, 5));
  });
  asked = 0;
  CHECK_FALSE(write(other, 6));
  REQUIRE(holder.execute("COMMIT"));
  first.join();
  CHECK(write(other, 7));
}

TEST_CASE("what would be written into a removed file is refused") {
  const TemporaryDirectory directory;
  const std::string path = directory / "state.db";
  Database database = numbers(path);
  CHECK(database.place() == FileAnchor::Place::kInPlace);
  std::filesystem::rename(path, directory / "away");
  CHECK(database.place() == FileAnchor::Place::kMoved);
  CHECK_FALSE(database.is_replaced());
  CHECK(write(database, 4));  // it is kept, if elsewhere
  std::filesystem::remove(directory / "away");
  CHECK(database.place() == FileAnchor::Place::kRemoved);
  const Completed refused = write(database, 5);
  REQUIRE_FALSE(refused.has_value());
  CHECK_THAT(refused.error().message, Catch::StartsWith(path + ": it was removed"));
  Database successor = numbers(path);
  CHECK(database.is_replaced());
  CHECK(write(successor, 6));
}

TEST_CASE("the files are for their owner alone, whatever the umask") {
  const TemporaryDirectory directory;
  const mode_t before = ::umask(0);
  Database database = numbers(directory / "state.db");
  ::umask(before);
  for (const auto& entry : std::filesystem::directory_iterator(directory.path())) {
    CAPTURE(entry.path());
    CHECK((entry.status().permissions() & static_cast<std::filesystem::perms>(077)) ==
          std::filesystem::perms::none);
  }
}

TEST_CASE("threads that open databases at the same time leave the umask alone") {
  const TemporaryDirectory directory;
  const mode_t before = ::umask(022);
  const auto open_often = [&] {
    for (int i = 0; i < 300; ++i) std::ignore = Database::open(directory / "state.db");
  };
  std::thread other(open_often);
  open_often();
  other.join();
  CHECK(::umask(before) == 022);
}

TEST_CASE("a link in the place of the database is refused") {
  const TemporaryDirectory directory;
  std::filesystem::create_symlink(directory / "elsewhere", directory / "state.db");
  CHECK_FALSE(Database::open(directory / "state.db"));
  CHECK_FALSE(std::filesystem::exists(directory / "elsewhere"));
}

}  // namespace
}  // namespace ssm
