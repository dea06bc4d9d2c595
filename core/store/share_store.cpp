// SPDX-License-Identifier: Apache-2.0
#include "core/store/share_store.h"

namespace ssm {

Result<std::vector<Share>> ShareStore::shares(const AccountRegion& owner, std::string_view name) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT shared_with, version FROM document_shares WHERE account = ? "
                               "AND region = ? AND name = ? ORDER BY rowid"));
  statement.bind(owner.account).bind(owner.region).bind(name);
  std::vector<Share> shares;
  for (;;) {
    TRY_ASSIGN(const bool more, statement.step());
    if (!more) return shares;
    shares.push_back({statement.text(0), statement.text(1)});
  }
}

Completed ShareStore::add(const AccountRegion& owner, std::string_view name, const Share& share) {
  TRY_ASSIGN(
      Statement statement,
      database_.prepare("INSERT INTO document_shares (account, region, name, shared_with, version) "
                        "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = "
                        "excluded.version"));
  statement.bind(owner.account).bind(owner.region).bind(name);
  statement.bind(share.account).bind(share.version);
  return statement.run();
}

Completed ShareStore::remove(const AccountRegion& owner, std::string_view name,
                             std::string_view account) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("DELETE FROM document_shares WHERE account = ? AND region = ? AND "
                               "name = ? AND shared_with = ?"));
  statement.bind(owner.account).bind(owner.region).bind(name).bind(account);
  return statement.run();
}

Result<std::int64_t> ShareStore::count_public(const AccountRegion& owner) {
  TRY_ASSIGN(
      Statement statement,
      database_.prepare("SELECT count(*) FROM document_shares WHERE account = ? AND region = "
                        "? AND shared_with = 'all'"));
  statement.bind(owner.account).bind(owner.region);
  TRY(statement.step());
  return statement.number(0);
}

Result<std::vector<SharedDocument>> ShareStore::shared_with(const AccountRegion& scope) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT account, name, shared_with, version FROM document_shares "
                               "WHERE region = ? AND shared_with IN (?, 'all') AND account <> ? "
                               "ORDER BY account, name"));
  statement.bind(scope.region).bind(scope.account).bind(scope.account);
  std::vector<SharedDocument> found;
  for (;;) {
    TRY_ASSIGN(const bool more, statement.step());
    if (!more) return found;
    found.push_back({statement.text(0), statement.text(1), {statement.text(2), statement.text(3)}});
  }
}

}  // namespace ssm
