// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/testkit/coverage.h"
#include "core/base/result.h"

namespace ssm::testkit {

/// A report that goes into a file.
struct WrittenReport {
  std::string format;  // "junit", "lcov"
  std::string file;
};

/// What the command line says about coverage.
struct CoverageOptions {
  bool is_wanted = false;
  std::vector<WrittenReport> written;
  std::optional<std::size_t> fail_under;  // tenths of a percent
};

inline constexpr std::array<std::string_view, 4> kCoverageFormats = {"html", "cobertura", "lcov",
                                                                     "json"};

/// Each value of --coverage: FORMAT=FILE, or empty for the table alone. Errors: code "Usage".
Completed read_coverage(const std::vector<std::string>& values, CoverageOptions& options);

/// "90", "99.5": a percentage as tenths. Errors: code "Usage".
Result<std::size_t> read_fail_under(const std::string& text);

/// Writes the reports into their files. Errors: code "File".
Completed write_coverage(const CoverageOptions& options, const Coverage& coverage);

/// The line that says so when less is covered than --fail-under asks for; empty: enough is.
std::string too_little(const CoverageOptions& options, const Coverage& coverage);

}  // namespace ssm::testkit
