// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "cli/testkit/coverage.h"
#include "core/base/time.h"

namespace ssm::testkit {

/// A table, and what is not covered with its places. `coloured`: for a terminal.
std::string coverage_table(const Coverage& coverage, bool coloured);

/// Everything, for programs.
std::string coverage_json(const Coverage& coverage);

/// One page that needs nothing else: the table, and of each runbook the diagram and the text with
/// what was covered in colour. The diagram is Graphviz's where it is installed.
std::string coverage_html(const Coverage& coverage);

/// Cobertura's XML and lcov's text, as CI servers read them. Predefined runbooks have no file of
/// their own and are left out. `now`: Cobertura wants to know when it was written.
std::string coverage_cobertura(const Coverage& coverage, Time now);
std::string coverage_lcov(const Coverage& coverage);

/// The same as lines of files, which is all that Cobertura and lcov know. Each item is a line that
/// can be reached; what can happen at a step besides that it starts are the branches of its line.
struct CoveredLine {
  std::int64_t hits = 0;  // of several items the least
  struct Branch {
    std::size_t step = 0;  // which of the file
    std::int64_t hits = 0;
    bool is_reached = false;  // whether the step started at all
  };
  std::vector<Branch> branches;
};
struct CoveredFile {
  std::string name;
  std::map<int, CoveredLine> lines;  // by number
  CoverageCount line_count;
  CoverageCount branch_count;
};
std::vector<CoveredFile> covered_files(const Coverage& coverage);

/// "restart.yaml:12:5".
std::string place_of(const DocumentCoverage& document, const CoverageItem& item);

}  // namespace ssm::testkit
