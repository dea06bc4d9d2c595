// SPDX-License-Identifier: Apache-2.0
#include "core/document/step_graph.h"

#include "core/document/action.h"
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
  const StepFlow flow = flow_of(steps_, step);
  return !flow.next && !flow.always_jumps();
}

void StepGraph::add(std::size_t from, std::string_view to, Edge edge) {
  edge.to = index_of(to);
  if (edge.to < steps_.size()) edges_[from].push_back(edge);
}

void StepGraph::connect(std::size_t from) {
  const StepFlow flow = flow_of(steps_, from);
  connect_choices(from, flow);
  if (flow.next && !flow.always_jumps()) add(from, *flow.next, {.kind = EdgeKind::kNext});
  if (flow.next && flow.always_jumps() && flow.on_failure.kind == Route::Kind::kContinue)
    add(from, *flow.next, {.kind = EdgeKind::kFailure});
  connect_routes(from, flow);
  const std::vector<Step>& body = steps_[from].steps;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const StepFlow inner = flow_of(body, i);
    connect_choices(from, inner, i);
    if (inner.next) add(from, *inner.next, {.kind = EdgeKind::kNext, .inner = i});
    connect_routes(from, inner, i);
  }
}

void StepGraph::connect_choices(std::size_t from, const StepFlow& flow,
                                std::optional<std::size_t> inner) {
  for (std::size_t i = 0; i < flow.choices.size(); ++i)
    if (!flow.choices[i].empty())
      add(from, flow.choices[i], {.kind = EdgeKind::kChoice, .choice = i, .inner = inner});
  if (!flow.otherwise.empty())
    add(from, flow.otherwise, {.kind = EdgeKind::kDefault, .inner = inner});
}

void StepGraph::connect_routes(std::size_t from, const StepFlow& flow,
                               std::optional<std::size_t> inner) {
  if (flow.on_failure.kind == Route::Kind::kStep)
    add(from, flow.on_failure.step, {.kind = EdgeKind::kFailure, .inner = inner});
  if (flow.on_cancel.kind == Route::Kind::kStep)
    add(from, flow.on_cancel.step, {.kind = EdgeKind::kCancel, .inner = inner});
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
