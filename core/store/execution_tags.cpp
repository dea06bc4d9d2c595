// SPDX-License-Identifier: Apache-2.0
#include "core/store/execution_tags.h"

namespace ssm {
namespace {

Completed put(Database& database, std::string_view execution_id, const Json& tag) {
  TRY_ASSIGN(
      Statement statement,
      database.prepare("INSERT INTO execution_tags (execution_id, tag_key, value) VALUES (?, ?, ?) "
                       "ON CONFLICT DO UPDATE SET value = excluded.value"));
  statement.bind(execution_id).bind(string_member(tag, "Key")).bind(string_member(tag, "Value"));
  return statement.run();
}

}  // namespace

Result<Json> execution_tags(Database& database, std::string_view execution_id) {
  TRY_ASSIGN(Statement statement,
             database.prepare("SELECT tag_key, value FROM execution_tags WHERE execution_id = ? "
                              "ORDER BY rowid"));
  statement.bind(execution_id);
  Json tags = Json::array();
  for (;;) {
    TRY_ASSIGN(const bool more, statement.step());
    if (!more) return tags;
    tags.push_back(Json{{"Key", statement.text(0)}, {"Value", statement.text(1)}});
  }
}

Completed set_execution_tags(Database& database, std::string_view execution_id, const Json& tags) {
  {
    TRY_ASSIGN(Statement statement,
               database.prepare("DELETE FROM execution_tags WHERE execution_id = ?"));
    statement.bind(execution_id);
    TRY(statement.run());
  }
  for (const Json& tag : tags) TRY(put(database, execution_id, tag));
  return {};
}

}  // namespace ssm
