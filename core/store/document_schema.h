// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace ssm {

/// The tables of the account's own documents; part of migration 1 of state.db. Several statements.
/// A document's row holds what its versions share; `last_number` is the highest version number ever
/// given, because numbers are not used again. Times are milliseconds since the epoch.
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

}  // namespace ssm
