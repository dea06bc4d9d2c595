// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cli/testkit/test_case.h"

namespace ssm::testkit {

/// A problem, and the file it is in: the test file, or an account or mock file it names.
struct FileProblem {
  std::string file;
  Problem problem;
};

/// A file as it was when it was read.
struct ReadFile {
  std::string path;
  std::size_t fingerprint = 0;  // fingerprint_of() its content
};

/// A test file as it was read: rows of tables are cases of their own.
struct TestFile {
  std::string path;  // as given
  std::vector<TestCase> cases;
  std::vector<FileProblem> problems;  // any: no case of it can be run
  std::vector<ReadFile> files;        // what was read for it, itself first
};

/// Tells contents apart, within one process. nullopt: a file that cannot be read.
std::size_t fingerprint_of(const std::optional<std::string>& content);

/// Bounds on a test file of its own.
inline constexpr DocumentLimits kTestFileLimits{
    .max_bytes = 4 * 1024 * 1024, .max_nodes = 500000, .refuses_repeated_keys = true};

/// Reads `path` and what it names. At most 10,000 cases.
TestFile read_test_file(const std::string& path);
/// The same of `text`, as if it stood in the file `path`.
TestFile read_test_text(const std::string& path, std::string text);

}  // namespace ssm::testkit
