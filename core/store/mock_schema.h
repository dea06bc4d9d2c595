// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace ssm {

/// Migration 4 of state.db: the mocks that executions were started with, and how often each was
/// asked. `mock` counts from 0 in the order of the content. Several statements.
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

}  // namespace ssm
