// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>
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

 private:
  explicit FileLock(Descriptor file) : file_(std::move(file)) {}
  Descriptor file_;
};

/// The pid of the process that holds the lock on `path`, or nullopt when none does. Does not
/// disturb try_take. 0: held, but the holder has not told its pid.
std::optional<pid_t> lock_holder(const std::string& path);

}  // namespace ssm
