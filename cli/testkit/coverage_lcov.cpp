// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/testkit/coverage_report.h"

namespace ssm::testkit {
namespace {

/// A record is a line: whatever would end it early is replaced.
std::string one_line(std::string_view name) {
  std::string result;
  for (const char c : name) result += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  return result;
}

std::string branches_of(const CoveredFile& file) {
  std::string text;
  for (const auto& [number, line] : file.lines) {
    std::size_t branch = 0;
    for (std::size_t i = 0; i < line.branches.size(); ++i) {
      const CoveredLine::Branch& covered = line.branches[i];
      if (i > 0 && line.branches[i - 1].step != covered.step) branch = 0;
      text += fmt::format("BRDA:{},{},{},{}\n", number, covered.step, branch++,
                          covered.is_reached ? std::to_string(covered.hits) : "-");
    }
  }
  return text + fmt::format("BRF:{}\nBRH:{}\n", file.branch_count.total, file.branch_count.covered);
}

}  // namespace

std::string coverage_lcov(const Coverage& coverage) {
  std::string text;
  for (const CoveredFile& file : covered_files(coverage)) {
    text += fmt::format("TN:\nSF:{}\n{}", one_line(file.name), branches_of(file));
    for (const auto& [number, line] : file.lines)
      text += fmt::format("DA:{},{}\n", number, line.hits);
    text += fmt::format("LF:{}\nLH:{}\nend_of_record\n", file.line_count.total,
                        file.line_count.covered);
  }
  return text;
}

}  // namespace ssm::testkit
