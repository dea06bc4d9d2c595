// SPDX-License-Identifier: Apache-2.0
#include "core/store/database.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <cstddef>
#include <cstring>

namespace ssm {
namespace {

constexpr int kBusyTimeoutMs = 5000;

tl::unexpected<Error> database_error(sqlite3* db, std::string_view what) {
  const char* file = db ? sqlite3_db_filename(db, "main") : nullptr;
  const int code = db ? sqlite3_errcode(db) : SQLITE_CANTOPEN;
  std::string reason = db ? sqlite3_errmsg(db) : "cannot open the file";
  if (code == SQLITE_BUSY)
    reason = "another process holds it; try again, or see who with 'ssm-local engine status'";
  return state_failure(fmt::format("{}: {}: {}", file && *file ? file : "state", what, reason));
}

int connect(const char* file, sqlite3** db) {
  // Nobody asks SQLite how much memory it has; to know, it takes a lock for each allocation.
  [[maybe_unused]] static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  return sqlite3_open_v2(file, db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                         nullptr);
}

/// Several processes that are the first to open a file all want to switch it; for the lock which
/// that takes SQLite does not wait by itself.
Completed switch_to_wal(sqlite3* db) {
  constexpr int kPauseMs = 5;
  for (int waited = 0;; waited += sqlite3_sleep(kPauseMs)) {
    const int rc = sqlite3_exec(db, "PRAGMA journal_mode=WAL", nullptr, nullptr, nullptr);
    if (rc == SQLITE_OK) return {};
    if (rc != SQLITE_BUSY || waited >= kBusyTimeoutMs)
      return database_error(db, "opening it for several processes");
  }
}

}  // namespace

Statement::Statement(Statement&& other) noexcept
    : db_(other.db_), stmt_(other.stmt_), next_(other.next_), bind_error_(other.bind_error_) {
  other.stmt_ = nullptr;
}

Statement::~Statement() {
  if (!stmt_) return;
  sqlite3_reset(stmt_);
  sqlite3_clear_bindings(stmt_);
}

Statement& Statement::bind(std::string_view text) {
  const int rc = sqlite3_bind_text64(stmt_, next_++, text.data() ? text.data() : "", text.size(),
                                     SQLITE_TRANSIENT, SQLITE_UTF8);
  if (rc != SQLITE_OK) bind_error_ = rc;
  return *this;
}

Statement& Statement::bind(std::int64_t number) {
  const int rc = sqlite3_bind_int64(stmt_, next_++, number);
  if (rc != SQLITE_OK) bind_error_ = rc;
  return *this;
}

Statement& Statement::bind(std::optional<std::int64_t> number) {
  if (number) return bind(*number);
  const int rc = sqlite3_bind_null(stmt_, next_++);
  if (rc != SQLITE_OK) bind_error_ = rc;
  return *this;
}

Completed Statement::run() {
  for (;;) {
    TRY_ASSIGN(const bool more, step());
    if (!more) return {};
  }
}

Result<bool> Statement::step() {
  if (bind_error_ != SQLITE_OK) return database_error(db_, "binding a value");
  const int rc = sqlite3_step(stmt_);
  if (rc == SQLITE_ROW) return true;
  if (rc == SQLITE_DONE) return false;
  return database_error(db_, "reading or writing");
}

std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(stmt_, column));
  if (!bytes) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column))};
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(stmt_, column);
}

