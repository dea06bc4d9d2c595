// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/graph_drawing.h"

#include <optional>
#include <string>

#include "cli/testkit/graph_words.h"

namespace ssm {

std::string_view code_of(Direction direction) {
  switch (direction) {
    case Direction::kDown:
      return "TB";
    case Direction::kRight:
      return "LR";
    case Direction::kUp:
      return "BT";
    case Direction::kLeft:
      return "RL";
  }
  return "TB";
}

bool leads_aside(const FlowEdge& edge) {
  using Kind = FlowEdge::Kind;
  return edge.kind == Kind::kFailure || edge.kind == Kind::kCancel || edge.kind == Kind::kAgain;
}

std::string label_of(std::string_view text, const GraphLanguage& language) {
  constexpr std::size_t kWidth = 60;
  return language.escaped(shortened(text, kWidth));
}

std::string label_of(const FlowNode& node, const GraphLanguage& language) {
  std::string label = language.escaped(node.name);
  for (const std::string& line : {node.action, node.about, node.note})
    if (!line.empty()) label += std::string(language.line_break) + label_of(line, language);
  return label;
}

namespace {

/// The nodes of one list: those of a loop, or those of none.
std::string list_text(const FlowGraph& graph, const GraphLanguage& language,
                      std::optional<std::size_t> loop) {
  std::string text;
  for (std::size_t i = loop.value_or(0); i < graph.nodes.size(); ++i) {
    if (graph.nodes[i].loop != loop) continue;
    const bool framed = graph.nodes[i].shape == FlowNode::Shape::kLoop;
    if (framed) text += language.frame(i);
    text += language.node(i);
    if (framed) text += list_text(graph, language, i) + std::string(language.frame_end);
  }
  return text;
}

}  // namespace

std::string nodes_text(const FlowGraph& graph, const GraphLanguage& language) {
  return list_text(graph, language, std::nullopt);
}

}  // namespace ssm
