// SPDX-License-Identifier: Apache-2.0
// Steps that nothing leads to, branches that may match nothing, loops that do not do what they say.
#include <fmt/format.h>

#include "core/document/action.h"
#include "core/document/flow.h"
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

void check_loop(Checker& checker, const Step& loop, bool is_inside_another) {
  if (is_inside_another)
    checker.add("nested-loop", loop, "action",
                fmt::format("Loop \"{}\" is inside another loop.", loop.name));
  if (on_failure_of(loop).kind != Route::Kind::kAbort)
    checker.add(
        "loop-on-failure", loop, "onFailure",
        fmt::format("onFailure of loop \"{}\" does not apply when a step in it fails.", loop.name));
}

void lint_list(Checker& checker, const std::vector<Step>& steps, bool is_in_loop) {
  check_reachable(checker, steps);
  for (const Step& step : steps) {
    if (step.spec->is(ActionKind::kBranch)) check_default(checker, step);
    if (step.spec->is(ActionKind::kLoop)) check_loop(checker, step, is_in_loop);
    lint_list(checker, step.steps, true);
  }
}

}  // namespace

void lint_flow(Linter& linter) {
  lint_list(linter.checker, linter.document().main_steps, false);
}

}  // namespace ssm
