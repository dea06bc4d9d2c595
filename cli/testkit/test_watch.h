// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "cli/testkit/test_file.h"
#include "core/os/watch.h"

namespace ssm::testkit {

/// Waits until a test file, or what it names, is not any more as it was read.
class TestWatch {
 public:
  /// `paths`: as on the command line.
  explicit TestWatch(std::vector<std::string> paths) : paths_(std::move(paths)) {}

  /// To be called before the files are read: what changes from here on is seen.
  void begin();
  /// What was read since begin().
  void read(const std::vector<TestFile>& files);
  /// Returns after a change, when no more has come for a moment: editors write in several steps.
  void wait();

  /// How many files are watched.
  std::size_t size() const { return read_.size(); }

 private:
  bool has_changed() const;
  void watch_folder(const std::string& path);
  /// All that count. One that is watched already stays so.
  void watch_folders();

  std::vector<std::string> paths_;
  DirectoryWatch watch_;
  std::vector<std::string> test_files_;
  std::vector<ReadFile> read_;
};

}  // namespace ssm::testkit
