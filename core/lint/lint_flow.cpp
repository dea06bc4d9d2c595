// SPDX-License-Identifier: Apache-2.0
// Steps that nothing leads to, branches that may match nothing.
#include <fmt/format.h>

#include "core/document/action.h"
#include "core/document/step_graph.h"
#include "core/lint/linter.h"

namespace ssm {
namespace {

void check_reachable(Checker& checker, const std::vector<Step>& steps) {
  const StepGraph graph(steps);
  const std::vector<bool> reachable = graph.reachable();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (reachable[i]) continue;
    checker.add("unreachable-step", steps[i].at, steps[i].path,
                fmt::format("Step \"{}\" never runs: no path leads to it.", steps[i].name));
  }
}

void check_default(Checker& checker, const Step& step) {
  if (step.inputs_node.find("Default") || step.next_step || step.is_end.value_or(false)) return;
  checker.add("no-default", step, "inputs",
              fmt::format("Branch \"{}\" has no Default: when no choice applies, the next step in "
                          "the list runs.",
                          step.name));
}

void lint_list(Checker& checker, const std::vector<Step>& steps) {
  check_reachable(checker, steps);
  for (const Step& step : steps) {
    if (step.spec->is(ActionKind::kBranch)) check_default(checker, step);
    lint_list(checker, step.steps);
  }
}

}  // namespace

void lint_flow(Linter& linter) {
  lint_list(linter.checker, linter.document().main_steps);
}

}  // namespace ssm
