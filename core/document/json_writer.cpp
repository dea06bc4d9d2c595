// SPDX-License-Identifier: Apache-2.0
#include "core/base/json.h"
#include "core/document/writers.h"

namespace ssm {
namespace {

constexpr std::size_t kJsonIndent = 2;  // blanks of indentation

bool is_digit_at(std::string_view text, std::size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

/// Whether a number that YAML takes is one of JSON, too: no plus sign, no bare point, no
/// underscore.
bool is_json_number(std::string_view text) {
  if (text.find('_') != std::string_view::npos || text.starts_with('+')) return false;
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  const std::size_t point = text.find('.');
  const bool has_leading_zero = is_digit_at(text, first + 1) && text[first] == '0';
  return is_digit_at(text, first) && !has_leading_zero &&
         (point == std::string_view::npos || is_digit_at(text, point + 1));
}

/// Recursion is bounded by the depth that the readers allow.
void write_json(const Node& value, std::size_t indent, std::string& out) {
  const auto new_line = [&](std::size_t blanks) { out.append("\n").append(blanks, ' '); };
  switch (value.kind) {
    case Node::Kind::kNull:
      out += "null";
      return;
    case Node::Kind::kBoolean:
    case Node::Kind::kInteger:
      out += value_text(value);
      return;
    case Node::Kind::kFloat:
      out += is_json_number(value.text) ? value.text : value_text(value);
      return;
    case Node::Kind::kString:
      out += to_text(Json(value.text));
      return;
    case Node::Kind::kList:
      out += '[';
      for (const Node& item : value.items) {
        if (&item != &value.items.front()) out += ',';
        new_line(indent + kJsonIndent);
        write_json(item, indent + kJsonIndent, out);
      }
      if (!value.items.empty()) new_line(indent);
      out += ']';
      return;
    case Node::Kind::kMap:
      out += '{';
      for (const Node::Member& member : value.members) {
        if (&member != &value.members.front()) out += ',';
        new_line(indent + kJsonIndent);
        out += to_text(Json(member.name)) + ": ";
        write_json(member.value, indent + kJsonIndent, out);
      }
      if (!value.members.empty()) new_line(indent);
      out += '}';
      return;
  }
}

}  // namespace

std::string to_json_document(const Node& value) {
  std::string text;
  write_json(value, 0, text);
  return text;
}

}  // namespace ssm
