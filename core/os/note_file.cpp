// SPDX-License-Identifier: Apache-2.0
#include "core/os/note_file.h"

#include <fcntl.h>
#include <unistd.h>
#include <array>
#include <tuple>

#include "core/os/private_file.h"

namespace ssm {

Result<NoteFile> NoteFile::open(const std::string& path) {
  TRY_ASSIGN(Descriptor file, open_private_file(path, O_RDWR | O_CREAT));
  return NoteFile(std::move(file));
}

std::string NoteFile::read(const std::string& path) {
  Result<Descriptor> file = open_private_file(path, O_RDONLY);
  return file ? NoteFile(*std::move(file)).line() : std::string();
}

std::string NoteFile::line() const {
  std::array<char, kMostBytes> bytes;
  const ssize_t count = ::pread(file_.get(), bytes.data(), bytes.size(), 0);
  if (count <= 0) return {};
  const std::string_view text(bytes.data(), static_cast<std::size_t>(count));
  return std::string(text.substr(0, text.find('\n')));
}

void NoteFile::write(std::string_view line) const {
  const std::string text = std::string(line) + '\n';
  // Never empty in between; the rest of a longer line is behind this one's end until it is cut off.
  if (::pwrite(file_.get(), text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()))
    std::ignore = ::ftruncate(file_.get(), static_cast<off_t>(text.size()));
}

void NoteFile::clear() const {
  std::ignore = ::ftruncate(file_.get(), 0);
}

}  // namespace ssm
