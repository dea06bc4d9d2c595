// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/testkit/coverage.h"
#include "cli/testkit/graph_words.h"
#include "cli/testkit/node_merge.h"
#include "core/document/action.h"
#include "core/document/condition.h"
#include "core/document/flow.h"
#include "core/document/step_graph.h"

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

class Items {
 public:
  explicit Items(const Node& root) : root_(root) {}

  void add_list(const std::vector<Step>& steps, const std::string& loop) {
    const StepGraph graph(steps);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      add_step(steps[i], loop);
      if (steps[i].spec->is(ActionKind::kLoop)) add_exits(steps[i], graph.edges(i), loop);
      add_list(steps[i].steps, steps[i].name);
    }
  }

  std::vector<CoverageItem> take() { return std::move(items_); }

 private:
  void add(ItemKind kind, const Step& step, std::size_t number, const std::string& what,
           Location at, const std::string& loop) {
    items_.push_back({kind, step.name, number, printable(what), at, loop});
  }

  void add_step(const Step& step, const std::string& loop) {
    const Node& node = node_at(root_, step.path);
    add(ItemKind::kStep, step, 0, "step " + step.name, node.at, loop);
    if (step.spec->is(ActionKind::kBranch)) add_choices(step, loop);
    if (step.on_failure)
      add(ItemKind::kFailure, step, 0, fmt::format("{}: onFailure {}", step.name, *step.on_failure),
          place_of_member(node, "onFailure"), loop);
    else if (step.is_critical)
      add(ItemKind::kFailure, step, 0,
          fmt::format("{}: failure, isCritical {}", step.name, *step.is_critical),
          place_of_member(node, "isCritical"), loop);
    if (step.on_cancel)
      add(ItemKind::kCancel, step, 0, fmt::format("{}: onCancel {}", step.name, *step.on_cancel),
          place_of_member(node, "onCancel"), loop);
  }

  void add_choices(const Step& branch, const std::string& loop) {
    const Json* choices = find_member(branch.inputs, "Choices");
    const std::size_t count = choices && choices->is_array() ? choices->size() : 0;
    for (std::size_t i = 0; i < count; ++i) {
      const Json& choice = (*choices)[i];
      const std::string condition = shortened(printable(condition_text(choice)), kMostCondition);
      add(ItemKind::kChoice, branch, i,
          fmt::format("{}: choice {} ({}) → {}", branch.name, i + 1, condition,
                      string_member(choice, "NextStep")),
          node_at(root_, fmt::format("{}.inputs.Choices[{}]", branch.path, i)).at, loop);
    }
    const std::string fallback = string_member(branch.inputs, "Default");
    const Node& inputs = node_at(root_, branch.path + ".inputs");
    add(ItemKind::kChoice, branch, count,
        fallback.empty() ? fmt::format("{}: no choice applies", branch.name)
                         : fmt::format("{}: Default → {}", branch.name, fallback),
        fallback.empty() ? node_at(root_, branch.path).at : place_of_member(inputs, "Default"),
        loop);
  }

  /// By itself, by MaxIterations, and by every edge out of it. A mock of the loop stands in for all
  /// but the first.
  void add_exits(const Step& loop, const std::vector<StepGraph::Edge>& edges,
                 const std::string& outer) {
    const Node& node = node_at(root_, loop.path);
    const Node& inputs = node_at(root_, loop.path + ".inputs");
    add(ItemKind::kLoopExit, loop, 0, fmt::format("{}: the loop comes to its end", loop.name),
        node.at, outer);
    std::size_t number = 1;
    if (find_member(loop.inputs, "MaxIterations"))
      add(ItemKind::kLoopExit, loop, number++,
          fmt::format("{}: MaxIterations is reached", loop.name),
          place_of_member(inputs, "MaxIterations"), loop.name);
    for (const StepGraph::Edge& edge : edges) {
      if (!edge.inner || edge.kind == StepGraph::EdgeKind::kFailure ||
          edge.kind == StepGraph::EdgeKind::kCancel)
        continue;
      const Step& from = loop.steps[*edge.inner];
      add(ItemKind::kLoopExit, loop, number++, fmt::format("{}: left by {}", loop.name, from.name),
          node_at(root_, from.path).at, loop.name);
    }
  }

  const Node& root_;
  std::vector<CoverageItem> items_;
};

}  // namespace

namespace {

void add_scripts(const std::vector<Step>& steps, const std::string& loop, const Node& root,
                 std::vector<CoveredScript>& scripts) {
  for (const Step& step : steps) {
    const std::string text = string_member(step.inputs, "Script");
    if (step.spec->is(ActionKind::kScript) && !text.empty() &&
        string_member(step.inputs, "Runtime").starts_with("python"))
      scripts.push_back({step.name, text, node_at(root, step.path + ".inputs.Script").at, loop});
    add_scripts(step.steps, step.name, root, scripts);
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
