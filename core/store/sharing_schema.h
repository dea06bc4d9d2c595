// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace ssm {

/// Migration 3 of state.db: with whom documents are shared (a row for each account, "all" for
/// everybody), the tags of executions, which had been a part of the request that started them, and
/// previews. Several statements.
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

}  // namespace ssm
