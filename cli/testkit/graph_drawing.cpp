// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/graph_drawing.h"

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

std::string nodes_text(const FlowGraph& graph, const GraphLanguage& language) {
  std::string text;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (graph.nodes[i].loop) continue;
    const bool framed = graph.nodes[i].shape == FlowNode::Shape::kLoop;
    if (framed) text += language.frame(i);
    text += language.node(i);
    for (std::size_t k = i + 1; k < graph.nodes.size() && graph.nodes[k].loop == i; ++k)
      text += language.node(k);
    if (framed) text += language.frame_end;
  }
  return text;
}

}  // namespace ssm
