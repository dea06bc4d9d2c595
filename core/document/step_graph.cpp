// SPDX-License-Identifier: Apache-2.0
#include "core/document/step_graph.h"

#include "core/document/flow.h"

namespace ssm {

StepGraph::StepGraph(const std::vector<Step>& steps) : steps_(steps), edges_(steps.size()) {
  for (std::size_t i = 0; i < steps.size(); ++i) index_.try_emplace(steps[i].name, i);
  for (std::size_t i = 0; i < steps.size(); ++i) connect(i);
}

std::size_t StepGraph::index_of(std::string_view name) const {
  const auto found = index_.find(name);
  return found == index_.end() ? steps_.size() : found->second;
}

void StepGraph::add(std::size_t from, std::string_view to, Way way, std::size_t choice) {
  const std::size_t target = index_of(to);
  if (target < steps_.size()) edges_[from].push_back({target, way, choice});
}

void StepGraph::connect(std::size_t from) {
  const Step& step = steps_[from];
  bool has_default = false;
  if (step.action == "aws:branch") {
    const Node* choices = step.inputs_node.find("Choices");
    for (std::size_t i = 0; choices && i < choices->items.size(); ++i)
      if (const Node* target = choices->items[i].find("NextStep"))
        add(from, target->text, Way::kChoice, i);
    const Node* fallback = step.inputs_node.find("Default");
    has_default = fallback != nullptr;
    if (fallback) add(from, fallback->text, Way::kDefault);
  }
  if (const Step* next = has_default ? nullptr : successor(steps_, step))
    add(from, next->name, Way::kNext);
  // A failure that is passed over goes where success goes; at a branch that is the next step.
  if (has_default && on_failure_of(step).kind == Route::Kind::kContinue)
    if (const Step* next = successor(steps_, step)) add(from, next->name, Way::kFailure);
  if (on_failure_of(step).kind == Route::Kind::kStep)
    add(from, on_failure_of(step).step, Way::kFailure);
  if (on_cancel_of(step).kind == Route::Kind::kStep)
    add(from, on_cancel_of(step).step, Way::kCancel);
  for (const Step& inner : step.steps) connect_exits(from, inner);
}

void StepGraph::connect_exits(std::size_t loop, const Step& inner) {
  std::vector<std::string> targets;
  if (inner.action == "aws:branch") targets = branch_targets(inner);
  if (inner.next_step) targets.push_back(*inner.next_step);
  for (const Route& route : {on_failure_of(inner), on_cancel_of(inner)})
    if (route.kind == Route::Kind::kStep) targets.push_back(route.step);
  for (const std::string& target : targets) add(loop, target, Way::kNext);
}

std::vector<bool> StepGraph::reachable_from(std::size_t start) const {
  std::vector<bool> seen(steps_.size(), false);
  if (start >= steps_.size()) return seen;
  std::vector<std::size_t> open = {start};
  seen[start] = true;
  while (!open.empty()) {
    const std::size_t step = open.back();
    open.pop_back();
    for (const Edge& edge : edges_[step]) {
      if (seen[edge.to]) continue;
      seen[edge.to] = true;
      open.push_back(edge.to);
    }
  }
  return seen;
}

std::vector<bool> StepGraph::before(std::size_t step) const {
  std::vector<bool> earlier(steps_.size(), false);
  std::vector<std::size_t> open = {step};
  // Backwards over all edges: a list has at most some hundred steps.
  while (!open.empty()) {
    const std::size_t target = open.back();
    open.pop_back();
    for (std::size_t from = 0; from < steps_.size(); ++from) {
      if (earlier[from]) continue;
      for (const Edge& edge : edges_[from]) {
        if (edge.to != target) continue;
        earlier[from] = true;
        open.push_back(from);
        break;
      }
    }
  }
  return earlier;
}

}  // namespace ssm
