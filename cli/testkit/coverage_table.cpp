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

/// Loops, scripts and mocked steps have a column where there are any.
struct Columns {
  explicit Columns(const CoverageSum& sum) : has_mocked(sum.mocked > 0) {
    for (std::size_t i = 0; i < kCoverageKinds; ++i) {
      const auto kind = static_cast<ItemKind>(i);
      const bool is_rare = kind == ItemKind::kLoopExit || kind == ItemKind::kLine;
      if (!is_rare || sum.kinds[i].total > 0) kinds.push_back(kind);
    }
  }
  std::vector<ItemKind> kinds;
  bool has_mocked;
};

Row row_of(std::string_view name, const CoverageSum& sum, const Columns& columns) {
  Row row = {end_of_path(printable(as_utf8(name)))};
  for (const ItemKind kind : columns.kinds)
    row.push_back(cell(sum.kinds[static_cast<std::size_t>(kind)]));
  if (columns.has_mocked) row.push_back(sum.mocked > 0 ? std::to_string(sum.mocked) : "-");
  row.push_back(percent_text(sum.all));
  return row;
}

Row head_row(const Columns& columns) {
  Row row = {"coverage"};
  for (const ItemKind kind : columns.kinds)
    row.emplace_back(kind == ItemKind::kLine ? "lines" : name_of(kind));
  if (columns.has_mocked) row.emplace_back("mocked");
  row.emplace_back("%");
  return row;
}

std::string_view colour_of(const CoverageSum& sum) {
  if (sum.all.covered == sum.all.total) return colour::kGreen;
  return sum.all.covered == 0 ? colour::kRed : colour::kYellow;
}

/// Lines of a script that follow each other are one entry.
std::string missed_of(const DocumentCoverage& document) {
  std::string text;
  const std::vector<CoverageItem>& items = document.items;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const CoverageItem& item = items[i];
    if (item.count > 0) continue;
    std::string what = item.what;
    if (item.kind == ItemKind::kStep && item.mocked > 0) what += ": a mock stood in for it";
    const auto goes_on = [&](const CoverageItem& other) {
      return other.kind == ItemKind::kLine && other.step == item.step && other.count == 0;
    };
    if (item.kind == ItemKind::kLine) {
      while (i + 1 < items.size() && goes_on(items[i + 1])) ++i;
      if (&items[i] != &item)
        what = fmt::format("{}: script lines {} to {}", item.step, item.number, items[i].number);
    }
    text += fmt::format("  {}: {}\n", printable(as_utf8(place_of(document, item))), what);
  }
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
  const Columns columns(sum);
  std::vector<TableRow> rows = {{head_row(columns)}};
  std::string missed;
  for (const DocumentCoverage& document : coverage.documents) {
    const CoverageSum own = sum_of(document);
    rows.push_back({row_of(document.name, own, columns), coloured ? colour_of(own) : ""});
    missed += missed_of(document);
  }
  if (coverage.documents.size() > 1)
    rows.push_back({row_of("all", sum, columns), coloured ? colour_of(sum) : ""});
  std::string text = text_table(rows, true);
  if (!missed.empty()) text += "not covered:\n" + missed;
  if (!coverage.not_counted.empty())
    text += "not counted, for steps start them; tests of their own count:\n";
  for (const std::string& name : coverage.not_counted)
    text += fmt::format("  {}\n", printable(as_utf8(name)));
  return text;
}

}  // namespace ssm::testkit
