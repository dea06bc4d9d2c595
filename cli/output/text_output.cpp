// SPDX-License-Identifier: Apache-2.0
#include "cli/output/text_output.h"

#include <map>
#include <set>

#include "core/base/python_text.h"
#include "core/base/text.h"

namespace ssm {
namespace {

using Names = std::set<std::string>;

/// Letters beyond ASCII stay as they are: names of members have none.
std::string upper(std::string_view label) {
  std::string result(label);
  for (char& c : result)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return result;
}

void add_scalar_names(const Json& value, Names& names) {
  if (!value.is_object()) return;
  for (const auto& [name, member] : value.items())
    if (member.is_primitive()) names.insert(name);
}

class TextWriter {
 public:
  /// `label`: the member's name, or nothing. `columns`: the scalar members to write, or nothing for
  /// the object's own.
  void write(const Json& value, const std::string* label, const Names* columns) {
    if (value.is_object())
      write_object(value, label, columns);
    else if (value.is_array())
      write_list(value, label);
    else
      out_ += to_python_str(value) + "\n";
  }

  std::string take() { return std::move(out_); }

 private:
  void write_object(const Json& object, const std::string* label, const Names* columns) {
    Names own;
    if (columns == nullptr) {
      add_scalar_names(object, own);
      columns = &own;
    }
    std::vector<std::string> cells;
    for (const std::string& name : *columns) {
      const Json* member = find_member(object, name);
      cells.push_back(member == nullptr ? "" : to_python_str(*member));
    }
    if (!cells.empty()) {
      if (label != nullptr) cells.insert(cells.begin(), upper(*label));
      out_ += join(cells, "\t") + "\n";
    }
    std::map<std::string, const Json*> rest;
    for (const auto& [name, member] : object.items())
      if (columns->count(name) == 0) rest[name] = &member;
    for (const auto& [name, member] : rest) write(*member, &name, nullptr);
  }

  void write_list(const Json& list, const std::string* label) {
    if (std::any_of(list.begin(), list.end(), [](const Json& item) { return item.is_object(); })) {
      Names columns;
      for (const Json& item : list) add_scalar_names(item, columns);
      for (const Json& item : list) write(item, label, &columns);
      return;
    }
    write_scalars(list, label);
    for (const Json& item : list)
      if (item.is_array()) write_list(item, label);
  }

  void write_scalars(const Json& list, const std::string* label) {
    std::vector<std::string> cells;
    for (const Json& item : list)
      if (item.is_primitive()) cells.push_back(to_python_str(item));
    if (cells.empty()) return;
    if (label == nullptr) {
      out_ += join(cells, "\t") + "\n";
      return;
    }
    for (const std::string& cell : cells) out_ += upper(*label) + "\t" + cell + "\n";
  }

  std::string out_;
};

}  // namespace

std::string to_python_str(const Json& scalar) {
  return scalar.is_string() ? scalar.get<std::string>() : python_repr(scalar);
}

std::string to_text_output(const Json& value) {
  TextWriter writer;
  writer.write(value, nullptr, nullptr);
  return writer.take();
}

}  // namespace ssm
