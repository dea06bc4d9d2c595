// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands/command.h"
#include "cli/testkit/coverage_options.h"
#include "cli/testkit/test_run.h"
#include "core/base/result.h"

namespace ssm::testkit {

/// What the words after `ssm-local test` ask for.
struct TestOptions {
  std::vector<std::string> paths;
  std::optional<std::string> filter;
  std::string report = "terminal";     // on standard output
  std::vector<WrittenReport> written;  // beside it
  bool watch = false;
  bool verbose = false;
  CoverageOptions coverage;
  std::optional<std::string> fault_sweep;
  TestRunOptions run;
};

inline constexpr std::array<std::string_view, 4> kReports = {"terminal", "tap", "junit", "json"};

/// Errors: code "Usage".
Result<TestOptions> read_test_options(const Call& call);

}  // namespace ssm::testkit
