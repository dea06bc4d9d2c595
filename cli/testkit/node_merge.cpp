// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/node_merge.h"

#include <charconv>

namespace ssm::testkit {

Node merged(const Node& base, const Node& over) {
  if (base.kind != Node::Kind::kMap || over.kind != Node::Kind::kMap) return over;
  Node result = base;
  result.at = over.at;
  for (const Node::Member& member : over.members) {
    const auto found = std::ranges::find(result.members, member.name, &Node::Member::name);
    if (found == result.members.end())
      result.members.push_back(member);
    else
      *found = {member.name, member.at, merged(found->value, member.value)};
  }
  return result;
}

std::size_t node_count(const Node& node) {
  std::size_t count = 1;
  for (const Node& item : node.items) count += node_count(item);
  for (const Node::Member& member : node.members) count += node_count(member.value);
  return count;
}

const Node& node_at(const Node& root, std::string_view path) {
  const Node* node = &root;
  while (!path.empty()) {
    const Node* next = nullptr;
    if (path.front() == '[') {
      std::size_t index = 0;
      const auto end = path.find(']');
      if (end == std::string_view::npos) return *node;
      std::from_chars(path.data() + 1, path.data() + end, index);
      if (index < node->items.size()) next = &node->items[index];
      path.remove_prefix(end + 1);
    } else {
      const std::string_view name = path.substr(0, path.find_first_of(".["));
      next = node->find(name);
      path.remove_prefix(name.size());
    }
    if (path.starts_with('.')) path.remove_prefix(1);
    if (next == nullptr) return *node;
    node = next;
  }
  return *node;
}

}  // namespace ssm::testkit
