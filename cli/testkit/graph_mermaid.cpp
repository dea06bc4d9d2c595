// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/graph_mermaid.h"

#include <fmt/format.h>

#include "cli/testkit/graph_words.h"

namespace ssm {
namespace {

using Kind = FlowEdge::Kind;
using Shape = FlowNode::Shape;

constexpr std::size_t kLabelWidth = 60;

std::string_view name_of(Direction direction) {
  switch (direction) {
    case Direction::kDown:
      return "TD";
    case Direction::kRight:
      return "LR";
    case Direction::kUp:
      return "BT";
    case Direction::kLeft:
      return "RL";
  }
  return "TD";
}

/// Inside a quoted label. Entities are numbers, which Mermaid reads in every kind of label; what
/// its preprocessor looks for outside of quotes (directives, style statements) must not appear
/// either.
std::string escaped(std::string_view text) {
  constexpr std::string_view kSpecial = "\"#<>&`%;";
  const bool looks_like_style =
      text.find("style") != text.npos || text.find("classDef") != text.npos;
  std::string result;
  for (const char c : text) {
    const bool colon = looks_like_style && c == ':';
    if (kSpecial.find(c) == kSpecial.npos && !colon)
      result += c;
    else
      result += fmt::format("#{};", static_cast<int>(c));
  }
  return result;
}

std::string label_of(const FlowNode& node) {
  std::string label = escaped(node.name);
  for (const std::string& line : {node.action, node.about, node.note})
    if (!line.empty()) label += "<br/>" + escaped(shortened(line, kLabelWidth));
  return label;
}

std::string_view class_of(Tone tone) {
  switch (tone) {
    case Tone::kPlain:
      return "";
    case Tone::kGood:
      return "good";
    case Tone::kBad:
      return "bad";
    case Tone::kStopped:
      return "stopped";
    case Tone::kActive:
      return "active";
    case Tone::kFaint:
      return "faint";
  }
  return "";
}

constexpr std::string_view kClasses =
    "  classDef good fill:#dafbe1,stroke:#1a7f37,color:#000\n"
    "  classDef bad fill:#ffebe9,stroke:#cf222e,color:#000\n"
    "  classDef stopped fill:#fff8c5,stroke:#9a6700,color:#000\n"
    "  classDef active fill:#ddf4ff,stroke:#0969da,color:#000\n"
    "  classDef faint fill:#f6f8fa,stroke:#afb8c1,color:#57606a\n";

std::string with_class(Tone tone) {
  return tone == Tone::kPlain ? "" : fmt::format(":::{}", class_of(tone));
}

std::string node_text(const FlowGraph& graph, std::size_t i) {
  const FlowNode& node = graph.nodes[i];
  std::string_view open = "(\"";
  std::string_view close = "\")";
  if (node.shape == Shape::kBranch) open = "{\"", close = "\"}";
  if (node.shape == Shape::kLoop) open = "{{\"", close = "\"}}";
  if (node.shape == Shape::kPerson) open = "[/\"", close = "\"/]";
  if (node.shape == Shape::kMissing) open = "[\"", close = "\"]";
  return fmt::format("  n{}{}{}{}{}\n", i, open, label_of(node), close, with_class(node.tone));
}

std::string_view arrow_of(const FlowEdge& edge) {
  if (edge.taken) return "==>";
  const bool aside = edge.kind == Kind::kFailure || edge.kind == Kind::kCancel;
  return aside || edge.kind == Kind::kAgain ? "-.->" : "-->";
}

std::string edge_text(const FlowEdge& edge) {
  const std::string label =
      edge.label.empty() ? ""
                         : fmt::format("|\"{}\"|", escaped(shortened(edge.label, kLabelWidth)));
  const std::string target = edge.to ? fmt::format("n{}", *edge.to) : "finish";
  return fmt::format("  n{} {}{} {}\n", edge.from, arrow_of(edge), label, target);
}

/// The nodes, those of a loop with it in a frame.
std::string nodes_text(const FlowGraph& graph) {
  std::string text;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (graph.nodes[i].loop) continue;
    const bool framed = graph.nodes[i].shape == Shape::kLoop;
    if (framed) text += fmt::format("  subgraph frame{} [\" \"]\n", i);
    text += node_text(graph, i);
    for (std::size_t k = i + 1; k < graph.nodes.size() && graph.nodes[k].loop == i; ++k)
      text += node_text(graph, k);
    if (framed) text += "  end\n";
  }
  return text;
}

}  // namespace

std::string to_mermaid(const FlowGraph& graph, Direction direction) {
  const std::string title = fmt::format("{} · {}", graph.title, graph.subtitle);
  std::string text =
      fmt::format("---\ntitle: {}\n---\nflowchart {}\n", to_text(Json(title)), name_of(direction));
  text += "  start((\"start\"))\n";
  text += nodes_text(graph);
  text += fmt::format("  finish(((\"end\"))){}\n", with_class(graph.end));
  if (!graph.nodes.empty())
    text += fmt::format("  start {} n0\n", graph.has_started ? "==>" : "-->");
  for (const FlowEdge& edge : graph.edges) text += edge_text(edge);
  return text + std::string(kClasses);
}

}  // namespace ssm
