// SPDX-License-Identifier: Apache-2.0
#include "cli/output/table_output.h"

#include <fmt/format.h>

#include "cli/output/character_width.h"
#include "cli/output/table_sections.h"

namespace ssm {
namespace {

constexpr std::size_t kCellIndent = 2;
constexpr std::string_view kReset = "\x1b[0m";

std::string blanks(std::ptrdiff_t count) {
  return std::string(static_cast<std::size_t>(std::max<std::ptrdiff_t>(count, 0)), ' ');
}

/// What is left of `whole` behind `part`; negative when nothing is.
std::ptrdiff_t left_of(std::size_t whole, std::size_t part) {
  return static_cast<std::ptrdiff_t>(whole) - static_cast<std::ptrdiff_t>(part);
}

/// `text` in the middle of `width` columns, the borders among them.
std::string centred(std::string_view text, std::size_t width, std::string_view left_border) {
  const std::size_t length = text_width(text);
  const std::ptrdiff_t before = left_of(width / 2, length / 2) - 1;
  std::string line(left_border);
  line += blanks(before);
  line += text;
  const std::ptrdiff_t used = static_cast<std::ptrdiff_t>(left_border.size() + length) + before;
  return line + blanks(static_cast<std::ptrdiff_t>(width) - 1 - used) + "|";
}

class TableWriter {
 public:
  TableWriter(std::size_t width, const TableStyle& style)
      : width_(width), colour_(style.colour), reset_(style.resets ? kReset : "") {
    add(std::string(width, '-') + "\n");
  }

  void write(const TableSection& section) {
    const std::size_t inner = width_ - 2 * section.indent;
    if (!section.title.value_or("").empty()) {
      add_line(centred(*section.title, inner, "|"), section.indent);
      if (section.headers.empty() && section.rows.empty())
        add_line("+" + std::string(inner - 2, '-') + "+", section.indent);
    }
    const std::vector<std::size_t> widths = section.widths_within(inner);
    if (!section.headers.empty()) {
      add_line(rule(widths), section.indent);
      add_line(header_line(section.headers, widths), section.indent);
    }
    if (section.rows.empty() || widths.empty()) return;
    add_line(rule(widths), section.indent);
    for (const TableSection::Row& row : section.rows)
      add_line(row_line(row, widths), section.indent);
    add_line(rule(widths), section.indent);
  }

  std::string take() { return std::move(out_); }

 private:
  void add_line(const std::string& line, std::size_t indent) {
    const std::string border = colour_ ? fmt::format("\x1b[2m\x1b[33m|{}", kReset) : "|";
    std::string around;
    for (std::size_t i = 0; i < indent; ++i) around += border;
    for (const std::string_view piece : {std::string_view(around), std::string_view(line),
                                         std::string_view(around), std::string_view("\n")})
      add(piece);
  }

  void add(std::string_view piece) {
    out_ += piece;
    out_ += reset_;
  }

  static std::string rule(const std::vector<std::size_t>& widths) {
    std::string line = "+";
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const std::size_t borders = i == 0 ? 2 : 1;
      line += std::string(std::max(widths[i], borders) - borders, '-') + "+";
    }
    return line;
  }

  static std::string header_line(const TableSection::Row& headers,
                                 const std::vector<std::size_t>& widths) {
    std::string line;
    for (std::size_t i = 0; i < headers.size(); ++i)
      line += centred(headers[i], widths[i], i == 0 ? "|" : "");
    return line;
  }

  std::string row_line(const TableSection::Row& row, const std::vector<std::size_t>& widths) const {
    std::string line = "|";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::size_t borders = i == 0 ? 2 : 1;
      std::ptrdiff_t room = left_of(widths[i], borders + text_width(row[i]));
      const std::size_t before = room >= static_cast<std::ptrdiff_t>(kCellIndent) ? kCellIndent : 0;
      room -= static_cast<std::ptrdiff_t>(before);
      line += std::string(before, ' ') + styled(row[i]) + blanks(room) + "|";
    }
    return line;
  }

  std::string styled(const std::string& cell) const {
    return colour_ ? fmt::format("\x1b[1m\x1b[34m{}{}", cell, kReset) : cell;
  }

  std::size_t width_;
  bool colour_;
  std::string_view reset_;
  std::string out_;
};

std::size_t widest(const std::vector<TableSection>& sections) {
  std::size_t width = 0;
  for (const TableSection& section : sections) width = std::max(width, section.total_width());
  return width;
}

}  // namespace

Result<std::string> to_table_output(std::string_view title, const Json& value,
                                    const TableStyle& style) {
  TRY_ASSIGN(std::vector<TableSection> sections, table_sections(title, value));
  if (sections.empty()) return std::string();
  if (widest(sections) > style.terminal_width)
    for (TableSection& section : sections)
      if (section.rows.size() == 1 && !section.headers.empty()) section = section.turned();
  TableWriter writer(widest(sections), style);
  for (const TableSection& section : sections) writer.write(section);
  return writer.take();
}

}  // namespace ssm
