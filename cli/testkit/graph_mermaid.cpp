// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/graph_mermaid.h"

#include <fmt/format.h>

#include "core/base/json.h"

namespace ssm {
namespace {

/// Inside a quoted label. Entities are numbers, which Mermaid reads in every kind of label; what
/// its preprocessor looks for outside of quotes (directives, style statements) must not appear
/// either.
std::string mermaid_escaped(std::string_view text) {
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

constexpr std::string_view kMermaidClasses =
    "  classDef good fill:#dafbe1,stroke:#1a7f37,color:#000\n"
    "  classDef bad fill:#ffebe9,stroke:#cf222e,color:#000\n"
    "  classDef stopped fill:#fff8c5,stroke:#9a6700,color:#000\n"
    "  classDef active fill:#ddf4ff,stroke:#0969da,color:#000\n"
    "  classDef faint fill:#f6f8fa,stroke:#afb8c1,color:#57606a\n";

std::string with_class(Tone tone) {
  return tone == Tone::kPlain ? "" : fmt::format(":::{}", class_of(tone));
}

GraphLanguage mermaid(const FlowGraph& graph) {
  GraphLanguage language{
      .escaped = mermaid_escaped,
      .line_break = "<br/>",
      .node = {},
      .frame = [](std::size_t i) { return fmt::format("  subgraph frame{} [\" \"]\n", i); },
      .frame_end = "  end\n"};
  language.node = [&graph, language](std::size_t i) {
    const FlowNode& node = graph.nodes[i];
    std::string_view open = "(\"";
    std::string_view close = "\")";
    if (node.shape == FlowNode::Shape::kBranch) open = "{\"", close = "\"}";
    if (node.shape == FlowNode::Shape::kLoop) open = "{{\"", close = "\"}}";
    if (node.shape == FlowNode::Shape::kPerson) open = "[/\"", close = "\"/]";
    if (node.shape == FlowNode::Shape::kMissing) open = "[\"", close = "\"]";
    return fmt::format("  n{}{}{}{}{}\n", i, open, label_of(node, language), close,
                       with_class(node.tone));
  };
  return language;
}

std::string_view arrow_of(const FlowEdge& edge) {
  if (edge.taken) return "==>";
  return leads_aside(edge) ? "-.->" : "-->";
}

std::string edge_text(const FlowEdge& edge, const GraphLanguage& language) {
  const std::string label =
      edge.label.empty() ? "" : fmt::format("|\"{}\"|", label_of(edge.label, language));
  const std::string target = edge.to ? fmt::format("n{}", *edge.to) : "finish";
  return fmt::format("  n{} {}{} {}\n", edge.from, arrow_of(edge), label, target);
}

}  // namespace

std::string to_mermaid(const FlowGraph& graph, Direction direction) {
  const std::string title = fmt::format("{} · {}", graph.title, graph.subtitle);
  std::string text =
      fmt::format("---\ntitle: {}\n---\nflowchart {}\n", to_text(Json(title)), code_of(direction));
  const GraphLanguage language = mermaid(graph);
  text += "  start((\"start\"))\n";
  text += nodes_text(graph, language);
  text += fmt::format("  finish(((\"end\"))){}\n", with_class(graph.end));
  if (!graph.nodes.empty())
    text += fmt::format("  start {} n0\n", graph.has_started ? "==>" : "-->");
  for (const FlowEdge& edge : graph.edges) text += edge_text(edge, language);
  return text + std::string(kMermaidClasses);
}

}  // namespace ssm
