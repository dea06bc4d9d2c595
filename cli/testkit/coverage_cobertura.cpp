// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/testkit/coverage_report.h"
#include "cli/testkit/xml_text.h"

namespace ssm::testkit {
namespace {

std::string rate(const CoverageCount& count) {
  if (count.total == 0) return "1";
  return fmt::format("{:.4g}",
                     static_cast<double>(count.covered) / static_cast<double>(count.total));
}

std::string rates(const CoveredFile& file) {
  return fmt::format("line-rate=\"{}\" branch-rate=\"{}\" complexity=\"0\"", rate(file.line_count),
                     rate(file.branch_count));
}

std::string line_element(int number, const CoveredLine& line) {
  const std::string head =
      fmt::format("            <line number=\"{}\" hits=\"{}\"", number, line.hits);
  if (line.branches.empty()) return head + " branch=\"false\"/>\n";
  CoverageCount count;
  for (const CoveredLine::Branch& branch : line.branches) count.add(branch.hits > 0);
  return fmt::format("{} branch=\"true\" condition-coverage=\"{}% ({}/{})\"/>\n", head,
                     count.per_mille() / 10, count.covered, count.total);
}

/// What a runbook is called among the others: its file without folders and ending.
std::string class_name(std::string_view file) {
  file.remove_prefix(file.rfind('/') + 1);
  return xml_escaped(file.substr(0, file.find('.', 1)));
}

std::string class_element(const CoveredFile& file) {
  std::string text = fmt::format(
      "        <class name=\"{}\" filename=\"{}\" {}>\n          <methods/>\n"
      "          <lines>\n",
      class_name(file.name), xml_escaped(file.name), rates(file));
  for (const auto& [number, line] : file.lines) text += line_element(number, line);
  return text + "          </lines>\n        </class>\n";
}

CoveredFile sum_of(const std::vector<CoveredFile>& files) {
  CoveredFile sum;
  for (const CoveredFile& file : files) {
    sum.line_count.covered += file.line_count.covered;
    sum.line_count.total += file.line_count.total;
    sum.branch_count.covered += file.branch_count.covered;
    sum.branch_count.total += file.branch_count.total;
  }
  return sum;
}

}  // namespace

std::string coverage_cobertura(const Coverage& coverage, Time now) {
  const std::vector<CoveredFile> files = covered_files(coverage);
  const CoveredFile sum = sum_of(files);
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<!DOCTYPE coverage SYSTEM \"http://cobertura.sourceforge.net/xml/coverage-04.dtd\">\n"
      "<coverage {} lines-covered=\"{}\" lines-valid=\"{}\" branches-covered=\"{}\" "
      "branches-valid=\"{}\" version=\"ssm-local\" timestamp=\"{}\">\n"
      "  <sources>\n    <source>.</source>\n  </sources>\n"
      "  <packages>\n    <package name=\"runbooks\" {}>\n      <classes>\n",
      rates(sum), sum.line_count.covered, sum.line_count.total, sum.branch_count.covered,
      sum.branch_count.total, to_epoch_ms(now), rates(sum));
  for (const CoveredFile& file : files) text += class_element(file);
  return text + "      </classes>\n    </package>\n  </packages>\n</coverage>\n";
}

}  // namespace ssm::testkit
