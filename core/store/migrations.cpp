// SPDX-License-Identifier: Apache-2.0
// The schema of state.db on one page. Times are milliseconds since the epoch, `body` columns hold
// JSON.
#include "core/store/migrations.h"

#include <fmt/format.h>
#include <algorithm>
#include <cstddef>

namespace ssm {
namespace {

// due_ms: when the engine should look at the execution; null = only after a signal. holds_slot:
// between leaving Pending and the end.
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

// A document's row holds what its versions share; `last_number` is the highest version number ever
// given, because numbers are not used again.
constexpr std::string_view kDocumentSchema = R"sql(
CREATE TABLE documents (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  owner TEXT NOT NULL,
  document_type TEXT NOT NULL,
  default_version INTEGER NOT NULL,
  last_number INTEGER NOT NULL,
  tags TEXT NOT NULL,
  PRIMARY KEY (account, region, name)
) WITHOUT ROWID;
CREATE TABLE document_versions (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  version_name TEXT NOT NULL,
  format TEXT NOT NULL,
  hash TEXT NOT NULL,
  created INTEGER NOT NULL,
  attributes TEXT NOT NULL,
  description TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (account, region, name, version),
  FOREIGN KEY (account, region, name) REFERENCES documents ON DELETE CASCADE
);
CREATE UNIQUE INDEX document_version_names ON document_versions (account, region, name, version_name)
  WHERE version_name <> '';
)sql";

// With whom documents are shared (a row for each account, "all" for everybody), the tags of
// executions, which had been a part of the request that started them, and previews.
constexpr std::string_view kSharingSchema = R"sql(
CREATE TABLE document_shares (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  shared_with TEXT NOT NULL,
  version TEXT NOT NULL,
  PRIMARY KEY (account, region, name, shared_with),
  FOREIGN KEY (account, region, name) REFERENCES documents ON DELETE CASCADE
);
CREATE INDEX document_shares_of ON document_shares (region, shared_with);
CREATE TABLE execution_tags (
  execution_id TEXT NOT NULL REFERENCES executions(id) ON DELETE CASCADE,
  tag_key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (execution_id, tag_key)
);
INSERT OR REPLACE INTO execution_tags (execution_id, tag_key, value)
  SELECT executions.id, json_extract(tag.value, '$.Key'), json_extract(tag.value, '$.Value')
  FROM executions, json_each(executions.body, '$.request.Tags') AS tag;
CREATE TABLE previews (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  body TEXT NOT NULL
) WITHOUT ROWID;
)sql";

// Executions run plans. Steps that have not started have no row any more; an inner step
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

// Slots and queues are counted for each account and Region.
constexpr std::string_view kQuotaSchema = R"sql(
DROP INDEX executions_slots;
CREATE INDEX executions_slots ON executions (account, region, parent_id) WHERE holds_slot = 1;
DROP INDEX executions_queue;
CREATE INDEX executions_queue ON executions (account, region, parent_id) WHERE status = 'Pending';
)sql";

// How many executions descend from one that no step started.
constexpr std::string_view kDescendantSchema = R"sql(
CREATE TABLE descendants (
  root_id TEXT PRIMARY KEY REFERENCES executions(id) ON DELETE CASCADE,
  count INTEGER NOT NULL
) WITHOUT ROWID;
)sql";

// Files that are attached to documents, by their SHA-256; what steps have printed, in portions: see
// StepLogStore.
constexpr std::string_view kLogSchema = R"sql(
CREATE TABLE attachments (
  hash TEXT PRIMARY KEY,
  content TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE step_logs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  execution_id TEXT NOT NULL REFERENCES executions(id) ON DELETE CASCADE,
  step_execution_id TEXT NOT NULL,
  step TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  number INTEGER NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (execution_id, step_execution_id, number)
);
)sql";

// From version 5 on, user_version says how the other versions are kept: in this table.
constexpr std::int64_t kCountedInTable = 5;
constexpr std::string_view kPartSchema =
    "CREATE TABLE schema_parts (name TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID";

