// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"
#include "core/os/descriptor.h"

namespace ssm {

/// A private file (see open_private_file) of one short line, written in place by one process. Who
/// reads it meanwhile may find an older line, a newer one, or one that makes no sense.
class NoteFile {
 public:
  static constexpr std::size_t kMostBytes = 4096;

  /// Made when it is missing. Errors: code "StateDirectory".
  static Result<NoteFile> open(const std::string& path);
  /// The line of the file at `path`, without its end; empty when there is none that can be read.
  static std::string read(const std::string& path);

  std::string line() const;
  /// Survives the end of this process, not that of the machine. What cannot be written is lost.
  void write(std::string_view line) const;
  void clear() const;

 private:
  explicit NoteFile(Descriptor file) : file_(std::move(file)) {}
  Descriptor file_;
};

}  // namespace ssm
