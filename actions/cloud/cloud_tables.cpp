// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/cloud_tables.h"

namespace ssm {
namespace {

// `scopes`: the accounts and Regions that have been filled, with the sample or otherwise.
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

// The mocks that executions were started with, and how often each was asked. `mock` counts from 0
// in the order of the content.
constexpr std::string_view kMockSchema = R"sql(
CREATE TABLE mocks (
  execution_id TEXT PRIMARY KEY REFERENCES executions(id) ON DELETE CASCADE,
  content TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE mock_uses (
  execution_id TEXT NOT NULL REFERENCES mocks(execution_id) ON DELETE CASCADE,
  mock INTEGER NOT NULL,
  uses INTEGER NOT NULL,
  PRIMARY KEY (execution_id, mock)
) WITHOUT ROWID;
)sql";

// The versions of the resources "ssm:parameter" that have a value.
constexpr std::string_view kParameterSchema = R"sql(
CREATE TABLE parameter_versions (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account, region, name, version)
) WITHOUT ROWID;
)sql";

}  // namespace

std::span<const SchemaPart> cloud_tables() {
  static const SchemaPart part{
      "cloud", {{kAccountSchema}, {kMockSchema}, {kParameterSchema}}, {0, 0, 1, 1, 2}};
  return {&part, 1};
}

}  // namespace ssm
