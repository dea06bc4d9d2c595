// SPDX-License-Identifier: Apache-2.0
#include "core/store/document_store.h"

#include "core/base/text.h"

namespace ssm {
namespace {

// The newest version is read, not stored: deleting a version cannot leave it behind.
constexpr std::string_view kColumns =
    "SELECT d.name, v.version, v.version_name, d.document_type, v.format, v.hash, v.created, "
    "v.attributes, v.description, d.owner, d.default_version, d.tags, "
    "(SELECT max(version) FROM document_versions AS n WHERE n.account = d.account AND n.region = "
    "d.region AND n.name = d.name), ";
constexpr std::string_view kTables =
    " FROM documents AS d JOIN document_versions AS v ON v.account = d.account AND v.region = "
    "d.region AND v.name = d.name WHERE d.account = ? AND d.region = ?";

std::string select(std::string_view content, std::string_view condition) {
  return std::string(kColumns).append(content).append(kTables).append(condition);
}

Result<DocumentRecord> read_record(const Statement& row) {
  DocumentRecord record;
  record.name = row.text(0);
  record.version = row.number(1);
  record.version_name = row.text(2);
  record.document_type = row.text(3);
  record.format = row.text(4);
  record.hash = row.text(5);
  record.created = from_epoch_ms(row.number(6));
  TRY_ASSIGN(record.attributes, parse_json(row.text(7)));
  TRY_ASSIGN(record.description, parse_json(row.text(8)));
  record.owner = row.text(9);
  record.default_version = row.number(10);
  TRY_ASSIGN(record.tags, parse_json(row.text(11)));
  record.latest_version = row.number(12);
  record.content = row.text(13);
  return record;
}

Result<std::vector<DocumentRecord>> read_records(Statement& statement) {
  std::vector<DocumentRecord> records;
  for (;;) {
    TRY_ASSIGN(const bool more, statement.step());
    if (!more) return records;
    TRY_ASSIGN(DocumentRecord record, read_record(statement));
    records.push_back(std::move(record));
  }
}

/// A version number as written, or nullopt: "$LATEST", too large, not a number.
std::optional<std::int64_t> version_number(std::string_view text) {
  if (text.empty() || text.size() > 18) return std::nullopt;
  std::int64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

Statement& bind_document(Statement& statement, const AccountRegion& scope, std::string_view name) {
  return statement.bind(scope.account).bind(scope.region).bind(name);
}

}  // namespace

Result<std::string> DocumentStore::owner(const AccountRegion& scope, std::string_view name) {
  TRY_ASSIGN(Statement statement, database_.prepare("SELECT owner FROM documents WHERE account = ? "
                                                    "AND region = ? AND name = ?"));
  bind_document(statement, scope, name);
  TRY_ASSIGN(const bool found, statement.step());
  return found ? statement.text(0) : std::string();
}

Result<std::int64_t> DocumentStore::count(const AccountRegion& scope, std::string_view owner) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT count(*) FROM documents WHERE account = "
                               "? AND region = ? AND owner = ?"));
  statement.bind(scope.account).bind(scope.region).bind(owner);
  TRY(statement.step());
  return statement.number(0);
}

Completed DocumentStore::insert(const AccountRegion& scope, const DocumentRecord& record) {
  {
    TRY_ASSIGN(Statement statement,
               database_.prepare("INSERT INTO documents (account, region, name, owner, "
                                 "document_type, default_version, last_number, tags) VALUES (?, ?, "
                                 "?, ?, ?, ?, ?, ?)"));
    bind_document(statement, scope, record.name).bind(record.owner).bind(record.document_type);
    statement.bind(record.version).bind(std::int64_t{0}).bind(to_text(record.tags));
    TRY(statement.run());
  }
  return insert_version(scope, record);
}

