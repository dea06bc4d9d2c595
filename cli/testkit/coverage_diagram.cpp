// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/coverage_diagram.h"

#include <fmt/format.h>

#include "cli/testkit/graph_dot.h"
#include "cli/testkit/graph_model.h"
#include "cli/testkit/graph_text.h"
#include "cli/testkit/xml_text.h"
#include "core/document/action.h"

namespace ssm::testkit {
namespace {

using Item = CoverageItem::Kind;
using EdgeKind = FlowEdge::Kind;

/// How often an edge was taken.
std::int64_t count_of(const DocumentCoverage& coverage, const Step& step, const FlowEdge& edge) {
  const auto count = [&](Item kind, std::size_t number = 0) {
    const CoverageItem* item = coverage.find(kind, step.name, number);
    return item ? item->count : 0;
  };
  const Json* choices = find_member(step.inputs, "Choices");
  const std::size_t otherwise = choices && choices->is_array() ? choices->size() : 0;
  switch (edge.kind) {
    case EdgeKind::kChoice:
      return count(Item::kChoice, edge.choice);
    case EdgeKind::kDefault:
      return count(Item::kChoice, otherwise);
    case EdgeKind::kFailure:
      return count(Item::kFailure);
    case EdgeKind::kCancel:
      return count(Item::kCancel);
    case EdgeKind::kNext:
    case EdgeKind::kAgain:
      if (step.spec->is(ActionKind::kBranch)) return count(Item::kChoice, otherwise);
      break;
    case EdgeKind::kEach: {
      const CoverageItem* first = coverage.find(Item::kStep, step.steps.front().name);
      return first ? first->count : 0;
    }
  }
  const auto succeeded = coverage.succeeded.find(step.name);
  return succeeded == coverage.succeeded.end() ? 0 : succeeded->second;
}

void list_steps(const std::vector<Step>& steps, std::vector<const Step*>& all) {
  for (const Step& step : steps) {
    all.push_back(&step);
    list_steps(step.steps, all);
  }
}

/// Nodes stand in the order of the steps, those of a loop after it.
FlowGraph coloured_graph(const DocumentCoverage& coverage) {
  FlowGraph graph = flow_graph(*coverage.document, as_utf8(coverage.name));
  graph.is_execution = true;
  std::vector<const Step*> steps;
  list_steps(coverage.document->main_steps, steps);
  for (std::size_t i = 0; i < graph.nodes.size() && i < steps.size(); ++i) {
    FlowNode& node = graph.nodes[i];
    const CoverageItem* item = coverage.find(Item::kStep, steps[i]->name);
    if (item == nullptr) continue;  // a mock stands in for it
    node.tone = item->count > 0 ? Tone::kGood : Tone::kBad;
    const bool is_mocked = item->count == 0 && item->mocked > 0;
    node.note = item->count > 0 ? fmt::format("started {}×", item->count)
                : is_mocked     ? fmt::format("mocked {}×", item->mocked)
                                : "never started";
    graph.has_started |= i == 0 && (item->count > 0 || is_mocked);
  }
  for (FlowEdge& edge : graph.edges)
    if (edge.from < steps.size()) edge.taken = count_of(coverage, *steps[edge.from], edge) > 0;
  return graph;
}

/// The few colours of a drawing for the terminal, as classes t1, t31 and so on.
std::string html_of_terminal(std::string_view text) {
  std::string html;
  while (!text.empty()) {
    const std::size_t start = std::min(text.find('\x1b'), text.size());
    for (const char c : text.substr(0, start))
      html += c == '\n' ? "\n" : c == '&' ? "&amp;" : c == '<' ? "&lt;" : std::string(1, c);
    text.remove_prefix(start);
    if (text.empty()) break;
    const std::size_t end = text.find('m');
    const std::string_view code = text.substr(2, end - 2);
    html += code == "0" ? "</span>" : fmt::format("<span class=\"t{}\">", xml_escaped(code));
    text.remove_prefix(end + 1);
  }
  return html;
}

}  // namespace

std::string coverage_diagram(const DocumentCoverage& coverage, bool may_use_graphviz) {
  const FlowGraph graph = coloured_graph(coverage);
  if (may_use_graphviz) {
    const Result<std::string> svg = to_svg(graph, Direction::kDown);
    const std::size_t start = svg ? svg->find("<svg") : std::string::npos;
    if (start != std::string::npos) return svg->substr(start);
  }
  return "<pre class=\"diagram\">" +
         html_of_terminal(to_graph_text(graph, {.width = 100, .colour = true})) + "</pre>\n";
}

}  // namespace ssm::testkit
