// SPDX-License-Identifier: Apache-2.0
#include "core/store/database.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <cstring>
#include <random>
#include <thread>

#include "core/os/lock.h"
#include "core/os/write_queue.h"

namespace ssm {

/// Waits for the locks of other processes.
struct Database::Waiting {
  explicit Waiting(DatabasePatience a_patience) : patience(std::move(a_patience)) {}

  /// As SQLite's busy handler: a pause, or 0 when it takes too long. Of those who want to write
  /// only the first one waits here (see WriteQueue), so it may look often, less often the longer it
  /// takes.
  int pause(int tries) {
    constexpr std::int64_t kShortestUs = 100;
    constexpr std::int64_t kLongestUs = 10'000;
    const auto now = std::chrono::steady_clock::now();
    if (tries == 0) begun_ = now;
    if (now - begun_ >= patience.longest || (patience.give_up && patience.give_up())) return 0;
    const auto waited = std::chrono::duration_cast<std::chrono::microseconds>(now - begun_).count();
    const std::int64_t most = std::clamp<std::int64_t>(waited / 8, 2 * kShortestUs, kLongestUs);
    std::this_thread::sleep_for(std::chrono::microseconds(
        std::uniform_int_distribution<std::int64_t>(kShortestUs, most)(random_)));
    return 1;
  }

  const DatabasePatience patience;

