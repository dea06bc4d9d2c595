// SPDX-License-Identifier: Apache-2.0
#include "core/os/memory_file.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>

#include "core/os/files.h"

namespace ssm {

Result<MemoryFile> MemoryFile::make() {
  Descriptor file(::memfd_create("ssm-local", MFD_CLOEXEC));
  if (!file)
    return failure("Process",
                   fmt::format("Cannot make a file in memory: {}.", system_message(errno)));
  return MemoryFile(std::move(file));
}

Result<MemoryFile> MemoryFile::make_of(std::string_view bytes) {
  TRY_ASSIGN(MemoryFile file, make());
  if (!write_all(file.descriptor(), bytes) || ::lseek(file.descriptor(), 0, SEEK_SET) != 0)
    return failure("Process",
                   fmt::format("Cannot write a file in memory: {}.", system_message(errno)));
  return file;
}

std::size_t MemoryFile::size() const {
  struct stat about = {};
  return ::fstat(file_.get(), &about) == 0 ? static_cast<std::size_t>(about.st_size) : 0;
}

std::string MemoryFile::text(std::size_t most) const {
  std::string text(std::min(most, size()), '\0');
  std::size_t got = 0;
  while (got < text.size()) {
    const ssize_t count =
        ::pread(file_.get(), text.data() + got, text.size() - got, static_cast<off_t>(got));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    got += static_cast<std::size_t>(count);
  }
  text.resize(got);
  return text;
}

}  // namespace ssm
