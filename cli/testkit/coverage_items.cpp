// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/testkit/coverage.h"
#include "cli/testkit/graph_words.h"
#include "cli/testkit/node_merge.h"
#include "core/document/action.h"
#include "core/document/condition.h"
#include "core/document/flow.h"
#include "core/document/input_value.h"
#include "core/document/step_graph.h"
#include "core/machine/event.h"

namespace ssm::testkit {
namespace {

using ItemKind = CoverageItem::Kind;

constexpr std::size_t kMostCondition = 60;  // columns

/// Where a member's name stands; of one that is not there, the node.
Location place_of_member(const Node& node, std::string_view name) {
  for (const Node::Member& member : node.members)
    if (member.name == name) return member.at;
  return node.at;
}

constexpr std::string_view kLimit = "MaxIterations";

bool has_limit(const Step& loop) {
  return find_input_value(loop.inputs, kLimit) != nullptr;
}

using Loops = std::vector<std::string>;

class Items {
 public:
  explicit Items(const Node& root) : root_(root) {}

  /// `loops`: those that the steps are in.
  void add_list(const std::vector<Step>& steps, const Loops& loops) {
    const StepGraph graph(steps);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      add_step(steps[i], loops);
      if (!steps[i].spec->is(ActionKind::kLoop)) continue;
      Loops inside = loops;
      inside.push_back(steps[i].name);
      add_exits(graph, i, loops, inside);
      add_list(steps[i].steps, inside);
    }
  }

  std::vector<CoverageItem> take() { return std::move(items_); }

 private:
  void add(ItemKind kind, const Step& step, std::size_t number, const std::string& what,
           Location at, const Loops& loops) {
    items_.push_back({kind, step.name, number, printable(what), at, loops});
  }

  void add_step(const Step& step, const Loops& loops) {
    const Node& node = node_at(root_, step.path);
    add(ItemKind::kStep, step, 0, "step " + step.name, node.at, loops);
    if (step.spec->is(ActionKind::kBranch)) add_choices(step, loops);
    if (step.on_failure)
      add(ItemKind::kFailure, step, 0, fmt::format("{}: onFailure {}", step.name, *step.on_failure),
          place_of_member(node, "onFailure"), loops);
    else if (step.is_critical)
      add(ItemKind::kFailure, step, 0,
          fmt::format("{}: failure, isCritical {}", step.name, *step.is_critical),
          place_of_member(node, "isCritical"), loops);
    if (step.on_cancel)
      add(ItemKind::kCancel, step, 0, fmt::format("{}: onCancel {}", step.name, *step.on_cancel),
          place_of_member(node, "onCancel"), loops);
  }

  void add_choices(const Step& branch, const Loops& loops) {
    const Json* choices = find_member(branch.inputs, "Choices");
    const std::size_t count = choices && choices->is_array() ? choices->size() : 0;
    for (std::size_t i = 0; i < count; ++i) {
      const Json& choice = (*choices)[i];
      const std::string condition = shortened(printable(condition_text(choice)), kMostCondition);
      add(ItemKind::kChoice, branch, i,
          fmt::format("{}: choice {} ({}) → {}", branch.name, i + 1, condition,
                      string_member(choice, "NextStep")),
          node_at(root_, fmt::format("{}.inputs.Choices[{}]", branch.path, i)).at, loops);
    }
    const std::string fallback = string_member(branch.inputs, "Default");
    const Node& inputs = node_at(root_, branch.path + ".inputs");
    add(ItemKind::kChoice, branch, count,
        fallback.empty() ? fmt::format("{}: no choice applies", branch.name)
                         : fmt::format("{}: Default → {}", branch.name, fallback),
        fallback.empty() ? node_at(root_, branch.path).at : place_of_member(inputs, "Default"),
        loops);
  }

  /// By itself, by MaxIterations, and by the steps that lead out of it. A mock of the loop stands
  /// in for all but the first.
  void add_exits(const StepGraph& graph, std::size_t place, const Loops& loops,
                 const Loops& inside) {
    const Step& loop = graph.steps()[place];
    add(ItemKind::kLoopExit, loop, 0, fmt::format("{}: the loop comes to its end", loop.name),
        node_at(root_, loop.path).at, loops);
    if (has_limit(loop))
      add(ItemKind::kLoopExit, loop, kEndedByLimit,
          fmt::format("{}: MaxIterations is reached", loop.name),
          place_of_member(node_at(root_, loop.path + ".inputs"), kLimit), inside);
    for (const WayOut& way : ways_out_of(graph, place))
      add(ItemKind::kLoopExit, loop, way.number,
          fmt::format("{}: left by {}", loop.name, way.edge.inner->name),
          node_at(root_, way.edge.inner->path).at, inside);
  }

  const Node& root_;
  std::vector<CoverageItem> items_;
};

}  // namespace

std::vector<WayOut> ways_out_of(const StepGraph& graph, std::size_t loop) {
  std::vector<WayOut> ways;
  std::size_t number = 1;
  if (has_limit(graph.steps()[loop])) number = kEndedByLimit + 1;
  for (const StepGraph::Edge& edge : graph.edges(loop))
    if (edge.inner && edge.kind != StepGraph::EdgeKind::kFailure &&
        edge.kind != StepGraph::EdgeKind::kCancel)
      ways.push_back({edge, number++});
  return ways;
}

namespace {

void add_scripts(const std::vector<Step>& steps, const Loops& loops, const Node& root,
                 std::vector<CoveredScript>& scripts) {
  for (const Step& step : steps) {
    const std::string text = string_member(step.inputs, "Script");
    if (step.spec->is(ActionKind::kScript) && !text.empty() &&
        string_member(step.inputs, "Runtime").starts_with("python"))
      scripts.push_back({step.name, text, node_at(root, step.path + ".inputs.Script").at, loops});
    Loops inside = loops;
    inside.push_back(step.name);
    add_scripts(step.steps, inside, root, scripts);
  }
}

}  // namespace

std::vector<CoveredScript> covered_scripts(const Document& document, const Node& root) {
  std::vector<CoveredScript> scripts;
  add_scripts(document.main_steps, {}, root, scripts);
  return scripts;
}

std::vector<CoverageItem> coverage_items(const Document& document, const Node& root) {
  Items items(root);
  items.add_list(document.main_steps, {});
  return items.take();
}

}  // namespace ssm::testkit
