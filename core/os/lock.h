// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "core/base/result.h"
#include "core/os/descriptor.h"

namespace ssm {

/// An exclusive lock on a file, held until destroyed or the process ends. The file holds the pid.
class FileLock {
 public:
  /// nullopt: somebody else holds it. Errors: code "StateDirectory".
  static Result<std::optional<FileLock>> try_take(const std::string& path);
  /// The lock without telling a pid, for a program about to be started: it is held as long as this
  /// descriptor or a copy of it is open. nullopt and errors as try_take.
  static Result<std::optional<Descriptor>> try_take_for_another(const std::string& path);
  /// What the starter of this program took for it and left open for it. Errors: code
  /// "StateDirectory".
  static Result<FileLock> adopt(Descriptor file);
  FileLock(FileLock&& other) noexcept = default;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

  /// Whether the file at `path` is the one that is locked. False: somebody has removed or replaced
  /// it, and others do not see the lock.
  bool is_at(const std::string& path) const;

 private:
  explicit FileLock(Descriptor file) : file_(std::move(file)) {}
  Descriptor file_;
};

/// Who holds a lock.
struct LockHolder {
  pid_t pid = 0;          // 0: it could not be found out
  bool told = false;      // the file names it, as an engine does; it does hold the lock
  bool is_own = false;    // it runs this very program
  std::string name = {};  // of its program, when it was looked for
};

/// The pid that the lock file tells, if that process holds the lock; pid 0: somebody holds it who
/// has not told, or not yet; nullopt: nobody does. Does not disturb try_take. Errors: code
/// "StateDirectory".
Result<std::optional<LockHolder>> lock_holder(const std::string& path);

/// As lock_holder, but a holder that has not told its pid is looked for among the processes, which
/// takes some milliseconds.
Result<std::optional<LockHolder>> find_lock_holder(const std::string& path);

/// Who has locked one byte of a file for writing with a lock of the process (fcntl's F_SETLK), as
/// SQLite does; nullopt: it could not be found out. Does not open the file, which would end such
/// locks of this process.
std::optional<LockHolder> find_byte_lock_holder(const std::string& path, std::int64_t byte);

}  // namespace ssm
