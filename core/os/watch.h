// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "core/os/descriptor.h"

namespace ssm {

/// Tells when files of directories are written, whoever writes them.
class DirectoryWatch {
 public:
  /// Where the system has no watch to give away, wait() only waits: for short pauses.
  explicit DirectoryWatch(const std::string& path);
  /// None yet: see add().
  DirectoryWatch();

  /// One more directory, in which moves and removals count, too: editors put new files in place of
  /// old ones. Where it cannot be watched wait() only waits, as above.
  void add(const std::string& path);

  /// wait() returns, too, as soon as nobody reads any more what is written to this descriptor.
  void end_with_reader_of(int output) { output_ = output; }
  /// Whether that was so at the last wait().
  bool has_lost_reader() const { return has_lost_reader_; }

  /// True as soon as something was written since the last call, false after `longest`. What SQLite
  /// commits may be read some milliseconds after it was written.
  bool wait(std::chrono::milliseconds longest);

 private:
  Descriptor events_;
  int output_ = -1;  // none
  bool has_lost_reader_ = false;
};

}  // namespace ssm
