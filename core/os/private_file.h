// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

#include "core/base/result.h"
#include "core/os/descriptor.h"

namespace ssm {

/// Opens a file that the program keeps for itself, made with mode 0600 when it is missing and
/// `flags` has O_CREAT. Refuses what somebody else may have put in its place: a symbolic link, a
/// FIFO, a device, a file of another user. Never waits. Errors: code "StateDirectory"; errno tells
/// ENOENT from the rest.
Result<Descriptor> open_private_file(const std::string& path, int flags);

/// Makes an empty file of mode 0600 unless there is something at `path`. Opens nothing that exists:
/// closing a second descriptor of a file ends the locks that this process has on it. Errors: code
/// "StateDirectory".
Completed make_private_file(const std::string& path);

/// Whether an open file is the one at `path`.
bool is_file_at(int file, const std::string& path);

/// A file as it was found at a path, to be told later from what is there then.
class FileAnchor {
 public:
  /// Refuses symbolic links and FIFOs. Errors: code "StateDirectory".
  static Result<FileAnchor> at(const std::string& path);
  enum class Place { kInPlace, kMoved, kRemoved };
  /// kMoved: it exists, but not at the path; kRemoved: no directory has it any more.
  Place place() const;
  /// Where the file is now, when the kernel can tell; else the path.
  std::string current_path() const;
  /// The same file, after a rename.
  FileAnchor moved_to(std::string path) && { return {std::move(path), std::move(file_)}; }
  /// Whether another file is at the path now.
  bool is_replaced() const;

 private:
  FileAnchor(std::string path, Descriptor file) : path_(std::move(path)), file_(std::move(file)) {}
  std::string path_;
  Descriptor file_;
};

}  // namespace ssm
