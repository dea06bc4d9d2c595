// SPDX-License-Identifier: Apache-2.0
// Names that mean something to terminals, Mermaid, Graphviz or XML stay names.
#include <catch2/catch.hpp>

#include "actions/registry.h"
#include "cli/testkit/graph_dot.h"
#include "cli/testkit/graph_mermaid.h"
#include "cli/testkit/graph_text.h"
#include "core/base/text.h"
#include "tests/unit_graph/documents.h"

namespace ssm {

TEST_CASE("nothing that a document says ends a label") {
  const FlowGraph graph = test::own_graph("hostile");
  for (const std::string& line : split(to_mermaid(graph, Direction::kDown), '\n')) {
    if (line.starts_with("title:")) continue;
    INFO(line);
    CHECK(std::ranges::count(line, '"') % 2 == 0);
    CHECK(std::ranges::count(line, '"') <= 2);
    CHECK(line.find('`') == line.npos);
    CHECK(line.find("%%") == line.npos);
    CHECK(line.find("<script") == line.npos);
  }
  for (const std::string& line : split(to_dot(graph, Direction::kDown), '\n')) {
    INFO(line);
    std::size_t quotes = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '\\')
        ++i;
      else
        quotes += line[i] == '"';
    }
    CHECK(quotes % 2 == 0);
  }
}

TEST_CASE("no control character reaches the terminal") {
  for (const char* name : {"hostile", "broken"})
    for (const char c : to_graph_text(test::own_graph(name), {})) {
      const bool is_control = static_cast<unsigned char>(c) < ' ' && c != '\n';
      CHECK_FALSE(is_control);
    }
}

TEST_CASE("a thousand steps and a loop full of steps are drawn") {
  std::string text = "schemaVersion: '0.3'\nmainSteps:\n";
  for (int i = 0; i < 1000; ++i)
    text += "- {name: s" + std::to_string(i) + ", action: 'aws:pause'}\n";
  DocumentLimits limits;
  limits.max_bytes = 1024 * 1024;
  const auto reading = parse_leniently(text, DocumentFormat::kYaml, action_catalog(), limits);
  REQUIRE(reading.document);
  const FlowGraph graph = flow_graph(*reading.document, "many");
  CHECK(graph.nodes.size() == 1000);
  CHECK(graph.edges.size() == 1000);
  CHECK(split(to_graph_text(graph, {}), '\n').size() == 2005);
  CHECK(to_dot(graph, Direction::kDown).find("n999 -> finish") != std::string::npos);
}

}  // namespace ssm
