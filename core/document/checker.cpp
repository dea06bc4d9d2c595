// SPDX-License-Identifier: Apache-2.0
#include "core/document/checker.h"

#include <fmt/format.h>

#include <charconv>
#include <tuple>

#include "core/base/text.h"

namespace ssm {
namespace {

/// Takes ".name", "name" or "[3]" off the front of `path`; nullptr: not there.
const Node* take_segment(const Node& node, std::string_view& path) {
  if (path.starts_with('[')) {
    std::size_t index = 0;
    const auto read = std::from_chars(path.data() + 1, path.data() + path.size(), index);
    path.remove_prefix(static_cast<std::size_t>(read.ptr - path.data()));
    if (!path.starts_with(']') || index >= node.items.size()) return nullptr;
    path.remove_prefix(1);
    return &node.items[index];
  }
  if (path.starts_with('.')) path.remove_prefix(1);
  const std::string_view name = path.substr(0, path.find_first_of(".["));
  path.remove_prefix(name.size());
  return node.find(name);
}

const Node::Member* find_member_of(const Node* map, std::string_view name) {
  if (map == nullptr) return nullptr;
  for (const Node::Member& member : map->members) {
    if (member.name == name) return &member;
  }
  return nullptr;
}

/// Names of inputs are read in any case.
const Node::Member* find_input_member(const Node& inputs, std::string_view name) {
  if (const Node::Member* exact = find_member_of(&inputs, name)) return exact;
  for (const Node::Member& member : inputs.members) {
    if (equals_ignore_case(member.name, name)) return &member;
  }
  return nullptr;
}

}  // namespace

const Node* find_node(const Node& root, std::string_view path) {
  const Node* node = &root;
  while (node != nullptr && !path.empty()) {
    const std::size_t before = path.size();
    node = take_segment(*node, path);
    if (path.size() == before) return nullptr;
  }
  return node;
}

void Checker::add(std::string_view rule, Location at, std::string path, std::string message) {
  problems_.push_back({.code = "InvalidDocumentContent",
                       .message = std::move(message),
                       .at = at,
                       .path = std::move(path),
                       .rule = rule});
}

void Checker::add(std::string_view rule, const Step& step, std::string_view property,
                  std::string message) {
  const Node::Member* member = find_member_of(find_node(document_.root, step.path), property);
  if (member == nullptr) {
    add(rule, step.at, step.path, std::move(message));
  } else {
    add(rule, member->at, fmt::format("{}.{}", step.path, property), std::move(message));
  }
}

void Checker::add_input(std::string_view rule, const Step& step, std::string_view input,
                        std::string message, std::string fix) {
  const Node::Member* member = find_input_member(step.inputs_node, input);
  if (member == nullptr) {
    add(rule, step, "inputs", std::move(message));
  } else {
    add(rule, member->at, fmt::format("{}.inputs.{}", step.path, member->name), std::move(message));
  }
  problems_.back().fix = std::move(fix);
}

std::vector<Problem> Checker::take_problems() {
  std::stable_sort(problems_.begin(), problems_.end(), [](const Problem& a, const Problem& b) {
    return std::tuple(a.at.line, a.at.column) < std::tuple(b.at.line, b.at.column);
  });
  return std::move(problems_);
}

void for_each_step(const std::vector<Step>& steps, const std::function<void(const Step&)>& visit) {
  for (const Step& step : steps) {
    visit(step);
    for_each_step(step.steps, visit);
  }
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string near = nearest(word, candidates);
  return near.empty() ? std::string() : fmt::format(" Did you mean \"{}\"?", near);
}

std::string to_java_text(const Json& value) {
  if (!value.is_structured()) return to_embedded_text(value);
  std::vector<std::string> parts;
  if (value.is_array()) {
    for (const Json& item : value) parts.push_back(to_java_text(item));
    return fmt::format("[{}]", join(parts, ", "));
  }
  for (const auto& [name, member] : value.items()) {
    parts.push_back(fmt::format("{}={}", name, to_java_text(member)));
  }
  return fmt::format("{{{}}}", join(parts, ", "));
}

}  // namespace ssm
