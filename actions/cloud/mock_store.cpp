// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/mock_store.h"

namespace ssm {

Completed MockStore::insert(std::string_view execution_id, const Json& content) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("INSERT INTO mocks (execution_id, content) VALUES (?, ?)"));
  statement.bind(execution_id).bind(to_text(content));
  return statement.run();
}

Result<std::optional<std::string>> MockStore::find(std::string_view execution_id) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT content FROM mocks WHERE execution_id = ?"));
  statement.bind(execution_id);
  TRY_ASSIGN(const bool found, statement.step());
  if (!found) return std::nullopt;
  return statement.text(0);
}

Result<std::int64_t> MockStore::count_use(std::string_view execution_id, std::int64_t mock) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("INSERT INTO mock_uses (execution_id, mock, uses) VALUES (?, ?, 1) "
                               "ON CONFLICT (execution_id, mock) DO UPDATE SET uses = uses + 1 "
                               "RETURNING uses - 1"));
  statement.bind(execution_id).bind(mock);
  TRY(statement.step());
  const std::int64_t number = statement.number(0);
  TRY(statement.step());  // to its end: the change is made when the statement is done
  return number;
}

Completed MockStore::set_uses(std::string_view execution_id, std::int64_t mock, std::int64_t uses) {
  TRY_ASSIGN(
      Statement statement,
      database_.prepare("INSERT INTO mock_uses (execution_id, mock, uses) VALUES (?, ?, ?)"));
  statement.bind(execution_id).bind(mock).bind(uses);
  return statement.run();
}

Result<std::int64_t> MockStore::uses(std::string_view execution_id, std::int64_t mock) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT uses FROM mock_uses WHERE execution_id = ? AND mock = ?"));
  statement.bind(execution_id).bind(mock);
  TRY_ASSIGN(const bool found, statement.step());
  return found ? statement.number(0) : 0;
}

}  // namespace ssm
