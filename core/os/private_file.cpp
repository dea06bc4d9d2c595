// SPDX-License-Identifier: Apache-2.0
#include "core/os/private_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <cstddef>
#include <string>
#include <string_view>

namespace ssm {
namespace {

tl::unexpected<Error> cannot_open(const std::string& path, int error, std::string_view reason) {
  auto problem = failure(ErrorKind::kState, "StateDirectory",
                         fmt::format("Cannot open {}: {}.", path, reason));
  errno = error;
  return problem;
}

}  // namespace

Result<Descriptor> open_private_file(const std::string& path, int flags) {
  Descriptor file(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
  if (!file && errno == ELOOP)
    return cannot_open(path, ELOOP, "it is a symbolic link; remove it and try again");
  if (!file && errno == ENXIO)
    return cannot_open(path, ENXIO, "it is not a regular file; remove it and try again");
  if (!file) return cannot_open(path, errno, system_message(errno));
  struct stat facts = {};
  if (::fstat(file.get(), &facts) != 0) return cannot_open(path, errno, system_message(errno));
  if (!S_ISREG(facts.st_mode))
    return cannot_open(path, EINVAL, "it is not a regular file; remove it and try again");
  if (facts.st_uid != ::geteuid())
    return cannot_open(path, EPERM, "it belongs to another user; remove it and try again");
  return file;
}

Completed make_private_file(const std::string& path) {
  const Descriptor made(
      ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (made || errno == EEXIST) return {};
  return cannot_open(path, errno, system_message(errno));
}

bool is_file_at(int file, const std::string& path) {
  struct stat own = {};
  struct stat found = {};
  return ::fstat(file, &own) == 0 && ::lstat(path.c_str(), &found) == 0 &&
         own.st_dev == found.st_dev && own.st_ino == found.st_ino;
}

Result<FileAnchor> FileAnchor::at(const std::string& path) {
  // Closing an O_PATH descriptor leaves the process's locks on the file alone.
  Descriptor file(::open(path.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
  struct stat facts = {};
  if (!file || ::fstat(file.get(), &facts) != 0)
    return cannot_open(path, errno, system_message(errno));
  if (!S_ISREG(facts.st_mode) && !S_ISSOCK(facts.st_mode))
    return cannot_open(path, EINVAL, "it is not a regular file; remove it and try again");
  return FileAnchor(path, std::move(file));
}

FileAnchor::Place FileAnchor::place() const {
  struct stat own = {};
  if (::fstat(file_.get(), &own) != 0 || own.st_nlink == 0) return Place::kRemoved;
  return is_file_at(file_.get(), path_) ? Place::kInPlace : Place::kMoved;
}

std::string FileAnchor::current_path() const {
  std::array<char, 4096> target;
  const std::string link = "/proc/self/fd/" + std::to_string(file_.get());
  const ssize_t length = ::readlink(link.c_str(), target.data(), target.size());
  if (length <= 0 || place() != Place::kMoved) return path_;
  return {target.data(), static_cast<std::size_t>(length)};
}

bool FileAnchor::is_replaced() const {
  struct stat found = {};
  return ::lstat(path_.c_str(), &found) == 0 && !is_file_at(file_.get(), path_);
}

}  // namespace ssm
