// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/graph_model.h"

#include <fmt/format.h>

#include "cli/testkit/graph_words.h"
#include "core/document/action.h"
#include "core/document/condition.h"
#include "core/document/flow.h"
#include "core/document/step_graph.h"

namespace ssm {
namespace {

using Kind = FlowEdge::Kind;

FlowNode::Shape shape_of(const Step& step) {
  if (step.spec->is(ActionKind::kBranch)) return FlowNode::Shape::kBranch;
  if (step.spec->is(ActionKind::kLoop)) return FlowNode::Shape::kLoop;
  return step.spec->is(ActionKind::kPerson) ? FlowNode::Shape::kPerson : FlowNode::Shape::kStep;
}

Kind edge_kind_of(StepGraph::EdgeKind kind) {
  switch (kind) {
    case StepGraph::EdgeKind::kNext:
      return Kind::kNext;
    case StepGraph::EdgeKind::kChoice:
      return Kind::kChoice;
    case StepGraph::EdgeKind::kDefault:
      return Kind::kDefault;
    case StepGraph::EdgeKind::kFailure:
      return Kind::kFailure;
    case StepGraph::EdgeKind::kCancel:
      return Kind::kCancel;
  }
  return Kind::kNext;
}

/// What a loop goes through, and how often.
std::string about_loop(const Step& loop) {
  std::string text;
  if (const Json* items = find_member(loop.inputs, "Iterators"))
    text = items->is_array() ? fmt::format("for each of {}", items->size())
                             : fmt::format("for each of {}", to_embedded_text(*items));
  if (const Json* condition = find_member(loop.inputs, "LoopCondition"))
    text = fmt::format("while {}", condition_text(*condition));
  if (const Json* most = find_member(loop.inputs, "MaxIterations"))
    text += fmt::format("{}at most {} rounds", text.empty() ? "" : ", ", to_embedded_text(*most));
  return printable(text);
}

std::string choice_label(const Step& branch, std::size_t choice) {
  const Json* choices = find_member(branch.inputs, "Choices");
  if (!choices || !choices->is_array() || choice >= choices->size()) return {};
  return printable(condition_text((*choices)[choice]));
}

/// A failure of the step is passed over.
bool goes_on(const Step& step) {
  return on_failure_of(step).kind == Route::Kind::kContinue;
}

/// What is said at an edge that success takes.
std::string success_label(const Step& step) {
  const bool branch = step.spec->is(ActionKind::kBranch);
  const bool also = goes_on(step);
  if (branch) return also ? "otherwise, also on failure" : "otherwise";
  return also ? "also on failure" : "";
}

std::string choice_label(const Step& step, Kind kind, std::size_t choice) {
  switch (kind) {
    case Kind::kNext:
    case Kind::kAgain:
      return success_label(step);
    case Kind::kChoice:
      return choice_label(step, choice);
    case Kind::kDefault:
      return "otherwise";
    case Kind::kFailure:
      return "on failure";
    case Kind::kCancel:
      return "on cancel";
    case Kind::kEach:
      return "each round";
  }
  return {};
}

class Drawing {
 public:
  explicit Drawing(const Document& document) : document_(document) {}

  FlowGraph draw() {
    add_list(document_.main_steps, std::nullopt);
    std::ranges::stable_sort(graph_.edges, {}, &FlowEdge::from);
    return std::move(graph_);
  }

 private:
  using Indices = std::vector<std::size_t>;  // by step of a list: its node

  Indices add_list(const std::vector<Step>& steps, std::optional<std::size_t> loop) {
    Indices nodes;
    std::vector<Indices> inner;  // by step: the nodes of those in it
    for (const Step& step : steps) {
      nodes.push_back(add_node(step, loop));
      nodes_[&step] = nodes.back();
      inner.push_back(add_list(step.steps, nodes.back()));
    }
    const StepGraph step_graph(steps);
    const std::vector<bool> reachable = step_graph.reachable();
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (!reachable[i]) mark_unreachable(nodes[i]);
      if (!inner[i].empty()) add_edge(steps[i], nodes[i], inner[i].front(), Kind::kEach);
      for (const StepGraph::Edge& edge : step_graph.edges(i)) {
        const Step& from = edge.inner ? *edge.inner : steps[i];
        add_edge(from, nodes_[&from], nodes[edge.to], edge_kind_of(edge.kind), edge.choice);
      }
      if (step_graph.may_end(i))
        add_edge(steps[i], nodes[i], loop, loop ? Kind::kAgain : Kind::kNext);
      add_missing(steps[i], nodes[i]);
    }
    return nodes;
  }

