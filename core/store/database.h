// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace ssm {

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
  Statement(sqlite3* db, sqlite3_stmt* stmt) : db_(db), stmt_(stmt) {}
  sqlite3* db_;
  sqlite3_stmt* stmt_;
  int next_ = 1;
  int bind_error_ = 0;
};

/// One connection to one SQLite file. Not shared between threads. WAL, synchronous=FULL, foreign
/// keys, five seconds of busy timeout. Errors have code "State" and say which file.
class Database {
 public:
  /// Opens (and creates, mode 0600) the file; ":memory:" for tests.
  static Result<Database> open(const std::string& path);
  /// A database in memory that begins with what to_bytes() gave: cheaper than making one anew.
  static Result<Database> from_bytes(std::string_view bytes);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  /// A statement from this connection's cache; prepared once.
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

 private:
  friend class Transaction;
  Database() = default;
  sqlite3* db_ = nullptr;
  std::string path_;
  std::int64_t transactions_ = 0;
  std::unordered_map<std::string, sqlite3_stmt*> statements_;
};

/// BEGIN IMMEDIATE ... COMMIT; rolls back when destroyed before commit(). Within another one it is
/// a part of that: rolled back alone, durable with the whole.
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
  Completed commit();

 private:
  Transaction(Database& database, bool is_part) : database_(&database), is_part_(is_part) {}
  Database* database_;
  bool is_part_;
};

}  // namespace ssm
