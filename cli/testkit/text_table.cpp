// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/text_table.h"

#include <fmt/format.h>

#include "cli/output/character_width.h"

namespace ssm::testkit {
namespace {

std::vector<std::size_t> widths_of(const std::vector<TableRow>& rows) {
  std::vector<std::size_t> widths;
  for (const TableRow& row : rows) {
    widths.resize(std::max(widths.size(), row.cells.size()), 0);
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      widths[i] = std::max(widths[i], text_width(row.cells[i]));
  }
  return widths;
}

std::string line_of(const TableRow& row, const std::vector<std::size_t>& widths, bool numbers) {
  std::string line;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const std::string gap(widths[i] - text_width(row.cells[i]), ' ');
    const bool to_right = numbers && i > 0;
    line += (i > 0 ? "  " : "") + (to_right ? gap + row.cells[i] : row.cells[i] + gap);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

std::string text_table(const std::vector<TableRow>& rows, bool numbers) {
  const std::vector<std::size_t> widths = widths_of(rows);
  std::string text;
  for (const TableRow& row : rows) {
    const std::string line = line_of(row, widths, numbers);
    text += row.colour.empty() ? line + "\n" : fmt::format("\x1b[{}m{}\x1b[0m\n", row.colour, line);
  }
  return text;
}

}  // namespace ssm::testkit
