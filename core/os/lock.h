// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>
#include <optional>
#include <string>

#include "core/base/result.h"

namespace ssm {

/// An exclusive lock on a file, held until destroyed or the process ends. The file holds the pid.
class FileLock {
 public:
  /// nullopt: somebody else holds it. Errors: code "StateDirectory".
  static Result<std::optional<FileLock>> try_take(const std::string& path);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

/// The pid of the process that holds the lock on `path`, or nullopt when none does. Does not
/// disturb try_take. 0: held, but the holder has not told its pid.
std::optional<pid_t> lock_holder(const std::string& path);

}  // namespace ssm
