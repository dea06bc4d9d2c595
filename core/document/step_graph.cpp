// SPDX-License-Identifier: Apache-2.0
#include "core/document/step_graph.h"

#include "core/document/action.h"
#include "core/document/flow.h"

namespace ssm {

StepGraph::StepGraph(const std::vector<Step>& steps) : steps_(steps), edges_(steps.size()) {
  for (std::size_t i = 0; i < steps.size(); ++i) index_.try_emplace(steps[i].name, i);
  for (std::size_t i = 0; i < steps.size(); ++i) connect(i, steps, i);
}

std::size_t StepGraph::index_of(std::string_view name) const {
  const auto found = index_.find(name);
  return found == index_.end() ? steps_.size() : found->second;
}

bool StepGraph::may_end(std::size_t step) const {
  const StepFlow flow = flow_of(steps_, step);
  return !flow.next && !flow.always_jumps();
}

void StepGraph::add(std::size_t from, std::string_view to, Edge edge) {
  edge.to = index_of(to);
  if (edge.to < steps_.size()) edges_[from].push_back(edge);
}

void StepGraph::connect(std::size_t from, const std::vector<Step>& list, std::size_t place) {
  const Step* const inner = &list == &steps_ ? nullptr : &list[place];
  const auto lead = [&](std::string_view to, EdgeKind kind, std::size_t choice = 0) {
    add(from, to, {.kind = kind, .choice = choice, .inner = inner});
  };
  const StepFlow flow = flow_of(list, place);
  for (std::size_t i = 0; i < flow.choices.size(); ++i)
    if (!flow.choices[i].empty()) lead(flow.choices[i], EdgeKind::kChoice, i);
  if (!flow.otherwise.empty()) lead(flow.otherwise, EdgeKind::kDefault);
  if (flow.next && !flow.always_jumps()) lead(*flow.next, EdgeKind::kNext);
  if (flow.next && flow.always_jumps() && flow.on_failure.kind == Route::Kind::kContinue)
    lead(*flow.next, EdgeKind::kFailure);
  if (flow.on_failure.kind == Route::Kind::kStep) lead(flow.on_failure.step, EdgeKind::kFailure);
  if (flow.on_cancel.kind == Route::Kind::kStep) lead(flow.on_cancel.step, EdgeKind::kCancel);
  const std::vector<Step>& body = list[place].steps;
  for (std::size_t i = 0; i < body.size(); ++i) connect(from, body, i);
}

std::vector<bool> StepGraph::after_success(std::size_t step) const {
  std::vector<bool> result(steps_.size(), false);
  for (const Edge& edge : edges_[step]) {
    if (edge.kind == EdgeKind::kFailure || edge.kind == EdgeKind::kCancel) continue;
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
