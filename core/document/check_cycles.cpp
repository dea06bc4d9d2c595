// SPDX-License-Identifier: Apache-2.0
// No path through the steps may come back to a step: only aws:loop repeats.
// Source: spec/documents-and-engine 5.8.
#include <fmt/format.h>

#include <set>

#include "core/base/text.h"
#include "core/document/checker.h"
#include "core/document/step_graph.h"

namespace ssm {
namespace {

using Cycle = std::vector<std::size_t>;  // indexes of its steps

struct Visit {
  std::size_t step;
  std::size_t next_edge = 0;
};

/// Two steps of one name (a problem of its own) leave open which of them is meant.
bool is_clear(const std::vector<Step>& steps) {
  std::set<std::string_view> names;
  return std::ranges::all_of(steps,
                             [&](const Step& step) { return names.insert(step.name).second; });
}

Cycle cycle_to(const std::vector<Visit>& path, std::size_t target) {
  Cycle cycle = {target};
  for (auto visit = path.rbegin(); visit->step != target; ++visit) cycle.push_back(visit->step);
  std::reverse(cycle.begin() + 1, cycle.end());
  return cycle;
}

// More traces of one mistake would only hide the others.
constexpr std::size_t kMostCycles = 10;

/// Finds the first cycles that a walk from the first step to the last meets.
class CycleSearch {
 public:
  explicit CycleSearch(const StepGraph& graph)
      : graph_(graph), progress_(graph.steps().size(), Progress::kNew) {}

  std::vector<Cycle> run() {
    for (std::size_t start = 0; start < progress_.size() && !is_enough(); ++start)
      if (progress_[start] == Progress::kNew) walk(start);
    return std::move(found_);
  }

 private:
  enum class Progress { kNew, kOnPath, kDone };

  bool is_enough() const { return found_.size() >= kMostCycles; }

  void walk(std::size_t start) {
    std::vector<Visit> path = {{start}};
    progress_[start] = Progress::kOnPath;
    while (!path.empty() && !is_enough()) {
      Visit& top = path.back();
      const auto& edges = graph_.edges(top.step);
      if (top.next_edge == edges.size()) {
        progress_[top.step] = Progress::kDone;
        path.pop_back();
        continue;
      }
      const std::size_t target = edges[top.next_edge++].to;
      if (progress_[target] == Progress::kOnPath) {
        // Two edges may lead the same way: next, and on failure.
        Cycle cycle = cycle_to(path, target);
        if (std::ranges::find(found_, cycle) == found_.end()) found_.push_back(std::move(cycle));
      } else if (progress_[target] == Progress::kNew) {
        progress_[target] = Progress::kOnPath;
        path.push_back({target});
      }
    }
  }

  const StepGraph& graph_;
  std::vector<Progress> progress_;
  std::vector<Cycle> found_;
};

void check_list(Checker& checker, const std::vector<Step>& steps) {
  if (!is_clear(steps)) return;
  for (const Cycle& cycle : CycleSearch(StepGraph(steps)).run()) {
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