  std::size_t add_node(const Step& step, std::optional<std::size_t> loop) {
    FlowNode node;
    node.name = step.name.empty() ? "(no name)" : printable(step.name);
    node.action = printable(step.action);
    node.shape = shape_of(step);
    node.loop = loop;
    node.line = step.at.line;
    if (node.shape == FlowNode::Shape::kLoop) node.about = about_loop(step);
    graph_.nodes.push_back(std::move(node));
    return graph_.nodes.size() - 1;
  }

  void add_edge(const Step& step, std::size_t from, std::optional<std::size_t> to, Kind kind,
                std::size_t choice = 0) {
    graph_.edges.push_back({.from = from,
                            .to = to,
                            .kind = kind,
                            .choice = choice,
                            .also_on_failure = goes_on(step),
                            .label = choice_label(step, kind, choice)});
  }

  void mark_unreachable(std::size_t node) {
    graph_.nodes[node].note = "never reached";
    graph_.nodes[node].tone = Tone::kFaint;
  }

  /// Edges to steps that do not exist.
  void add_missing(const Step& step, std::size_t from) {
    if (step.spec->is(ActionKind::kBranch))
      for (const std::string& target : branch_targets(step)) lead_nowhere(step, from, target);
    if (step.next_step) lead_nowhere(step, from, *step.next_step);
    for (const Route& route : {on_failure_of(step), on_cancel_of(step)})
      if (route.kind == Route::Kind::kStep) lead_nowhere(step, from, route.step);
  }

  void lead_nowhere(const Step& step, std::size_t from, const std::string& target) {
    if (document_.find_step(target) != nullptr) return;
    FlowNode missing;
    missing.name = printable(target);
    missing.note = "no such step";
    missing.shape = FlowNode::Shape::kMissing;
    missing.tone = Tone::kBad;
    const auto known = missing_.try_emplace(target, graph_.nodes.size());
    if (known.second) graph_.nodes.push_back(std::move(missing));
    graph_.edges.push_back(
        {.from = from,
         .to = known.first->second,
         .kind = Kind::kNext,
         .label = step.spec->is(ActionKind::kBranch) ? "" : label_to(step, target)});
  }

  static std::string label_to(const Step& step, const std::string& target) {
    if (step.next_step == target) return "";
    return on_failure_of(step).step == target ? "on failure" : "on cancel";
  }

  const Document& document_;
  FlowGraph graph_;
  std::map<const Step*, std::size_t> nodes_;
  std::map<std::string, std::size_t> missing_;
};

std::size_t count_steps(const FlowGraph& graph) {
  return static_cast<std::size_t>(std::ranges::count_if(
      graph.nodes, [](const FlowNode& node) { return node.shape != FlowNode::Shape::kMissing; }));
}

}  // namespace

std::span<const FlowEdge> FlowGraph::edges_from(std::size_t node) const {
  const auto found = std::ranges::equal_range(edges, node, {}, &FlowEdge::from);
  return {found.begin(), found.end()};
}

std::size_t FlowGraph::index_of(std::string_view name) const {
  const auto found = std::ranges::find(nodes, name, &FlowNode::name);
  return static_cast<std::size_t>(found - nodes.begin());
}

FlowGraph flow_graph(const Document& document, std::string_view title) {
  FlowGraph graph = Drawing(document).draw();
  graph.title = printable(title);
  const std::size_t steps = count_steps(graph);
  graph.subtitle = fmt::format("{} step{}", steps, steps == 1 ? "" : "s");
  return graph;
}

}  // namespace ssm
