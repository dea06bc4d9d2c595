// SPDX-License-Identifier: Apache-2.0
#include "core/document/node.h"

#include <fmt/format.h>
#include <utility>

#include "core/base/text.h"
#include "core/document/readers.h"

namespace ssm {
namespace {

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return text.starts_with(kMark) ? text.substr(kMark.size()) : text;
}

DocumentFormat likely_format(std::string_view text, std::string_view file) {
  const bool is_yaml = file.ends_with(".yaml") || file.ends_with(".yml");
  return !is_yaml && begins_like_json(text) ? DocumentFormat::kJson : DocumentFormat::kYaml;
}

bool may_be_yaml_all_the_same(DocumentFormat likely, std::string_view file) {
  return likely == DocumentFormat::kJson && !file.ends_with(".json");
}

/// The first character that is not UTF-8, in text that has one.
Location first_invalid(std::string_view text) {
  constexpr std::size_t kMostBytes = 4;  // of a character
  Location at{1, 1};
  while (!text.empty()) {
    std::size_t bytes = 1;
    while (bytes <= kMostBytes && !is_valid_utf8(text.substr(0, bytes))) ++bytes;
    if (bytes > kMostBytes) break;
    const bool ends_line = text.front() == '\n';
    at = {at.line + (ends_line ? 1 : 0), ends_line ? 1 : at.column + 1};
    text.remove_prefix(bytes);
  }
  return at;
}

}  // namespace

std::string to_text(const Problem& problem, std::string_view file) {
  std::string text;
  if (!file.empty()) text += fmt::format("{}:", file);
  if (problem.at.line > 0) text += fmt::format("{}:{}:", problem.at.line, problem.at.column);
  if (!text.empty()) text += ' ';
  if (!problem.path.empty()) text += fmt::format("{}: ", problem.path);
  return text + problem.message;
}

const Node* Node::find(std::string_view name) const {
  for (const Member& member : members) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

Problem not_well_formed(DocumentFormat format, Location at, std::string_view reason) {
  Problem problem{
      .code = "InvalidDocumentContent", .message = {}, .at = at, .path = {}, .rule = "syntax"};
  problem.message =
      fmt::format("{} not well-formed.", format == DocumentFormat::kJson ? "JSON" : "YAML");
  if (at.line > 0) {
    problem.message += fmt::format(" at Line: {}, Column: {}", at.line, at.column);
    if (!reason.empty()) problem.message += '.';
  }
  if (!reason.empty()) problem.message += fmt::format(" {}", reason);
  return problem;
}

bool begins_like_json(std::string_view text) {
  const std::string_view start = trim(without_byte_order_mark(text));
  return start.starts_with('{') || start.starts_with('[');
}

DocumentFormat guessed_format(std::string_view text, std::string_view file) {
  const DocumentFormat likely = likely_format(text, file);
  if (!may_be_yaml_all_the_same(likely, file)) return likely;
  const DocumentLimits limits{.max_bytes = text.size()};
  return !read_nodes(text, likely, limits) && read_nodes(text, DocumentFormat::kYaml, limits)
             ? DocumentFormat::kYaml
             : likely;
}

tl::expected<Node, Problem> read_any_nodes(std::string_view text, std::string_view file,
                                           const DocumentLimits& limits) {
  const DocumentFormat likely = likely_format(text, file);
  auto nodes = read_nodes(text, likely, limits);
  if (nodes || !may_be_yaml_all_the_same(likely, file)) return nodes;
  auto others = read_nodes(text, DocumentFormat::kYaml, limits);
  return others ? std::move(others) : std::move(nodes);
}

tl::expected<Node, Problem> read_nodes(std::string_view text, DocumentFormat format,
                                       const DocumentLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return tl::unexpected(
        Problem{.code = "MaxDocumentSizeExceeded",
                .message = fmt::format("The document has {} bytes, more than the {} allowed.",
                                       text.size(), limits.max_bytes),
                .at = {},
                .path = {}});
  }
  text = without_byte_order_mark(text);
  if (!is_valid_utf8(text)) {
    return tl::unexpected(
        not_well_formed(format, first_invalid(text), "The text is not valid UTF-8 here."));
  }
  return format == DocumentFormat::kJson ? read_json(text, limits) : read_yaml(text, limits);
}

Json to_json(const Node& node) {
  switch (node.kind) {
    case Node::Kind::kNull:
    case Node::Kind::kBoolean:
    case Node::Kind::kInteger:
    case Node::Kind::kFloat:
    case Node::Kind::kString:
      return scalar_value(node);
    case Node::Kind::kList: {
      Json list = Json::array();
      for (const Node& item : node.items) list.push_back(to_json(item));
      return list;
    }
    case Node::Kind::kMap: {
      Json map = Json::object();
      // Names are unique already; the checking insertion of ordered_json is linear each.
      auto& members = map.get_ref<Json::object_t&>();
      members.reserve(node.members.size());
      for (const Node::Member& member : node.members) {
        static_cast<Json::object_t::Container&>(members).emplace_back(member.name,
                                                                      to_json(member.value));
      }
      return map;
    }
  }
  return nullptr;
}

Node to_node(const Json& value) {
  Node node;
  if (value.is_boolean()) node.kind = Node::Kind::kBoolean;
  if (value.is_number()) {
    node.kind = value.is_number_integer() ? Node::Kind::kInteger : Node::Kind::kFloat;
  }
  if (value.is_boolean() || value.is_number()) node.text = to_text(value);
  if (value.is_string()) {
    node.kind = Node::Kind::kString;
    node.text = value.get<std::string>();
  }
  if (value.is_array()) {
    node.kind = Node::Kind::kList;
    for (const Json& item : value) node.items.push_back(to_node(item));
  }
  if (value.is_object()) {
    node.kind = Node::Kind::kMap;
    for (const auto& [name, member] : value.items())
      node.members.push_back({.name = name, .at = {}, .value = to_node(member)});
  }
  return node;
}

}  // namespace ssm
