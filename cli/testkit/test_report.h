// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/testkit/test_run.h"

namespace ssm::testkit {

/// TAP version 13; what went wrong as its YAML blocks.
std::string tap_report(const TestRun& run);

/// JUnit's XML as CI servers read it: one suite a file. Characters that XML cannot hold are written
/// as in JSON (\u0000).
std::string junit_report(const TestRun& run);

std::string json_report(const TestRun& run);

struct RunCounts {
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::size_t stopped = 0;
  std::size_t skipped = 0;
  std::size_t files_with_mistakes = 0;
  Milliseconds virtual_time{};
};
RunCounts count(const FileRun& file);
RunCounts count(const TestRun& run);

/// "restart.test.yaml:12:5".
std::string place_of(std::string_view file, const Location& at);

/// What a mismatch says, a (name, text) each: expected, seen, execution, step, inputs (long texts
/// by their beginning), because.
std::vector<std::pair<std::string_view, std::string>> facts_of(const Mismatch& mismatch);

/// What scripts printed, a head and indented lines for each step; of each the last `most_lines`
/// (0: all).
std::string printed_text(const CaseResult& result, std::size_t most_lines);

/// Everything that is wrong with a case, what failed before what was expected; or with a file.
std::string failure_text(std::string_view file, const CaseResult& result);
std::string mistakes_text(const TestFile& file);

}  // namespace ssm::testkit
