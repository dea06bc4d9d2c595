// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "core/store/database.h"
#include "core/store/execution_tags.h"

namespace ssm {
namespace {

/// As version 2 left it: tags only in the requests.
constexpr std::string_view kBackToVersion2 = R"sql(
DROP TABLE plans;
DROP TABLE steps;
CREATE TABLE steps (
  execution_id TEXT NOT NULL REFERENCES executions(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (execution_id, position)
) WITHOUT ROWID;
DROP TABLE document_shares;
DROP TABLE execution_tags;
DROP TABLE previews;
DROP TABLE mock_uses;
DROP TABLE mocks;
PRAGMA user_version = 2;
INSERT INTO document_texts VALUES ('hash', 0, '{}');
INSERT INTO executions (id, account, region, document_name, document_hash, status, parent_id,
                        current_action, created_ms, holds_slot, sequence, body) VALUES
  ('tagged', '1', 'r', 'Doc', 'hash', 'Success', '', '', 0, 0, 0,
   '{"request": {"Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]}}'),
  ('bare', '1', 'r', 'Doc', 'hash', 'Success', '', '', 0, 0, 0, '{"request": {}}');
)sql";

TEST_CASE("a state of version 2 keeps the tags of its executions") {
  auto database = Database::open(":memory:");
  REQUIRE(database);
  REQUIRE(migrate_state(*database));
  REQUIRE(database->execute(kBackToVersion2));
  REQUIRE(migrate_state(*database));
  const auto tags = execution_tags(*database, "tagged");
  REQUIRE(tags);
  CHECK(to_text(*tags) == R"([{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}])");
  CHECK(execution_tags(*database, "bare")->empty());
}

}  // namespace
}  // namespace ssm
