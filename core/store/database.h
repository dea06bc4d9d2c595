// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/base/result.h"
#include "core/base/text.h"
#include "core/os/private_file.h"

struct sqlite3;
struct sqlite3_stmt;

namespace ssm {

/// A statement that a connection keeps prepared.
struct KeptStatement {
  sqlite3_stmt* stmt = nullptr;
  bool in_use = false;
  std::uint64_t last_use = 0;
};

/// A prepared statement in use. Parameters are bound in order with bind(); reset on destruction.
class Statement {
 public:
  Statement(Statement&&) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  Statement& bind(std::string_view text);
  Statement& bind(std::int64_t number);
  Statement& bind(std::optional<std::int64_t> number);

  /// Runs to the end; rows are dropped.
  Completed run();
  /// Next row: true, or false after the last.
  Result<bool> step();
  std::string text(int column) const;
  std::int64_t number(int column) const;

 private:
  friend class Database;
  Statement(sqlite3* db, sqlite3_stmt* stmt, KeptStatement* kept)
      : db_(db), stmt_(stmt), kept_(kept) {}
  sqlite3* db_;
  sqlite3_stmt* stmt_;
  KeptStatement* kept_;  // nullptr: this one's own, finalized at the end
  int next_ = 1;
  int bind_error_ = 0;
};

/// How long a connection waits for other processes.
struct DatabasePatience {
  std::chrono::milliseconds longest{20'000};
  std::function<bool()> give_up = {};  // asked while it waits: true ends the wait
};

/// One connection to one SQLite file. Not shared between threads. WAL, synchronous=FULL, foreign
/// keys. Errors have code "State" or "StateDirectory" and say which file.
class Database {
 public:
  /// Opens (and creates, mode 0600) the file; ":memory:" for tests.
  static Result<Database> open(const std::string& path, DatabasePatience patience = {});
  /// A database in memory that begins with what to_bytes() gave: cheaper than making one anew.
  static Result<Database> from_bytes(std::string_view bytes);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  /// A statement from this connection's cache; prepared once, unless it is in use already.
  Result<Statement> prepare(std::string_view sql);
  /// Statements without parameters or rows.
  Completed execute(std::string_view sql);
  const std::string& path() const { return path_; }
  bool in_transaction() const;
  /// How many rows the last INSERT, UPDATE or DELETE changed.
  std::int64_t changed_rows() const;
  /// How many transactions this connection has begun, parts not counted.
  std::int64_t transactions() const { return transactions_; }
  /// Changes when another connection has changed the file.
  Result<std::int64_t> data_version();
  /// The whole content, as its file has it.
  Result<std::string> to_bytes() const;
  /// Whether the file is still at its path. One in memory is.
  FileAnchor::Place place() const;
  /// Whether another file is at its path now.
  bool is_replaced() const { return anchor_ && anchor_->is_replaced(); }
  /// How many statements are kept prepared.
  std::size_t statement_count() const { return statements_.size(); }
  /// Instructions that SQLite has carried out for the kept ones: what they cost, without a clock.
  std::int64_t work() const;

 private:
  friend class Transaction;
  struct Waiting;
  Database();
  void drop_oldest_statement();
  Completed begin_writing();
  sqlite3* db_ = nullptr;
  std::string path_;
  std::int64_t transactions_ = 0;
  std::optional<FileAnchor> anchor_;
  std::unique_ptr<Waiting> waiting_;  // has an address that SQLite keeps
  std::unordered_map<std::string, KeptStatement, TextHash, std::equal_to<>> statements_;
  std::uint64_t uses_ = 0;
};

/// BEGIN IMMEDIATE ... COMMIT; rolls back when destroyed before commit(). Processes get to write in
/// the order in which they begin. Within another one it is a part of that: rolled back alone,
/// durable with the whole.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  /// For several reads that must see one state: keeps no writer out. Destroy it when done.
  static Result<Transaction> begin_reading(Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  /// Fails, too, when the file has been removed: what is written there nobody will find.
  Completed commit();

 private:
  Transaction(Database& database, bool is_part) : database_(&database), is_part_(is_part) {}
  Database* database_;
  bool is_part_;
};

}  // namespace ssm
