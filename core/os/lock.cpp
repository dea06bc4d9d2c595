// SPDX-License-Identifier: Apache-2.0
#include "core/os/lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>
#include <array>
#include <charconv>

#include "core/os/files.h"

// Open-file-description locks rather than flock(): whether one is held can be asked without taking
// it for a moment, which would make an engine that starts just then believe another one runs.

namespace ssm {
namespace {

struct flock whole_file(short type) {
  struct flock lock = {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  return lock;
}

tl::unexpected<Error> lock_failure(const std::string& path, const char* what) {
  return failure("StateDirectory",
                 fmt::format("Cannot {} the lock file {}: {}.", what, path, system_message(errno)));
}

/// The number that the file starts with, or 0.
pid_t read_pid(int file) {
  std::array<char, 32> text = {};
  const ssize_t count = ::pread(file, text.data(), text.size(), 0);
  pid_t pid = 0;
  if (count > 0) std::from_chars(text.data(), text.data() + count, pid);
  return pid;
}

bool is_alive(pid_t pid) {
  return pid > 0 && (::kill(pid, 0) == 0 || errno == EPERM);
}

/// Fine, too, when this very opening of the file holds it. False: errno tells why.
bool lock_whole(int file) {
  struct flock lock = whole_file(F_WRLCK);
  return ::fcntl(file, F_OFD_SETLK, &lock) == 0;
}

bool is_locked(int file) {
  struct flock lock = whole_file(F_RDLCK);
  return ::fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

}  // namespace

Result<std::optional<Descriptor>> FileLock::try_take_for_another(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!file) return lock_failure(path, "open");
  if (!lock_whole(file.get())) {
    if (errno == EAGAIN || errno == EACCES) return std::optional<Descriptor>();
    return lock_failure(path, "take");
  }
  // The pid of a holder that was killed, or of another directory that was copied, is not ours.
  if (::ftruncate(file.get(), 0) != 0) return lock_failure(path, "write");
  return std::optional(std::move(file));
}

Result<FileLock> FileLock::adopt(Descriptor file) {
  const std::string path = fmt::format("/dev/fd/{}", file.get());
  if (!lock_whole(file.get())) return lock_failure(path, "take");
  ::fcntl(file.get(), F_SETFD, FD_CLOEXEC);  // not for programs that this one starts
  const std::string pid = fmt::format("{}\n", ::getpid());
  if (!write_all(file.get(), pid)) return lock_failure(path, "write");
  return FileLock(std::move(file));
}

Result<std::optional<FileLock>> FileLock::try_take(const std::string& path) {
  TRY_ASSIGN(std::optional<Descriptor> file, try_take_for_another(path));
  if (!file) return std::optional<FileLock>();
  TRY_ASSIGN(FileLock lock, adopt(std::move(*file)));
  return std::optional(std::move(lock));
}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

FileLock::~FileLock() {
  if (!file_) return;
  // So that the next holder's file never shows our pid. The file stays: removing it would let two
  // processes lock two files of the same name.
  [[maybe_unused]] const int ignored = ::ftruncate(file_.get(), 0);
}

std::optional<pid_t> lock_holder(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return std::nullopt;
  // Between taking the lock and writing its pid a holder needs a few microseconds, or, when it was
  // taken for a program that is only starting, milliseconds: for those the caller waits.
  constexpr int kTries = 200;
  pid_t pid = 0;
  for (int i = 0; i < kTries; ++i) {
    if (!is_locked(file.get())) return std::nullopt;
    pid = read_pid(file.get());
    if (is_alive(pid)) return pid;
    ::sched_yield();
  }
  return pid;
}

}  // namespace ssm
