// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// A box of a table: a title, column headers, rows of as many cells. Sections nest by `indent`.
struct TableSection {
  using Row = std::vector<std::string>;

  std::optional<std::string> title;
  Row headers;
  std::vector<Row> rows;
  std::size_t indent = 0;
  std::optional<std::size_t> columns;  // set by the first headers or row

  /// The widest cell of each column.
  std::vector<std::size_t> widths() const;

  /// The width of the whole with its borders and those around it.
  std::size_t total_width() const;

  /// The widths of the columns when the section is `width` wide, each border counted with the
  /// column to its left and the first border with the first column.
  std::vector<std::size_t> widths_within(std::size_t width) const;

  /// One row of several columns becomes several rows of two: header and value.
  TableSection turned() const;
};

/// The sections of a value, outer before inner. Errors: code "General".
Result<std::vector<TableSection>> table_sections(std::string_view title, const Json& value);

}  // namespace ssm
