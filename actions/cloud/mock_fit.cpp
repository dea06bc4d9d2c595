// SPDX-License-Identifier: Apache-2.0
// Whether mocks fit the document that they are for.
#include <fmt/format.h>

#include "actions/cloud/mock_file.h"
#include "core/document/action.h"
#include "core/document/checker.h"

namespace ssm {
namespace {

Problem problem_at(Location at, std::string path, std::string message) {
  return {.code = "Mocks",
          .message = std::move(message),
          .at = at,
          .path = std::move(path),
          .rule = "mocks"};
}

/// A step that mocks may name.
struct NamedStep {
  std::string_view name;
  const ActionSpec* spec;
};

std::vector<Problem> problems_with(const Mocks& mocks, const std::vector<NamedStep>& steps) {
  std::vector<std::string> names;
  for (const NamedStep& step : steps) names.emplace_back(step.name);
  std::vector<Problem> problems;
  for (const Mock& mock : mocks.mocks) {
    if (mock.step.empty()) continue;
    const auto step = std::ranges::find(steps, mock.step, &NamedStep::name);
    const bool is_there = step != steps.end();
    const std::string path = mock.path + ".step";
    if (!is_there)
      problems.push_back(problem_at(mock.step_at, path,
                                    fmt::format("The document has no step \"{}\".{}", mock.step,
                                                did_you_mean(mock.step, names))));
    const bool returns =
        std::ranges::any_of(mock.answers, [](const auto& answer) { return !answer.second.thrown; });
    if (is_there && step->spec->is(ActionKind::kBranch) && mock.is_of_step() && returns)
      problems.push_back(problem_at(
          mock.step_at, path,
          fmt::format("Step \"{}\" chooses the way: a mock can make it fail, but cannot choose.",
                      mock.step)));
  }
  return problems;
}

}  // namespace

std::vector<Problem> mock_problems(const Mocks& mocks, const Document& document) {
  std::vector<NamedStep> steps;
  for_each_step(document.main_steps, [&](const Step& step) {
    steps.push_back({step.name, step.spec});
  });
  return problems_with(mocks, steps);
}

std::vector<Problem> mock_problems(const Mocks& mocks, const Plan& plan) {
  std::vector<NamedStep> steps;
  for (const PlanStep* step : steps_in_order(plan)) steps.push_back({step->name, step->spec});
  return problems_with(mocks, steps);
}

}  // namespace ssm
