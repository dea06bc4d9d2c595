// SPDX-License-Identifier: Apache-2.0
// No way through the steps may come back to a step: only aws:loop repeats.
// Source: spec/documents-and-engine 5.8.
#include <fmt/format.h>

#include <set>

#include "core/base/text.h"
#include "core/document/checker.h"
#include "core/document/flow.h"

namespace ssm {
namespace {

/// The steps of one list and the edges between them. A jump out of a loop is the loop's edge.
class Graph {
 public:
  explicit Graph(const std::vector<Step>& steps) : steps_(steps), edges_(steps.size()) {
    for (std::size_t i = 0; i < steps.size(); ++i) index_.try_emplace(steps[i].name, i);
    for (std::size_t i = 0; i < steps.size(); ++i) connect(i);
  }

  /// Two steps of one name (a problem of its own) leave open which of them is meant.
  bool is_clear() const { return index_.size() == steps_.size(); }

  /// Each cycle that a walk from the first step to the last meets, as indexes of its steps.
  std::vector<std::vector<std::size_t>> cycles() const {
    std::vector<std::vector<std::size_t>> found;
    std::vector<Mark> marks(steps_.size(), Mark::kNew);
    for (std::size_t start = 0; start < steps_.size(); ++start) {
      if (marks[start] == Mark::kNew) walk(start, marks, found);
    }
    return found;
  }

 private:
  enum class Mark { kNew, kOnPath, kDone };
  struct Visit {
    std::size_t step;
    std::size_t next_edge = 0;
  };

  void add_edge(std::size_t from, std::string_view to) {
    const auto found = index_.find(to);
    if (found != index_.end()) edges_[from].push_back(found->second);
  }

  void add_jumps(std::size_t from, const Step& step) {
    for (const Route& route : {on_failure_of(step), on_cancel_of(step)}) {
      if (route.kind == Route::Kind::kStep) add_edge(from, route.step);
    }
    if (step.action == "aws:branch") {
      for (const std::string& target : branch_targets(step)) add_edge(from, target);
    }
  }

  void connect(std::size_t i) {
    const Step& step = steps_[i];
    const bool branch_decides =
        step.action == "aws:branch" && find_member(step.inputs, "Default") != nullptr;
    if (!branch_decides) {
      if (const Step* next = successor(steps_, step)) add_edge(i, next->name);
    }
    add_jumps(i, step);
    std::set<std::string_view> inner;
    for (const Step& each : step.steps) inner.insert(each.name);
    for (const Step& each : step.steps) connect_exits(i, each, inner);
  }

  void connect_exits(std::size_t loop, const Step& step, const std::set<std::string_view>& inner) {
    std::vector<std::string> targets;
    if (step.action == "aws:branch") targets = branch_targets(step);
    if (step.next_step) targets.push_back(*step.next_step);
    for (const Route& route : {on_failure_of(step), on_cancel_of(step)}) {
      if (route.kind == Route::Kind::kStep) targets.push_back(route.step);
    }
    for (const std::string& target : targets) {
      if (!inner.contains(target)) add_edge(loop, target);
    }
  }

  void walk(std::size_t start, std::vector<Mark>& marks,
            std::vector<std::vector<std::size_t>>& found) const {
    std::vector<Visit> path = {{start}};
    marks[start] = Mark::kOnPath;
    while (!path.empty()) {
      Visit& top = path.back();
      if (top.next_edge == edges_[top.step].size()) {
        marks[top.step] = Mark::kDone;
        path.pop_back();
        continue;
      }
      const std::size_t target = edges_[top.step][top.next_edge++];
      if (marks[target] == Mark::kOnPath) {
        found.push_back(cycle_to(path, target));
      } else if (marks[target] == Mark::kNew) {
        marks[target] = Mark::kOnPath;
        path.push_back({target});
      }
    }
  }

  static std::vector<std::size_t> cycle_to(const std::vector<Visit>& path, std::size_t target) {
    std::vector<std::size_t> cycle = {target};
    for (auto visit = path.rbegin(); visit->step != target; ++visit) cycle.push_back(visit->step);
    std::reverse(cycle.begin() + 1, cycle.end());
    return cycle;
  }

  const std::vector<Step>& steps_;
  std::map<std::string_view, std::size_t> index_;
  std::vector<std::vector<std::size_t>> edges_;
};

// More traces of one mistake would only hide the others.
constexpr std::size_t kMaxReported = 10;

void check_list(Checker& checker, const std::vector<Step>& steps) {
  const Graph graph(steps);
  if (!graph.is_clear()) return;
  std::vector<std::vector<std::size_t>> cycles = graph.cycles();
  if (cycles.size() > kMaxReported) cycles.resize(kMaxReported);
  for (const std::vector<std::size_t>& cycle : cycles) {
    std::vector<std::string> names;
    for (const std::size_t step : cycle) names.push_back(steps[step].name);
    names.push_back(names.front());
    const Step& last = steps[cycle.back()];
    checker.add("cycle", last.at, last.path,
                fmt::format("Infinite loop detected: {}", join(names, " -> ")));
  }
  for (const Step& step : steps) check_list(checker, step.steps);
}

}  // namespace

void check_cycles(Checker& checker) {
  check_list(checker, checker.document().main_steps);
}

}  // namespace ssm
