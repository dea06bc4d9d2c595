// SPDX-License-Identifier: Apache-2.0
// Every published runbook can be drawn, and Graphviz takes what we give it.
#include <catch2/catch.hpp>
#include <iostream>

#include "cli/output/character_width.h"
#include "cli/testkit/graph_dot.h"
#include "cli/testkit/graph_mermaid.h"
#include "cli/testkit/graph_text.h"
#include "core/base/text.h"
#include "core/os/program.h"
#include "tests/unit_graph/documents.h"

namespace ssm {
namespace {

/// Steps and ways of all runbooks in one text: Graphviz is started once.
std::string all_dot(const std::vector<FlowGraph>& graphs) {
  std::string text;
  for (const FlowGraph& graph : graphs) text += to_dot(graph, Direction::kDown);
  return text;
}

/// Of those that are no runbooks at all nothing is drawn.
std::vector<FlowGraph> corpus_graphs() {
  std::vector<FlowGraph> graphs;
  for (const auto& file : test::corpus_files()) {
    auto graph = test::graph_of(file);
    INFO(file.string());
    CHECK((graph && !graph->nodes.empty()) == test::has_steps(file));
    if (graph) graphs.push_back(std::move(*graph));
  }
  return graphs;
}

std::size_t columns(std::string line) {
  // Box drawing is counted as two columns where East Asian fonts are; terminals here have one.
  for (const std::string_view wide :
       {"─", "━", "│", "┃", "├", "┣", "└", "┗", "→", "⇒", "↓", "…", "○", "◇", "↻", "▱", "✗", "✓"})
    for (std::size_t at = line.find(wide); at != line.npos; at = line.find(wide))
      line.replace(at, wide.size(), " ");
  return text_width(line);
}

bool has_long_word(const FlowGraph& graph, std::size_t width) {
  return std::ranges::any_of(graph.nodes,
                             [&](const FlowNode& node) { return node.name.size() + 25 > width; });
}

}  // namespace

TEST_CASE("every published runbook is drawn in every format") {
  for (const FlowGraph& graph : corpus_graphs()) {
    INFO(graph.title);
    for (const std::size_t width : {std::size_t{80}, std::size_t{50}}) {
      const std::string text = to_graph_text(graph, {.width = width});
      for (const FlowNode& node : graph.nodes) CHECK(text.find(node.name) != text.npos);
      if (has_long_word(graph, width)) continue;
      for (const std::string& line : split(text, '\n')) CHECK(columns(line) <= width);
    }
    const std::string mermaid = to_mermaid(graph, Direction::kDown);
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
      CHECK(mermaid.find("  n" + std::to_string(i)) != mermaid.npos);
  }
}

TEST_CASE("Graphviz takes every published runbook") {
  const std::vector<FlowGraph> graphs = corpus_graphs();
  if (graphs.empty()) return;
  const ProgramLimits limits{.time = std::chrono::seconds(120), .bytes = 64 * 1024 * 1024};
  const auto read = run_program({"dot", "-Tcanon"}, all_dot(graphs), limits);
  if (!read && read.error().code == "NoProgram") {
    std::cout << "skipped " << graphs.size() << " runbooks: no dot\n";
    return;
  }
  REQUIRE(read);
  INFO(read->errors);
  CHECK(read->exit_code == 0);
  const auto count = [&](const std::string& word) {
    std::size_t found = 0;
    for (const std::string& line : split(read->output, '\n')) found += line.starts_with(word);
    return found;
  };
  CHECK(count("digraph") == graphs.size());
}

TEST_CASE("SVG is well-formed") {
  std::vector<FlowGraph> graphs = {test::own_graph("flow"), test::own_graph("hostile"),
                                   test::own_graph("broken")};
  for (const FlowGraph& graph : graphs) {
    const auto svg = to_svg(graph, Direction::kRight);
    if (!svg && svg.error().message.find("not found") != std::string::npos) {
      CHECK(svg.error().message.find("graphviz") != std::string::npos);
      std::cout << "skipped " << graphs.size() << " drawings: no dot\n";
      return;
    }
    INFO(graph.title);
    REQUIRE(svg);
    CHECK(test::xml_mistake(*svg) == "");
  }
}

}  // namespace ssm
