// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/testkit/test_case_run.h"
#include "cli/testkit/test_file.h"

namespace ssm::testkit {

/// One file and what became of its cases.
struct FileRun {
  TestFile file;                    // its cases: those that --filter chose
  std::vector<CaseResult> results;  // by case
};

struct TestRun {
  std::vector<FileRun> files;
  std::chrono::microseconds real_time{};
};

struct TestRunOptions {
  CaseRunOptions run;
  std::size_t threads = 1;
  bool fail_fast = false;  // cases after the first that fails are skipped
};

/// Hears of each case in the order of the files, whatever the number of threads.
using OnCase = std::function<void(const FileRun& file, std::size_t index)>;

/// Runs every case; `files` have been read. Errors: code "State" when no world can be made.
Result<TestRun> run_tests(std::vector<TestFile> files, const TestRunOptions& options,
                          const OnCase& on_case);

/// *.test.yaml, .yml and .json.
bool is_name_of_tests(std::string_view name);

/// The files that a PATH means: itself, or all with a name of tests below a folder (hidden
/// folders left out), by name. Errors: code "File".
Result<std::vector<std::string>> find_test_files(const std::string& path);

/// Whether --filter chooses a case. `filter`: a part of "file › case", or with * or ? in it a
/// pattern for the whole, for the case's name or the file's.
bool is_chosen(std::string_view filter, std::string_view file, std::string_view name);

/// "restart.test.yaml › stops first".
std::string full_name(std::string_view file, std::string_view name);

}  // namespace ssm::testkit
