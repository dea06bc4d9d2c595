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

bool StepGraph::may_end(std::size_t step) const {
  const Step& last = steps_[step];
  if (last.action == "aws:branch" && last.inputs_node.find("Default") != nullptr) return false;
  return last.is_end.value_or(false) || (!last.next_step && step + 1 == steps_.size());
}

void StepGraph::add(std::size_t from, std::string_view to, Edge edge) {
  edge.to = index_of(to);
  if (edge.to < steps_.size()) edges_[from].push_back(edge);
}

void StepGraph::connect(std::size_t from) {
  const Step& step = steps_[from];
  connect_choices(from, step);
  const Step* next = successor(steps_, step);
  const bool has_default =
      step.action == "aws:branch" && step.inputs_node.find("Default") != nullptr;
  if (next && !has_default) add(from, next->name, {.way = Way::kNext});
  // A failure that is passed over goes where success goes; at a branch that is the next step.
  if (next && has_default && on_failure_of(step).kind == Route::Kind::kContinue)
    add(from, next->name, {.way = Way::kFailure});
  connect_routes(from, step);
  for (std::size_t i = 0; i < step.steps.size(); ++i) {
    const Step& inner = step.steps[i];
    connect_choices(from, inner, i);
    if (inner.next_step) add(from, *inner.next_step, {.way = Way::kNext, .inner = i});
    connect_routes(from, inner, i);
  }
}

void StepGraph::connect_choices(std::size_t from, const Step& step,
                                std::optional<std::size_t> inner) {
  if (step.action != "aws:branch") return;
  const Node* choices = step.inputs_node.find("Choices");
  for (std::size_t i = 0; choices && i < choices->items.size(); ++i)
    if (const Node* target = choices->items[i].find("NextStep"))
      add(from, target->text, {.way = Way::kChoice, .choice = i, .inner = inner});
  if (const Node* fallback = step.inputs_node.find("Default"))
    add(from, fallback->text, {.way = Way::kDefault, .inner = inner});
}

void StepGraph::connect_routes(std::size_t from, const Step& step,
                               std::optional<std::size_t> inner) {
  if (const Route route = on_failure_of(step); route.kind == Route::Kind::kStep)
    add(from, route.step, {.way = Way::kFailure, .inner = inner});
  if (const Route route = on_cancel_of(step); route.kind == Route::Kind::kStep)
    add(from, route.step, {.way = Way::kCancel, .inner = inner});
}

std::vector<bool> StepGraph::after_success(std::size_t step) const {
  std::vector<bool> result(steps_.size(), false);
  for (const Edge& edge : edges_[step]) {
    if (edge.way == Way::kFailure || edge.way == Way::kCancel) continue;
    const std::vector<bool> further = reachable_from(edge.to);
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = result[i] || further[i];
  }
  return result;
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
