// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/account_store.h"

namespace ssm {
namespace {

/// What this program wrote itself: a text that is not JSON is trouble with the state. It may be
/// long: a function keeps payloads, a queue messages, a file of the account brings what it likes.
Result<Json> stored_json(const std::string& text) {
  constexpr std::size_t kMostStored = 256 * 1024 * 1024;
  Result<Json> value = parse_json(text, {.max_bytes = kMostStored});
  if (!value) value.error().kind = ErrorKind::kUnreadable;
  return value;
}

/// What is left of a statement that gives a name and a body.
Result<std::vector<std::pair<std::string, Json>>> named_bodies(Statement& statement) {
  std::vector<std::pair<std::string, Json>> resources;
  for (;;) {
    TRY_ASSIGN(const bool more, statement.step());
    if (!more) return resources;
    TRY_ASSIGN(Json body, stored_json(statement.text(1)));
    resources.emplace_back(statement.text(0), std::move(body));
  }
}

}  // namespace

Result<std::optional<Json>> AccountStore::find(const AccountRegion& scope, std::string_view kind,
                                               std::string_view id) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT body FROM resources WHERE account = ? AND region = ? AND "
                               "kind = ? AND id = ?"));
  statement.bind(scope.account).bind(scope.region).bind(kind).bind(id);
  TRY_ASSIGN(const bool found, statement.step());
  if (!found) return std::nullopt;
  TRY_ASSIGN(Json body, stored_json(statement.text(0)));
  return body;
}

Result<std::vector<std::pair<std::string, Json>>> AccountStore::list(const AccountRegion& scope,
                                                                     std::string_view kind,
                                                                     std::string_view holding) {
  constexpr std::string_view kAll =
      "SELECT id, body FROM resources WHERE account = ? AND region = ? AND kind = ? ORDER BY "
      "number";
  constexpr std::string_view kHolding =
      "SELECT id, body FROM resources WHERE account = ? AND region = ? AND kind = ? AND "
      "instr(body, ?) > 0 ORDER BY number";
  TRY_ASSIGN(Statement statement, database_.prepare(holding.empty() ? kAll : kHolding));
  statement.bind(scope.account).bind(scope.region).bind(kind);
  if (!holding.empty()) statement.bind(holding);
  return named_bodies(statement);
}

Result<std::size_t> AccountStore::count(const AccountRegion& scope, std::string_view kind) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT count(*) FROM resources WHERE account = ? AND region = ? "
                               "AND kind = ?"));
  statement.bind(scope.account).bind(scope.region).bind(kind);
  TRY(statement.step());
  return static_cast<std::size_t>(statement.number(0));
}

Result<std::vector<std::pair<std::string, Json>>> AccountStore::changing(
    const AccountRegion& scope) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT kind, body FROM resources WHERE account = ? AND region = ? "
                               "AND instr(body, '\"change\":') > 0"));
  statement.bind(scope.account).bind(scope.region);
  return named_bodies(statement);
}

Result<std::vector<std::string>> AccountStore::ids(const AccountRegion& scope,
                                                   std::string_view kind) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT id FROM resources WHERE account = ? AND region = ? AND "
                               "kind = ? ORDER BY number"));
  statement.bind(scope.account).bind(scope.region).bind(kind);
  std::vector<std::string> ids;
  for (;;) {
    TRY_ASSIGN(const bool more, statement.step());
    if (!more) return ids;
    ids.push_back(statement.text(0));
  }
}

Completed AccountStore::put(const AccountRegion& scope, std::string_view kind, std::string_view id,
                            const Json& body) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("INSERT INTO resources (account, region, kind, id, body) VALUES "
                               "(?, ?, ?, ?, ?) ON CONFLICT (account, region, kind, id) DO UPDATE "
                               "SET body = excluded.body"));
  statement.bind(scope.account).bind(scope.region).bind(kind).bind(id).bind(to_text(body));
  return change(statement);
}

Completed AccountStore::remove(const AccountRegion& scope, std::string_view kind,
                               std::string_view id) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("DELETE FROM resources WHERE account = ? AND region = ? AND kind = "
                               "? AND id = ?"));
  statement.bind(scope.account).bind(scope.region).bind(kind).bind(id);
  return change(statement);
}

Completed AccountStore::clear(const AccountRegion& scope) {
  for (const std::string_view sql :
       {"DELETE FROM resources WHERE account = ? AND region = ?",
        "DELETE FROM parameter_versions WHERE account = ? AND region = ?"}) {
    TRY_ASSIGN(Statement statement, database_.prepare(sql));
    statement.bind(scope.account).bind(scope.region);
    TRY(change(statement));
  }
  return {};
}

Completed AccountStore::clear_tokens(const AccountRegion& scope) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("DELETE FROM client_tokens WHERE account = ? AND region = ?"));
  statement.bind(scope.account).bind(scope.region);
  return change(statement);
}

Result<std::vector<std::string>> AccountStore::kinds(const AccountRegion& scope) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT DISTINCT kind FROM resources WHERE account = ? AND region = "
                               "? ORDER BY kind"));
  statement.bind(scope.account).bind(scope.region);
  std::vector<std::string> kinds;
  for (;;) {
    TRY_ASSIGN(const bool more, statement.step());
    if (!more) return kinds;
    kinds.push_back(statement.text(0));
  }
}

Result<std::optional<AccountStore::TokenRecord>> AccountStore::find_token(
    const AccountRegion& scope, std::string_view operation, std::string_view token) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT parameters, response FROM client_tokens WHERE account = ? "
                               "AND region = ? AND operation = ? AND token = ?"));
  statement.bind(scope.account).bind(scope.region).bind(operation).bind(token);
  TRY_ASSIGN(const bool found, statement.step());
  if (!found) return std::nullopt;
  TokenRecord record;
  TRY_ASSIGN(record.parameters, stored_json(statement.text(0)));
  TRY_ASSIGN(record.response, stored_json(statement.text(1)));
  return record;
}

Completed AccountStore::put_token(const AccountRegion& scope, std::string_view operation,
                                  std::string_view token, const TokenRecord& record) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("INSERT INTO client_tokens (account, region, operation, token, "
                               "parameters, response) VALUES (?, ?, ?, ?, ?, ?)"));
  statement.bind(scope.account).bind(scope.region).bind(operation).bind(token);
  statement.bind(to_text(record.parameters)).bind(to_text(record.response));
  return change(statement);
}

Result<bool> AccountStore::is_initialized(const AccountRegion& scope) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT 1 FROM scopes WHERE account = ? AND region = ?"));
  statement.bind(scope.account).bind(scope.region);
  return statement.step();
}

Completed AccountStore::set_initialized(const AccountRegion& scope) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("INSERT OR IGNORE INTO scopes (account, region) VALUES (?, ?)"));
  statement.bind(scope.account).bind(scope.region);
  return change(statement);
}

Completed AccountStore::change(Statement& statement) {
  ++version_.own_changes;
  changed_in_ = database_.transactions();
  return statement.run();
}

Result<std::optional<AccountStore::Version>> AccountStore::version() {
  const std::int64_t transaction = database_.transactions();
  if (database_.in_transaction()) {
    if (changed_in_ == transaction) return std::nullopt;
    if (looked_in_ == transaction) return version_;  // nobody else can write meanwhile
    looked_in_ = transaction;
  }
  TRY_ASSIGN(version_.data_version, database_.data_version());
  return version_;
}

}  // namespace ssm