 private:
  std::chrono::steady_clock::time_point begun_;
  std::minstd_rand random_{std::random_device()()};
};

namespace {

constexpr std::size_t kMostStatements = 128;

/// Who keeps others from writing, in words.
std::string holder_text(const std::string& file) {
  constexpr std::int64_t kWriteLock = 120;  // of the WAL index: sqlite.org/walformat.html, 2.3.1
  const auto holder = find_byte_lock_holder(file + "-shm", kWriteLock);
  if (!holder) return "other processes keep it locked";
  return fmt::format("process {} ({}) keeps it locked", holder->pid,
                     holder->name.empty() ? "unknown" : holder->name);
}

std::string busy_text(const std::string& file) {
  return holder_text(file) + "; try again when it is done, or end it";
}

tl::unexpected<Error> database_error(sqlite3* db, std::string_view what) {
  const char* file = db ? sqlite3_db_filename(db, "main") : nullptr;
  const int code = db ? sqlite3_errcode(db) : SQLITE_CANTOPEN;
  std::string reason = db ? sqlite3_errmsg(db) : "cannot open the file";
  if (code == SQLITE_BUSY && file) reason = busy_text(file);
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
template <class Pause>
Completed switch_to_wal(sqlite3* db, Pause pause) {
  for (int tries = 0;; ++tries) {
    const int rc = sqlite3_exec(db, "PRAGMA journal_mode=WAL", nullptr, nullptr, nullptr);
    if (rc == SQLITE_OK) return {};
    if (rc != SQLITE_BUSY || pause(tries) == 0)
      return database_error(db, "opening it for several processes");
  }
}

}  // namespace

Statement::Statement(Statement&& other) noexcept
    : db_(other.db_),
      stmt_(other.stmt_),
      kept_(other.kept_),
      next_(other.next_),
      bind_error_(other.bind_error_) {
  other.stmt_ = nullptr;
}

Statement::~Statement() {
  if (!stmt_) return;
  if (kept_ == nullptr) {
    sqlite3_finalize(stmt_);
    return;
  }
  sqlite3_reset(stmt_);
  sqlite3_clear_bindings(stmt_);
  kept_->in_use = false;
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

Database::Database() = default;

Result<Database> Database::open(const std::string& path, DatabasePatience patience) {
  Database database;
  database.path_ = path;
  const bool is_file = path != ":memory:";
  if (is_file) {
    // SQLite would create it with the umask. Its other files get the mode of this one.
    TRY(make_private_file(path));
    TRY_ASSIGN(database.anchor_, FileAnchor::at(path));
  }
  const int rc = connect(path.c_str(), &database.db_);
  if (rc != SQLITE_OK) return state_failure(fmt::format("{}: {}", path, sqlite3_errstr(rc)));
  if (!is_file) {
    TRY(database.execute("PRAGMA foreign_keys=ON;"));
    return database;
  }
  database.waiting_ = std::make_unique<Waiting>(std::move(patience));
  sqlite3_busy_handler(
      database.db_,
      [](void* waiting, int tries) { return static_cast<Waiting*>(waiting)->pause(tries); },
      database.waiting_.get());
  // The log file stays when the last process closes: making it anew costs each command more than
  // everything else it asks of the disk. It is emptied then (which takes a limit on its size), or
  // the next command would read all of it again, and write it into the database again.
  int keep = 1;
  sqlite3_file_control(database.db_, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
  TRY(switch_to_wal(database.db_, [&](int tries) { return database.waiting_->pause(tries); }));
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

std::int64_t Database::work() const {
  std::int64_t instructions = 0;
  for (const auto& [sql, kept] : statements_)
    instructions += sqlite3_stmt_status(kept.stmt, SQLITE_STMTSTATUS_VM_STEP, 0);
  return instructions;
}

Database::Database(Database&& other) noexcept : Database() {
  *this = std::move(other);
}

Database& Database::operator=(Database&& other) noexcept {
  std::swap(db_, other.db_);
  std::swap(path_, other.path_);
  std::swap(transactions_, other.transactions_);
  std::swap(anchor_, other.anchor_);
  std::swap(waiting_, other.waiting_);
  std::swap(statements_, other.statements_);
  std::swap(uses_, other.uses_);
  return *this;
}

Database::~Database() {
  for (auto& [sql, kept] : statements_) sqlite3_finalize(kept.stmt);
  if (db_) sqlite3_close(db_);
}

Result<Statement> Database::prepare(std::string_view sql) {
  const auto found = statements_.find(sql);
  const bool in_use = found != statements_.end() && found->second.in_use;
  sqlite3_stmt* stmt = nullptr;
  if (found == statements_.end() || in_use) {
    const int rc = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                                      in_use ? 0 : SQLITE_PREPARE_PERSISTENT, &stmt, nullptr);
    if (rc != SQLITE_OK) return database_error(db_, "preparing a statement");
    if (in_use) return Statement(db_, stmt, nullptr);
    if (statements_.size() >= kMostStatements) drop_oldest_statement();
  }
  KeptStatement& kept = stmt != nullptr ? statements_[std::string(sql)] : found->second;
  if (stmt != nullptr) kept.stmt = stmt;
  kept.in_use = true;
  kept.last_use = ++uses_;
  return Statement(db_, kept.stmt, &kept);
}

void Database::drop_oldest_statement() {
  auto oldest = statements_.end();
  for (auto each = statements_.begin(); each != statements_.end(); ++each)
    if (!each->second.in_use &&
        (oldest == statements_.end() || each->second.last_use < oldest->second.last_use))
      oldest = each;
  if (oldest == statements_.end()) return;
  sqlite3_finalize(oldest->second.stmt);
  statements_.erase(oldest);
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

FileAnchor::Place Database::place() const {
  return anchor_ ? anchor_->place() : FileAnchor::Place::kInPlace;
}

/// Waits in the queue, then for the one who writes, whether that one queued or not.
Completed Database::begin_writing() {
  std::optional<WriteQueue::Turn> turn;
  if (waiting_) {
    const DatabasePatience& patience = waiting_->patience;
    // The queue of a directory that was moved has moved with it.
    const std::string here = anchor_ ? anchor_->current_path() : path_;
    TRY_ASSIGN(turn, WriteQueue::await_turn(here + "-queue",
                                            std::chrono::steady_clock::now() + patience.longest,
                                            patience.give_up));
    if (!turn) return state_failure(fmt::format("{}: {}", path_, busy_text(path_)));
  }
  TRY_ASSIGN(Statement statement, prepare("BEGIN IMMEDIATE"));
  return statement.run();
}

Result<Transaction> Transaction::begin(Database& database) {
  if (database.in_transaction()) {
    TRY_ASSIGN(Statement statement, database.prepare("SAVEPOINT part"));
    TRY(statement.run());
    return Transaction(database, true);
  }
  TRY(database.begin_writing());
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
  if (!is_part_ && database_->place() == FileAnchor::Place::kRemoved)
    return state_failure(database_->path() +
                         ": it was removed while it was in use; what was "
                         "to be written there is not kept");
  TRY_ASSIGN(Statement statement, database_->prepare(is_part_ ? "RELEASE part" : "COMMIT"));
  TRY(statement.run());
  database_ = nullptr;
  return {};
}

}  // namespace ssm
