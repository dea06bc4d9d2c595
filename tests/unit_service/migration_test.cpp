// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "actions/registry.h"
#include "core/api/service.h"
#include "core/store/document_store.h"
#include "core/store/execution_store.h"
#include "core/store/execution_tags.h"
#include "core/store/migrations.h"

namespace ssm {
namespace {

const AccountRegion kOldOwner{"123456789012", "eu-north-1"};

/// state.db as version 4 of it was written by commit 173e744: a shared document, and executions
/// that have ended, wait, and ran with mocks.
Database old_state() {
  std::ifstream file(SOURCE_DIR "/tests/unit_service/state_of_version_4.sql");
  std::ostringstream text;
  text << file.rdbuf();
  auto database = Database::open(":memory:");
  REQUIRE(database);
  REQUIRE(database->execute(text.str()));
  return *std::move(database);
}

/// As version 2 left it: tags only in the requests.
constexpr std::string_view kBackToVersion2 = R"sql(
DROP TABLE document_shares;
DROP TABLE execution_tags;
DROP TABLE previews;
DROP TABLE mock_uses;
DROP TABLE mocks;
PRAGMA user_version = 2;
)sql";

std::vector<std::string> statuses(Database& database) {
  const auto states = ExecutionStore(database, action_catalog()).list(kOldOwner, {});
  REQUIRE(states);
  std::vector<std::string> names;
  for (const StoredExecution& execution : *states)
    names.emplace_back(to_text(execution.state.status));
  return names;
}

TEST_CASE("a state of version 4 is taken over whole") {
  Database database = old_state();
  for (int i = 0; i < 2; ++i) REQUIRE(migrate_state(database));
  CHECK(statuses(database) == std::vector<std::string>{"Success", "Success", "Waiting"});
  DocumentStore documents(database);
  CHECK(documents.find(kOldOwner, "Hold", {})->value().tags[0]["Value"] == "red");
  CHECK(documents.shares(kOldOwner, "Hold")->at(0).account == "111111111111");
}

TEST_CASE("a state of version 2 keeps the tags of its executions") {
  Database database = old_state();
  REQUIRE(database.execute(kBackToVersion2));
  REQUIRE(migrate_state(database));
  const auto states = ExecutionStore(database, action_catalog()).list(kOldOwner, {});
  REQUIRE(states);
  const auto tags = execution_tags(database, states->back().state.id);
  REQUIRE(tags);
  CHECK(to_text(*tags) == R"([{"Key":"a","Value":"1"}])");
  CHECK(execution_tags(database, states->front().state.id)->empty());
}

TEST_CASE("a state of a newer program is refused, whichever part of it is newer") {
  const SchemaPart part{"further", {{"CREATE TABLE further (n INTEGER)"}}, {}};
  const SchemaPart newer{"further", {{"CREATE TABLE further (n INTEGER)"}, {"SELECT 1"}}, {}};
  auto database = Database::open(":memory:");
  REQUIRE(database);
  REQUIRE(migrate_state(*database, {&newer, 1}));
  const Completed refused = migrate_state(*database, {&part, 1});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::kState);
  CHECK(refused.error().message.find("further version 2, this program knows 1") !=
        std::string::npos);
  REQUIRE(migrate_state(*database));  // a program without that part does not mind
  REQUIRE(database->execute("PRAGMA user_version = 6"));
  CHECK_FALSE(migrate_state(*database));
}

}  // namespace
}  // namespace ssm