Completed DocumentStore::insert_version(const AccountRegion& scope, const DocumentRecord& record) {
  {
    TRY_ASSIGN(Statement statement,
               database_.prepare("INSERT INTO document_versions (account, region, name, version, "
                                 "version_name, format, hash, created, attributes, description, "
                                 "content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    bind_document(statement, scope, record.name).bind(record.version).bind(record.version_name);
    statement.bind(record.format).bind(record.hash).bind(to_epoch_ms(record.created));
    statement.bind(to_text(record.attributes)).bind(to_text(record.description));
    statement.bind(record.content);
    TRY(statement.run());
  }
  TRY_ASSIGN(Statement statement,
             database_.prepare("UPDATE documents SET last_number = max(last_number, ?) WHERE "
                               "account = ? AND region = ? AND name = ?"));
  statement.bind(record.version);
  bind_document(statement, scope, record.name);
  return statement.run();
}

Result<std::int64_t> DocumentStore::next_number(const AccountRegion& scope, std::string_view name) {
  TRY_ASSIGN(Statement statement, database_.prepare("SELECT last_number + 1 FROM documents WHERE "
                                                    "account = ? AND region = ? AND name = ?"));
  bind_document(statement, scope, name);
  TRY(statement.step());
  return statement.number(0);
}

Result<std::int64_t> DocumentStore::count_versions(const AccountRegion& scope,
                                                   std::string_view name) {
  TRY_ASSIGN(
      Statement statement,
      database_.prepare("SELECT count(*) FROM document_versions WHERE account = ? AND region "
                        "= ? AND name = ?"));
  bind_document(statement, scope, name);
  TRY(statement.step());
  return statement.number(0);
}

Result<std::optional<DocumentRecord>> DocumentStore::find(const AccountRegion& scope,
                                                          std::string_view name,
                                                          const VersionSelector& version) {
  const bool by_name = !version.version_name.empty();
  const bool latest = version.version == "$LATEST";
  const bool by_default = version.version.empty() ? !by_name : version.version == "$DEFAULT";
  const std::optional<std::int64_t> number = version_number(version.version);
  if (!version.version.empty() && !latest && !by_default && !number) return std::nullopt;

  std::string condition = " AND d.name = ?";
  if (by_name) condition += " AND v.version_name = ?";
  if (by_default) condition += " AND v.version = d.default_version";
  if (number) condition += " AND v.version = ?";
  condition += " ORDER BY v.version DESC LIMIT 1";
  TRY_ASSIGN(Statement statement, database_.prepare(select("v.content", condition)));
  bind_document(statement, scope, name);
  if (by_name) statement.bind(version.version_name);
  if (number) statement.bind(*number);
  TRY_ASSIGN(std::vector<DocumentRecord> records, read_records(statement));
  if (records.empty()) return std::nullopt;
  DocumentRecord& found = records.front();
  // A name together with $LATEST: the named version must be the newest one.
  if (latest && found.version != found.latest_version) return std::nullopt;
  return std::move(found);
}

Result<std::vector<DocumentRecord>> DocumentStore::list(const AccountRegion& scope) {
  TRY_ASSIGN(Statement statement,
             database_.prepare(select("''", " AND v.version = d.default_version ORDER BY d.name")));
  statement.bind(scope.account).bind(scope.region);
  return read_records(statement);
}

Result<std::vector<DocumentRecord>> DocumentStore::versions(const AccountRegion& scope,
                                                            std::string_view name) {
  TRY_ASSIGN(Statement statement,
             database_.prepare(select("''", " AND d.name = ? ORDER BY v.version DESC")));
  bind_document(statement, scope, name);
  return read_records(statement);
}

Completed DocumentStore::set_default(const AccountRegion& scope, std::string_view name,
                                     std::int64_t version) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("UPDATE documents SET default_version = ? WHERE "
                               "account = ? AND region = ? AND name = ?"));
  statement.bind(version);
  bind_document(statement, scope, name);
  return statement.run();
}

Completed DocumentStore::set_tags(const AccountRegion& scope, std::string_view name,
                                  const Json& tags) {
  TRY_ASSIGN(Statement statement, database_.prepare("UPDATE documents SET tags = ? WHERE account = "
                                                    "? AND region = ? AND name = ?"));
  statement.bind(to_text(tags));
  bind_document(statement, scope, name);
  return statement.run();
}

Completed DocumentStore::remove(const AccountRegion& scope, std::string_view name) {
  TRY_ASSIGN(Statement statement, database_.prepare("DELETE FROM documents WHERE account = ? AND "
                                                    "region = ? AND name = ?"));
  bind_document(statement, scope, name);
  return statement.run();
}

Completed DocumentStore::remove_version(const AccountRegion& scope, std::string_view name,
                                        std::int64_t version) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("DELETE FROM document_versions WHERE account = ? "
                               "AND region = ? AND name = ? AND version = ?"));
  bind_document(statement, scope, name).bind(version);
  return statement.run();
}

Result<std::vector<Share>> DocumentStore::shares(const AccountRegion& owner,
                                                 std::string_view name) {
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

Completed DocumentStore::add_share(const AccountRegion& owner, std::string_view name,
                                   const Share& share) {
  TRY_ASSIGN(
      Statement statement,
      database_.prepare("INSERT INTO document_shares (account, region, name, shared_with, version) "
                        "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = "
                        "excluded.version"));
  statement.bind(owner.account).bind(owner.region).bind(name);
  statement.bind(share.account).bind(share.version);
  return statement.run();
}

Completed DocumentStore::remove_share(const AccountRegion& owner, std::string_view name,
                                      std::string_view account) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("DELETE FROM document_shares WHERE account = ? AND region = ? AND "
                               "name = ? AND shared_with = ?"));
  statement.bind(owner.account).bind(owner.region).bind(name).bind(account);
  return statement.run();
}

Result<std::int64_t> DocumentStore::count_public(const AccountRegion& owner) {
  TRY_ASSIGN(
      Statement statement,
      database_.prepare("SELECT count(*) FROM document_shares WHERE account = ? AND region = "
                        "? AND shared_with = 'all'"));
  statement.bind(owner.account).bind(owner.region);
  TRY(statement.step());
  return statement.number(0);
}

Result<std::vector<SharedDocument>> DocumentStore::shared_with(const AccountRegion& scope) {
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
