// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/init/case_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "cli/testkit/graph_words.h"
#include "core/document/condition.h"
#include "core/document/input_value.h"
#include "core/machine/outputs.h"

namespace ssm::testkit {
namespace {

using GoalKind = PathGoal::Kind;

constexpr std::size_t kLongestCondition = 60;
constexpr std::size_t kLongestPath = 16;  // steps
constexpr std::size_t kLongestWayThrough = 100;
constexpr std::size_t kLongestOutput = 80;
constexpr std::size_t kMostOutputs = 12;

/// In the order of their starts; those in loops as often as they ran.
std::vector<std::string> started_names(const ExecutionResult& seen) {
  std::vector<std::string> names;
  for (const Event& event : seen.history)
    if (const auto* started = std::get_if<StepStarted>(&event.what)) names.push_back(started->step);
  return names;
}

/// The step that started next; empty: none did.
std::string step_after(const ExecutionResult& seen, const std::string& name) {
  const std::vector<std::string> names = started_names(seen);
  const auto found = std::ranges::find(names, name);
  if (found == names.end() || found + 1 == names.end()) return {};
  return *(found + 1);
}

std::string choice_name(const Document& document, const Plan& plan, const PathGoal& goal) {
  const PlanStep& branch = plan[goal.step];
  const InputSpec* spec = find_input(*branch.spec, InputSpec::Format::kChoices);
  const Step* written = document.find_step(branch.name);
  const Json* choices = written && spec ? find_input_value(written->inputs, spec->name) : nullptr;
  if (choices && goal.choice < choices->size()) {
    const Json& choice = (*choices)[goal.choice];
    return fmt::format("{} chooses {}: {}", branch.name, string_member(choice, "NextStep"),
                       shortened(printable(condition_text(choice)), kLongestCondition));
  }
  if (branch.otherwise)
    return fmt::format("{} chooses {} by default", branch.name, plan[*branch.otherwise].name);
  return fmt::format("{} finds no choice that applies", branch.name);
}

/// "runs cleanUp when stop fails", "goes on when stop fails", "fails when stop fails".
std::string name_with_cause(const Plan& plan, const PathGoal& goal, const ExecutionResult& seen,
                            std::string_view cause) {
  const PlanStep& step = plan[goal.step];
  const std::string after = step_after(seen, step.name);
  if (step.on_failure == OnFailure::kStep && !after.empty())
    return fmt::format("runs {} when {}", after, cause);
  if (seen.state.status == Status::kSuccess)
    return fmt::format("{} when {}", after.empty() ? "ends with Success" : "goes on", cause);
  if (seen.state.status == Status::kFailed) return fmt::format("fails when {}", cause);
  return fmt::format("ends with {} when {}", to_text(seen.state.status), cause);
}

/// "look: ec2:DescribeInstances has no Reservations".
std::string script_name(const Plan& plan, const CaseDraft& draft, const ExecutionResult& seen) {
  const std::string& step = plan[draft.goal.step].name;
  const StepState* state = seen.state.find_step(step);
  const bool fails = state && state->failure;
  const std::string& way = draft.script_way;
  if (way.empty())
    return fmt::format("{} {}", step,
                       !fails                 ? "runs its script"
                       : draft.script_returns ? "fails in its outputs"
                                              : "fails in its script");
  return fails ? name_with_cause(plan, draft.goal, seen, fmt::format("in {} {}", step, way))
               : fmt::format("{}: {}", step, way);
}

/// A list of one text may be written as that text.
Json as_expected(const Json& texts) {
  const bool is_one = texts.size() == 1 && texts.front() != "";
  return is_one ? texts.front() : texts;
}

Json outputs_of_way(const Plan& plan, const ExecutionState& state) {
  Json outputs = Json::object();
  const Json all = document_outputs(plan, state);
  for (const auto& [name, texts] : all.items()) {
    const bool has_none = texts.empty() || texts.front() == kNoOutputYet;
    if (has_none || to_text(texts).size() > kLongestOutput || outputs.size() >= kMostOutputs)
      continue;
    outputs[name] = as_expected(texts);
  }
  return outputs;
}

/// The steps that the case is about, and what became of them.
Json steps_of(const Plan& plan, const PathGoal& goal, const ExecutionResult& seen) {
  Json steps = Json::object();
  const std::string& name = plan[goal.step].name;
  const auto add = [&](const std::string& each) {
    const StepState* step = each.empty() ? nullptr : seen.state.find_step(each);
    if (step && step->started) steps[each] = to_text(step->status);
  };
  add(name);
  add(step_after(seen, name));
  return steps;
}

}  // namespace

std::string case_name(const Document& document, const Plan& plan, const CaseDraft& draft,
                      const ExecutionResult& seen) {
  const PathGoal& goal = draft.goal;
  const std::string& step = plan[goal.step].name;
  switch (goal.kind) {
    case GoalKind::kEnd:
      return fmt::format("ends with {}", to_text(seen.state.status));
    case GoalKind::kStep:
      return fmt::format("reaches {}", step);
    case GoalKind::kChoice:
      return choice_name(document, plan, goal);
    case GoalKind::kFailure:
      return name_with_cause(plan, goal, seen, step + " fails");
    case GoalKind::kOtherValue:
      return name_with_cause(plan, goal, seen, step + " finds another value");
    case GoalKind::kRejection:
      return name_with_cause(plan, goal, seen, step + " is rejected");
    case GoalKind::kCancel: {
      const std::string after = step_after(seen, step);
      return after.empty() ? fmt::format("is cancelled during {}", step)
                           : fmt::format("runs {} when cancelled during {}", after, step);
    }
    case GoalKind::kMostIterations:
      return fmt::format("{} goes on until MaxIterations", step);
    case GoalKind::kLoopEnd:
      return fmt::format("{} comes to its end", step);
    case GoalKind::kScript:
      return script_name(plan, draft, seen);
  }
  return {};
}

Json expectation_of(const Plan& plan, const PathGoal& goal, const ExecutionResult& seen,
                    bool is_first) {
  Json expect = {{"status", to_text(seen.state.status)}};
  const std::vector<std::string> names = started_names(seen);
  if (names.size() <= (is_first ? kLongestWayThrough : kLongestPath))
    expect["path"] = names;
  else if (!is_first)
    expect["steps"] = steps_of(plan, goal, seen);
  if (!is_first) return expect;
  if (Json outputs = outputs_of_way(plan, seen.state); !outputs.empty())
    expect["outputs"] = std::move(outputs);
  return expect;
}

}  // namespace ssm::testkit
