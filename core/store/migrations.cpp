// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <cstddef>
#include <vector>

#include "core/store/database.h"
#include "core/store/document_schema.h"
#include "core/store/mock_schema.h"
#include "core/store/sharing_schema.h"

namespace ssm {
namespace {

// Times are milliseconds since the epoch. `body` columns hold JSON. due_ms: when the engine should
// look at the execution; null = only after a signal. holds_slot: between leaving Pending and the
// end.
constexpr std::string_view kExecutionSchema = R"sql(
CREATE TABLE document_texts (
  hash TEXT PRIMARY KEY,
  format INTEGER NOT NULL,
  content TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE executions (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  document_name TEXT NOT NULL,
  document_hash TEXT NOT NULL REFERENCES document_texts(hash),
  status TEXT NOT NULL,
  parent_id TEXT NOT NULL,
  client_token TEXT,
  current_action TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  due_ms INTEGER,
  holds_slot INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX executions_newest ON executions (account, region, created_ms DESC, id DESC);
CREATE INDEX executions_parent ON executions (parent_id) WHERE parent_id <> '';
CREATE INDEX executions_due ON executions (due_ms) WHERE due_ms IS NOT NULL;
CREATE INDEX executions_slots ON executions (holds_slot) WHERE holds_slot = 1;
CREATE INDEX executions_queue ON executions (created_ms) WHERE status = 'Pending';
CREATE UNIQUE INDEX executions_token ON executions (account, region, client_token)
  WHERE client_token IS NOT NULL;
CREATE TABLE steps (
  execution_id TEXT NOT NULL REFERENCES executions(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (execution_id, position)
) WITHOUT ROWID;
CREATE TABLE events (
  execution_id TEXT NOT NULL REFERENCES executions(id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (execution_id, sequence)
) WITHOUT ROWID;
)sql";

constexpr std::string_view kAccountSchema = R"sql(
CREATE TABLE resources (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (account, region, kind, id)
);
CREATE TABLE client_tokens (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  operation TEXT NOT NULL,
  token TEXT NOT NULL,
  parameters TEXT NOT NULL,
  response TEXT NOT NULL,
  PRIMARY KEY (account, region, operation, token)
) WITHOUT ROWID;
CREATE TABLE scopes (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  PRIMARY KEY (account, region)
) WITHOUT ROWID;
)sql";

// Version 5: executions run plans. Steps that have not started have no row any more; an inner step
// of a loop has one for each iteration. Names take the place of numbers in what is stored.
constexpr std::string_view kPlanSchema = R"sql(
CREATE TABLE plans (
  hash TEXT PRIMARY KEY REFERENCES document_texts(hash),
  version INTEGER NOT NULL,
  body TEXT NOT NULL
) WITHOUT ROWID;
ALTER TABLE steps RENAME TO steps_before;
CREATE TABLE steps (
  execution_id TEXT NOT NULL REFERENCES executions(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  iteration INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (execution_id, position, iteration)
) WITHOUT ROWID;
INSERT INTO steps (execution_id, position, iteration, body)
  SELECT execution_id, position, 0,
    CASE WHEN NOT json_valid(body) THEN body
      ELSE CASE json_extract(body, '$.awaits')
        WHEN 1 THEN json_set(body, '$.awaits', 'Decision')
        WHEN 2 THEN json_set(body, '$.awaits', 'Resume')
        ELSE json_remove(body, '$.awaits') END END
  FROM steps_before;
DROP TABLE steps_before;
UPDATE events SET body = CASE json_extract(body, '$.awaits')
    WHEN 1 THEN json_set(body, '$.awaits', 'Decision')
    WHEN 2 THEN json_set(body, '$.awaits', 'Resume')
    ELSE json_remove(body, '$.awaits') END
  WHERE json_valid(body) AND json_type(body, '$.awaits') IS NOT NULL;
UPDATE executions SET body = json_remove(
    json_set(body,
      '$.mode', CASE json_extract(body, '$.interactive') WHEN 1 THEN 'Interactive' ELSE 'Auto' END,
      '$.position', CASE WHEN json_extract(body, '$.currentStep') IS NULL THEN json('[]')
                         ELSE json_array(json_extract(body, '$.currentStep')) END),
    '$.interactive', '$.currentStep', '$.flowEnded')
  WHERE json_valid(body);
UPDATE executions SET due_ms = NULL WHERE status = 'Pending';
)sql";

/// One step of a file's history: brings version n - 1 to version n.
using Migration = std::vector<std::string_view>;

Result<std::int64_t> version_of(Database& database) {
  TRY_ASSIGN(Statement statement, database.prepare("PRAGMA user_version"));
  TRY(statement.step());
  return statement.number(0);
}

Completed migrate(Database& database, const std::vector<Migration>& migrations) {
  const auto newest = static_cast<std::int64_t>(migrations.size());
  TRY_ASSIGN(std::int64_t version, version_of(database));
  if (version == newest) return {};
  TRY_ASSIGN(Transaction transaction, Transaction::begin(database));
  TRY_ASSIGN(version, version_of(database));  // another process may have been faster
  if (version > newest)
    return state_failure(
        fmt::format("{}: written by a newer version of ssm-local (state version {}, this "
                    "program knows {}); upgrade it, or use another state directory with "
                    "--state-dir",
                    database.path(), version, newest));
  for (; version < newest; ++version)
    for (const std::string_view sql : migrations[static_cast<std::size_t>(version)])
      TRY(database.execute(sql));
  TRY(database.execute(fmt::format("PRAGMA user_version = {}", newest)));
  return transaction.commit();
}

}  // namespace

Completed migrate_state(Database& database) {
  return migrate(database, {{kExecutionSchema, kDocumentSchema},
                            {kAccountSchema},
                            {kSharingSchema},
                            {kMockSchema},
                            {kPlanSchema}});
}

}  // namespace ssm