Result<Database> Database::open(const std::string& path) {
  Database database;
  database.path_ = path;
  // SQLite creates the file with the umask; the directory is 0700 and this narrows the file too.
  const mode_t old_mask = ::umask(0077);
  const int rc = connect(path.c_str(), &database.db_);
  ::umask(old_mask);
  if (rc != SQLITE_OK) return state_failure(fmt::format("{}: {}", path, sqlite3_errstr(rc)));
  sqlite3_busy_timeout(database.db_, kBusyTimeoutMs);
  // The log file stays when the last process closes: making it anew costs each command more than
  // everything else it asks of the disk. It is emptied then (which takes a limit on its size), or
  // the next command would read all of it again, and write it into the database again.
  int keep = 1;
  sqlite3_file_control(database.db_, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
  TRY(switch_to_wal(database.db_));
  TRY(
      database.execute("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                       "PRAGMA journal_size_limit=4194304;"));
  return database;
}

Result<Database> Database::from_bytes(std::string_view bytes) {
  Database database;
  database.path_ = ":memory:";
  const int rc = connect(":memory:", &database.db_);
  if (rc != SQLITE_OK) return state_failure(fmt::format(":memory:: {}", sqlite3_errstr(rc)));
  auto* copy = static_cast<unsigned char*>(sqlite3_malloc64(bytes.size()));
  if (copy == nullptr) return state_failure(":memory:: out of memory");
  std::memcpy(copy, bytes.data(), bytes.size());
  const auto size = static_cast<sqlite3_int64>(bytes.size());
  // Frees the copy, also when it fails.
  if (sqlite3_deserialize(database.db_, "main", copy, size, size,
                          SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) !=
      SQLITE_OK)
    return database_error(database.db_, "taking over a copy");
  TRY(database.execute("PRAGMA foreign_keys=ON;"));
  return database;
}

Result<std::string> Database::to_bytes() const {
  sqlite3_int64 size = 0;
  unsigned char* bytes = sqlite3_serialize(db_, "main", &size, 0);
  if (bytes == nullptr) return state_failure(path_ + ": out of memory");
  std::string copy(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  sqlite3_free(bytes);
  return copy;
}

Database::Database(Database&& other) noexcept
    : db_(other.db_), path_(std::move(other.path_)), statements_(std::move(other.statements_)) {
  other.db_ = nullptr;
  other.statements_.clear();
}

Database& Database::operator=(Database&& other) noexcept {
  std::swap(db_, other.db_);
  std::swap(path_, other.path_);
  std::swap(transactions_, other.transactions_);
  std::swap(statements_, other.statements_);
  return *this;
}

Database::~Database() {
  for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  if (db_) sqlite3_close(db_);
}

Result<Statement> Database::prepare(std::string_view sql) {
  auto [found, added] = statements_.try_emplace(std::string(sql), nullptr);
  if (added) {
    const int rc = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &found->second, nullptr);
    if (rc != SQLITE_OK) {
      statements_.erase(found);
      return database_error(db_, "preparing a statement");
    }
  }
  return Statement(db_, found->second);
}

Completed Database::execute(std::string_view sql) {
  if (sqlite3_exec(db_, std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return database_error(db_, "reading or writing");
  return {};
}

std::int64_t Database::changed_rows() const {
  return sqlite3_changes(db_);
}

Result<std::int64_t> Database::data_version() {
  TRY_ASSIGN(Statement statement, prepare("PRAGMA data_version"));
  TRY(statement.step());
  return statement.number(0);
}

bool Database::in_transaction() const {
  return sqlite3_get_autocommit(db_) == 0;
}

Result<Transaction> Transaction::begin(Database& database) {
  if (database.in_transaction()) {
    TRY_ASSIGN(Statement statement, database.prepare("SAVEPOINT part"));
    TRY(statement.run());
    return Transaction(database, true);
  }
  TRY_ASSIGN(Statement statement, database.prepare("BEGIN IMMEDIATE"));
  TRY(statement.run());
  ++database.transactions_;
  return Transaction(database, false);
}

Result<Transaction> Transaction::begin_reading(Database& database) {
  if (database.in_transaction()) return begin(database);
  TRY_ASSIGN(Statement statement, database.prepare("BEGIN"));
  TRY(statement.run());
  return Transaction(database, false);
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_(other.database_), is_part_(other.is_part_) {
  other.database_ = nullptr;
}

Transaction::~Transaction() {
  // A failed statement (disk full) may have rolled back already.
  if (database_ && database_->in_transaction())
    std::ignore = database_->execute(is_part_ ? "ROLLBACK TO part; RELEASE part" : "ROLLBACK");
}

Completed Transaction::commit() {
  TRY_ASSIGN(Statement statement, database_->prepare(is_part_ ? "RELEASE part" : "COMMIT"));
  TRY(statement.run());
  database_ = nullptr;
  return {};
}

}  // namespace ssm
