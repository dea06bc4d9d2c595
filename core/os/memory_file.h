// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"
#include "core/os/descriptor.h"

namespace ssm {

/// A file without a name, in memory: for what another process writes to a descriptor it is given.
class MemoryFile {
 public:
  /// Errors: code "Process".
  static Result<MemoryFile> make();
  /// One that holds `bytes`, to be read from their beginning. Errors: as make().
  static Result<MemoryFile> make_of(std::string_view bytes);

  int descriptor() const { return file_.get(); }
  std::size_t size() const;
  /// Its first bytes, `most` at most.
  std::string text(std::size_t most) const;

 private:
  explicit MemoryFile(Descriptor file) : file_(std::move(file)) {}
  Descriptor file_;
};

}  // namespace ssm