/// The tables of this room.
const SchemaPart& core_part() {
  static const SchemaPart part{"core",
                               {{kExecutionSchema, kDocumentSchema},
                                {kSharingSchema},
                                {kQuotaSchema},
                                {kPlanSchema},
                                {kDescendantSchema},
                                {kLogSchema}},
                               {0, 1, 1, 2, 2}};
  return part;
}

Result<std::int64_t> user_version(Database& database) {
  TRY_ASSIGN(Statement statement, database.prepare("PRAGMA user_version"));
  TRY(statement.step());
  return statement.number(0);
}

/// nullopt: the file does not have the part.
Result<std::optional<std::int64_t>> version_in_table(Database& database, const SchemaPart& part) {
  TRY_ASSIGN(Statement statement,
             database.prepare("SELECT version FROM schema_parts WHERE name = ?"));
  statement.bind(part.name);
  TRY_ASSIGN(const bool found, statement.step());
  if (!found) return std::nullopt;
  return statement.number(0);
}

Result<std::int64_t> version_of(Database& database, const SchemaPart& part) {
  TRY_ASSIGN(const std::int64_t file, user_version(database));
  if (file >= kCountedInTable) {
    TRY_ASSIGN(const std::optional<std::int64_t> version, version_in_table(database, part));
    return version.value_or(0);
  }
  return part.at_user_version[static_cast<std::size_t>(std::max<std::int64_t>(file, 0))];
}

tl::unexpected<Error> too_new(const Database& database, std::string_view what, std::int64_t has,
                              std::int64_t known) {
  return state_failure(
      fmt::format("{}: written by a newer version of ssm-local ({} version {}, this program knows "
                  "{}); upgrade it, or use another state directory with --state-dir",
                  database.path(), what, has, known));
}

std::int64_t newest(const SchemaPart& part) {
  return static_cast<std::int64_t>(part.steps.size());
}

/// Whether every part is as this program knows it. Errors: code "State", the file is newer.
Result<bool> is_up_to_date(Database& database, std::span<const SchemaPart* const> parts) {
  TRY_ASSIGN(const std::int64_t file, user_version(database));
  if (file > kCountedInTable) return too_new(database, "state", file, kCountedInTable);
  bool up_to_date = file == kCountedInTable;
  for (const SchemaPart* part : parts) {
    TRY_ASSIGN(const std::int64_t version, version_of(database, *part));
    if (version > newest(*part)) return too_new(database, part->name, version, newest(*part));
    up_to_date = up_to_date && version == newest(*part);
  }
  return up_to_date;
}

Completed set_version(Database& database, const SchemaPart& part) {
  TRY_ASSIGN(Statement statement,
             database.prepare("INSERT OR REPLACE INTO schema_parts (name, version) VALUES (?, ?)"));
  statement.bind(part.name).bind(newest(part));
  return statement.run();
}

Completed bring_up_to_date(Database& database, std::span<const SchemaPart* const> parts) {
  std::vector<std::int64_t> versions;
  for (const SchemaPart* part : parts) {
    TRY_ASSIGN(const std::int64_t version, version_of(database, *part));
    versions.push_back(version);
  }
  TRY_ASSIGN(const std::int64_t file, user_version(database));
  if (file < kCountedInTable) {
    TRY(database.execute(kPartSchema));
    TRY(database.execute(fmt::format("PRAGMA user_version = {}", kCountedInTable)));
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    for (std::int64_t step = versions[i]; step < newest(*parts[i]); ++step)
      for (const std::string_view sql : parts[i]->steps[static_cast<std::size_t>(step)])
        TRY(database.execute(sql));
    TRY(set_version(database, *parts[i]));
  }
  return {};
}

}  // namespace

Completed migrate_state(Database& database, std::span<const SchemaPart> further) {
  std::vector<const SchemaPart*> parts{&core_part()};
  for (const SchemaPart& part : further) parts.push_back(&part);
  TRY_ASSIGN(const bool before, is_up_to_date(database, parts));
  if (before) return {};
  TRY_ASSIGN(Transaction transaction, Transaction::begin(database));
  TRY_ASSIGN(const bool meanwhile, is_up_to_date(database, parts));  // by another process
  if (meanwhile) return {};
  TRY(bring_up_to_date(database, parts));
  return transaction.commit();
}

}  // namespace ssm
