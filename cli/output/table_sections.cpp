// SPDX-License-Identifier: Apache-2.0
#include "cli/output/table_sections.h"

#include <fmt/format.h>
#include <cmath>
#include <set>

#include "cli/output/character_width.h"
#include "cli/output/text_output.h"

namespace ssm {
namespace {

constexpr std::size_t kPadding = 4;  // two blanks on either side of a cell
constexpr std::size_t kBorders = 2;

using Names = std::set<std::string>;

/// What Python takes for false.
bool is_nothing(const Json& value) {
  if (value.is_string()) return value.get_ref<const std::string&>().empty();
  if (value.is_number()) return value == 0;
  if (value.is_boolean()) return !value.get<bool>();
  return value.empty();
}

void group_names(const Json& object, Names& scalars, Names& nested) {
  for (const auto& [name, member] : object.items())
    (member.is_primitive() ? scalars : nested).insert(name);
}

TableSection::Row cells_of(const Json& object, const Names& names) {
  TableSection::Row row;
  for (const std::string& name : names) {
    const Json* member = find_member(object, name);
    row.push_back(member == nullptr ? "" : to_python_str(*member));
  }
  return row;
}

class Builder {
 public:
  /// `title`: nothing for a list inside a list, which adds to the section it stands in.
  Completed build(const std::string* title, const Json& value, std::size_t indent) {
    if (is_nothing(value)) return {};
    if (title != nullptr) open_section(title, indent);
    if (value.is_object()) return add_object(value, indent);
    if (!value.is_array()) return {};
    if (value.front().is_object()) return add_objects(title, value, indent);
    for (const Json& item : value) TRY(add_item(item));
    return {};
  }

  std::vector<TableSection> take() { return std::move(sections_); }

 private:
  void open_section(const std::string* title, std::size_t indent) {
    sections_.emplace_back();
    if (title != nullptr) sections_.back().title = *title;
    sections_.back().indent = indent;
  }

  Completed add_headers(const Names& names) {
    TableSection& section = sections_.back();
    if (!section.columns) section.columns = names.size();
    if (names.size() > *section.columns) return failure("General", "list index out of range");
    section.headers.assign(names.begin(), names.end());
    return {};
  }

  Completed add_row(TableSection::Row row) {
    TableSection& section = sections_.back();
    if (!section.columns) section.columns = row.size();
    if (row.size() != *section.columns)
      return failure("General", fmt::format("Row should have {} elements, instead it has {}",
                                            *section.columns, row.size()));
    section.rows.push_back(std::move(row));
    return {};
  }

  Completed add_item(const Json& item) {
    if (item.is_primitive()) return add_row({to_python_str(item)});
    TableSection::Row row;
    if (item.is_object()) {
      for (const auto& [name, member] : item.items()) row.push_back(name);
      return add_row(std::move(row));
    }
    if (!std::all_of(item.begin(), item.end(),
                     [](const Json& cell) { return cell.is_primitive(); }))
      return build(nullptr, item, 0);
    for (const Json& cell : item) row.push_back(to_python_str(cell));
    return add_row(std::move(row));
  }

  Completed add_object(const Json& object, std::size_t indent) {
    Names scalars;
    Names nested;
    group_names(object, scalars, nested);
    if (scalars.size() == 1) {
      const std::string& name = *scalars.begin();
      TRY(add_row({name, to_python_str(*find_member(object, name))}));
    } else if (!scalars.empty()) {
      TRY(add_headers(scalars));
      TRY(add_row(cells_of(object, scalars)));
    }
    return add_nested(object, nested, indent);
  }

  Completed add_objects(const std::string* title, const Json& list, std::size_t indent) {
    Names scalars;
    Names nested;
    for (const Json& item : list) {
      if (!item.is_object())
        return failure("General", "A table cannot show objects and other items in one list");
      group_names(item, scalars, nested);
    }
    for (const Json& item : list) {
      if (&item != &list.front() && !nested.empty()) open_section(title, indent);
      if (&item == &list.front() || !nested.empty()) TRY(add_headers(scalars));
      TRY(add_row(cells_of(item, scalars)));
      TRY(add_nested(item, nested, indent));
    }
    return {};
  }

  Completed add_nested(const Json& object, const Names& names, std::size_t indent) {
    for (const std::string& name : names)
      if (const Json* member = find_member(object, name)) TRY(build(&name, *member, indent + 1));
    return {};
  }

  std::vector<TableSection> sections_;
};

/// To the nearest, halves to the even neighbour.
std::size_t rounded(double value) {
  return static_cast<std::size_t>(std::nearbyint(value));
}

}  // namespace

std::vector<std::size_t> TableSection::widths() const {
  std::vector<std::size_t> result(columns.value_or(0), 0);
  const auto widen = [&](const Row& row) {
    for (std::size_t i = 0; i < row.size() && i < result.size(); ++i)
      result[i] = std::max(result[i], text_width(row[i]));
  };
  widen(headers);
  for (const Row& row : rows) widen(row);
  return result;
}

std::size_t TableSection::total_width() const {
  std::size_t cells = 0;
  for (const std::size_t width : widths()) cells += width + kPadding;
  return kBorders + std::max(cells, text_width(title.value_or("None"))) + 2 * indent;
}

std::vector<std::size_t> TableSection::widths_within(std::size_t width) const {
  std::vector<std::size_t> scaled = widths();
  std::size_t sum = 0;
  for (std::size_t& column : scaled) sum += column += kPadding;
  if (scaled.empty()) return scaled;
  const double factor = static_cast<double>(width) / static_cast<double>(sum);
  std::size_t total = 0;
  for (std::size_t& column : scaled)
    total += column = rounded(factor * static_cast<double>(column));
  for (std::size_t i = 0; total > width; i = (i + 1) % scaled.size(), --total) --scaled[i];
  for (std::size_t i = scaled.size(); total < width; ++total) {
    i = i == 0 ? scaled.size() - 1 : i - 1;
    ++scaled[i];
  }
  return scaled;
}

TableSection TableSection::turned() const {
  TableSection result;
  result.title = title;
  result.indent = indent;
  result.columns = 2;
  for (std::size_t i = 0; i < headers.size() && i < rows[0].size(); ++i)
    result.rows.push_back({headers[i], rows[0][i]});
  return result;
}

Result<std::vector<TableSection>> table_sections(std::string_view title, const Json& value) {
  Builder builder;
  const std::string name(title);
  TRY(builder.build(&name, value, 0));
  return builder.take();
}

}  // namespace ssm
