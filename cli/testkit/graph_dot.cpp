// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/graph_dot.h"

#include <fmt/format.h>

#include "cli/testkit/graph_words.h"
#include "core/base/text.h"
#include "core/os/program.h"

namespace ssm {
namespace {

/// Inside a quoted label: backslashes begin escapes, ampersands entities.
std::string dot_escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '&') {
      result += "&amp;";
      continue;
    }
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

struct Colours {
  std::string_view fill, line, text;
};

Colours colours_of(Tone tone) {
  switch (tone) {
    case Tone::kPlain:
      return {"#ffffff", "#24292f", "#24292f"};
    case Tone::kGood:
      return {"#dafbe1", "#1a7f37", "#24292f"};
    case Tone::kBad:
      return {"#ffebe9", "#cf222e", "#24292f"};
    case Tone::kStopped:
      return {"#fff8c5", "#9a6700", "#24292f"};
    case Tone::kActive:
      return {"#ddf4ff", "#0969da", "#24292f"};
    case Tone::kFaint:
      break;
  }
  return {"#f6f8fa", "#afb8c1", "#57606a"};
}

std::string_view shape_of(const FlowNode& node) {
  switch (node.shape) {
    case FlowNode::Shape::kStep:
      return "box";
    case FlowNode::Shape::kBranch:
      return "diamond";
    case FlowNode::Shape::kLoop:
      return "hexagon";
    case FlowNode::Shape::kPerson:
      return "parallelogram";
    case FlowNode::Shape::kMissing:
      break;
  }
  return "plaintext";
}

std::string_view style_of(const FlowEdge& edge) {
  if (edge.taken) return "bold";
  return leads_aside(edge) ? "dashed" : "solid";
}

GraphLanguage dot(const FlowGraph& graph) {
  GraphLanguage language{.escaped = dot_escaped,
                         .line_break = "\\n",
                         .node = {},
                         .frame =
                             [](std::size_t i) {
                               return fmt::format(
                                   "  subgraph cluster_{} {{ style=dashed; label=\"\";\n", i);
                             },
                         .frame_end = "  }\n"};
  language.node = [&graph, language](std::size_t i) {
    const FlowNode& node = graph.nodes[i];
    const Colours colours = colours_of(node.tone);
    return fmt::format(
        "  n{} [label=\"{}\", shape={}, fillcolor=\"{}\", color=\"{}\", fontcolor=\"{}\"];\n", i,
        label_of(node, language), shape_of(node), colours.fill, colours.line, colours.text);
  };
  return language;
}

std::string edge_text(const FlowGraph& graph, const FlowEdge& edge, const GraphLanguage& language) {
  const std::string target = edge.to ? fmt::format("n{}", *edge.to) : "finish";
  const std::string_view colour =
      edge.taken || !graph.is_execution ? std::string_view("#24292f") : "#afb8c1";
  std::string text =
      fmt::format("  n{} -> {} [style={}, color=\"{}\"", edge.from, target, style_of(edge), colour);
  if (edge.taken) text += ", penwidth=2.5";
  if (!edge.label.empty()) text += fmt::format(", label=\"{}\"", label_of(edge.label, language));
  return text + "];\n";
}

}  // namespace

std::string to_dot(const FlowGraph& graph, Direction direction) {
  const Colours end = colours_of(graph.end);
  const GraphLanguage language = dot(graph);
  std::string text = fmt::format(
      "digraph runbook {{\n"
      "  rankdir={}; charset=\"UTF-8\"; fontname=\"Helvetica\"; labelloc=t; label=\"{}\\n{}\";\n"
      "  node [style=\"rounded,filled\", fontname=\"Helvetica\", fontsize=11];\n"
      "  edge [fontname=\"Helvetica\", fontsize=9];\n"
      "  start [label=\"start\", shape=circle, fillcolor=\"#ffffff\"];\n",
      code_of(direction), dot_escaped(graph.title), dot_escaped(graph.subtitle));
  text += nodes_text(graph, language);
  text +=
      fmt::format("  finish [label=\"end\", shape=doublecircle, fillcolor=\"{}\", color=\"{}\"];\n",
                  end.fill, end.line);
  if (!graph.nodes.empty())
    text += fmt::format("  start -> n0{};\n", graph.has_started ? " [penwidth=2.5]" : "");
  for (const FlowEdge& edge : graph.edges) text += edge_text(graph, edge, language);
  return text + "}\n";
}

Result<std::string> to_svg(const FlowGraph& graph, Direction direction) {
  const ProgramLimits limits{.time = std::chrono::seconds(120), .bytes = 64 * 1024 * 1024};
  auto drawn = run_program({"dot", "-Tsvg"}, to_dot(graph, direction), limits);
  if (!drawn && drawn.error().code == "NoProgram")
    return failure(
        "Graphviz",
        "SVG is drawn by Graphviz, whose program dot was not found. Install it (its package "
        "is called graphviz), or take --format mermaid, dot or text.");
  if (!drawn) return failure("Graphviz", std::move(drawn).error().message);
  if (drawn->exit_code != 0)
    return failure("Graphviz", fmt::format("dot ended with exit code {}: {}", drawn->exit_code,
                                           trim(printable(drawn->errors))));
  return std::move(drawn->output);
}

}  // namespace ssm
