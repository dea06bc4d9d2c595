// SPDX-License-Identifier: Apache-2.0
#include "core/os/lock.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <charconv>
#include <memory>
#include <vector>

#include "core/base/text.h"
#include "core/os/files.h"
#include "core/os/private_file.h"

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
  return failure(ErrorKind::kState, "StateDirectory",
                 fmt::format("Cannot {} the lock file {}: {}.", what, path, system_message(errno)));
}

template <class Number>
std::optional<Number> to_number(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// The number that the file starts with, or 0.
pid_t read_pid(int file) {
  std::array<char, 32> text = {};
  const ssize_t count = ::pread(file, text.data(), text.size(), 0);
  pid_t pid = 0;
  if (count > 0) std::from_chars(text.data(), text.data() + count, pid);
  return pid;
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

bool is_same_file(const struct stat& one, const struct stat& other) {
  return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/// The numbers that a directory of /proc has as names.
std::vector<pid_t> numbers_in(const std::string& directory) {
  std::vector<pid_t> numbers;
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(directory.c_str()), ::closedir);
  while (const dirent* entry = listing ? ::readdir(listing.get()) : nullptr)
    if (const auto number = to_number<pid_t>(entry->d_name)) numbers.push_back(*number);
  return numbers;
}

/// Whether the process has a lock for writing on the file that `facts` are about.
bool holds_lock(pid_t pid, const struct stat& facts) {
  const std::string process = fmt::format("/proc/{}", pid);
  for (const pid_t number : numbers_in(process + "/fd")) {
    struct stat found = {};
    if (::stat(fmt::format("{}/fd/{}", process, number).c_str(), &found) != 0) continue;
    if (!is_same_file(found, facts)) continue;
    const auto info = read_file(fmt::format("{}/fdinfo/{}", process, number));
    if (!info) continue;
    for (const std::string& line : split(*info, '\n'))
      if (line.starts_with("lock:") && line.find(" WRITE ") != std::string::npos &&
          line.find("FLOCK") == std::string::npos)
        return true;
  }
  return false;
}

LockHolder describe(pid_t pid) {
  LockHolder holder{.pid = pid};
  struct stat own = {};
  struct stat theirs = {};
  holder.is_own = ::stat("/proc/self/exe", &own) == 0 &&
                  ::stat(fmt::format("/proc/{}/exe", pid).c_str(), &theirs) == 0 &&
                  is_same_file(own, theirs);
  holder.name = trim(read_file(fmt::format("/proc/{}/comm", pid)).value_or(""));
  return holder;
}

Result<std::optional<LockHolder>> ask(const std::string& path, bool search) {
  const Result<Descriptor> file = open_private_file(path, O_RDONLY);
  if (!file && errno == ENOENT) return std::optional<LockHolder>();
  if (!file) return tl::unexpected(file.error());
  struct stat facts = {};
  if (::fstat(file->get(), &facts) != 0) return lock_failure(path, "read");
  if (!is_locked(file->get())) return std::optional<LockHolder>();
  if (const pid_t pid = read_pid(file->get()); pid > 0 && holds_lock(pid, facts))
    return LockHolder{.pid = pid, .told = true};
  if (!search) return LockHolder();
  for (const pid_t pid : numbers_in("/proc"))
    if (holds_lock(pid, facts)) return describe(pid);
  // It may have gone meanwhile.
  if (!is_locked(file->get())) return std::optional<LockHolder>();
  return LockHolder();
}

}  // namespace

Result<std::optional<Descriptor>> FileLock::try_take_for_another(const std::string& path) {
  for (;;) {
    TRY_ASSIGN(Descriptor file, open_private_file(path, O_RDWR | O_CREAT));
    if (!lock_whole(file.get())) {
      if (errno == EAGAIN || errno == EACCES) return std::optional<Descriptor>();
      return lock_failure(path, "take");
    }
    // Whoever replaced the file between these two steps has another one to lock.
    if (!is_file_at(file.get(), path)) continue;
    // The pid of a holder that was killed, or of another directory that was copied, is not ours.
    if (::ftruncate(file.get(), 0) != 0) return lock_failure(path, "write");
    return std::optional(std::move(file));
  }
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

bool FileLock::is_at(const std::string& path) const {
  return is_file_at(file_.get(), path);
}

Result<std::optional<LockHolder>> lock_holder(const std::string& path) {
  return ask(path, false);
}

Result<std::optional<LockHolder>> find_lock_holder(const std::string& path) {
  return ask(path, true);
}

std::optional<LockHolder> find_byte_lock_holder(const std::string& path, std::int64_t byte) {
  struct stat facts = {};
  const auto locks = read_file("/proc/locks");
  if (!locks || ::stat(path.c_str(), &facts) != 0) return std::nullopt;
  // "1: POSIX  ADVISORY  WRITE 4711 08:01:131 120 120"
  const std::string inode = fmt::format(":{}", facts.st_ino);
  const std::string number = std::to_string(byte);
  for (const std::string& line : split(*locks, '\n')) {
    std::vector<std::string> words = split(line, ' ');
    std::erase_if(words, [](const std::string& word) { return word.empty(); });
    if (words.size() < 8 || words[1] != "POSIX" || words[3] != "WRITE") continue;
    if (!words[5].ends_with(inode) || words[6] != number || words[7] != number) continue;
    if (const auto pid = to_number<pid_t>(words[4]); pid && *pid > 0) return describe(*pid);
  }
  return std::nullopt;
}

}  // namespace ssm
