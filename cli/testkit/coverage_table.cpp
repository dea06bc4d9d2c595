// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/testkit/coverage_report.h"
#include "cli/testkit/graph_words.h"
#include "cli/testkit/text_table.h"
#include "cli/testkit/xml_text.h"

namespace ssm::testkit {
namespace {

using ItemKind = CoverageItem::Kind;
using Row = std::vector<std::string>;

constexpr std::size_t kNameWidth = 28;  // the table then fits 80 columns

/// The end of a long path, where the name of the file is.
std::string end_of_path(std::string path) {
  if (path.size() <= kNameWidth) return path;
  constexpr std::string_view kCut = "...";
  std::size_t start = path.size() - kNameWidth + kCut.size();
  const std::size_t folder = path.find('/', start);
  if (folder != path.npos) start = folder;
  while (start < path.size() && (path[start] & 0xc0) == 0x80) ++start;  // not within a character
  return std::string(kCut) + path.substr(start);
}

std::string cell(const CoverageCount& count) {
  return count.total == 0 ? "-" : fmt::format("{}/{}", count.covered, count.total);
}

/// Loops have a column where there are any.
Row row_of(std::string_view name, const CoverageSum& sum, bool with_loops) {
  Row row = {end_of_path(printable(as_utf8(name)))};
  for (std::size_t i = 0; i < kCoverageKinds; ++i)
    if (with_loops || i != static_cast<std::size_t>(ItemKind::kLoopExit))
      row.push_back(cell(sum.kinds[i]));
  row.push_back(percent_text(sum.all));
  return row;
}

Row head_row(bool with_loops) {
  Row row = {"coverage"};
  for (std::size_t i = 0; i < kCoverageKinds; ++i)
    if (with_loops || i != static_cast<std::size_t>(ItemKind::kLoopExit))
      row.emplace_back(name_of(static_cast<ItemKind>(i)));
  row.emplace_back("%");
  return row;
}

std::string_view colour_of(const CoverageSum& sum) {
  if (sum.all.covered == sum.all.total) return colour::kGreen;
  return sum.all.covered == 0 ? colour::kRed : colour::kYellow;
}

std::string missed_of(const DocumentCoverage& document) {
  std::string text;
  for (const CoverageItem& item : document.items)
    if (item.count == 0)
      text += fmt::format("  {}: {}\n", printable(as_utf8(place_of(document, item))), item.what);
  return text;
}

}  // namespace

std::string place_of(const DocumentCoverage& document, const CoverageItem& item) {
  return fmt::format("{}:{}:{}", document.file.empty() ? document.name : document.file,
                     item.at.line, item.at.column);
}

std::string coverage_table(const Coverage& coverage, bool coloured) {
  if (coverage.documents.empty()) return "coverage: there is no runbook to cover\n";
  const CoverageSum sum = sum_of(coverage);
  const bool with_loops = sum.kinds[static_cast<std::size_t>(ItemKind::kLoopExit)].total > 0;
  std::vector<TableRow> rows = {{head_row(with_loops)}};
  std::string missed;
  for (const DocumentCoverage& document : coverage.documents) {
    const CoverageSum own = sum_of(document);
    rows.push_back({row_of(document.name, own, with_loops), coloured ? colour_of(own) : ""});
    missed += missed_of(document);
  }
  if (coverage.documents.size() > 1)
    rows.push_back({row_of("all", sum, with_loops), coloured ? colour_of(sum) : ""});
  std::string text = text_table(rows, true);
  if (!missed.empty()) text += "not covered:\n" + missed;
  return text;
}

}  // namespace ssm::testkit
