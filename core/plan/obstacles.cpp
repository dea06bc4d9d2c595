// SPDX-License-Identifier: Apache-2.0
#include "core/plan/obstacles.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/document/runtimes.h"
#include "core/document/sample_answer.h"

namespace ssm {
namespace {

constexpr std::size_t kMostTold = 50;
constexpr std::size_t kMostMock = 1000;  // bytes of one that is told

/// Empty: the step can run.
std::string obstacle_reason(const PlanStep& step, const HasProgram& has_program) {
  if (!step.spec->is_implemented)
    return fmt::format("ssm-local does not implement {}", step.action);
  const std::string name = runtime_of(step);
  const ScriptRuntime* runtime = find_script_runtime(name);
  if (!runtime || !has_program) return {};
  const std::string_view program = runtime->program();
  if (has_program(program) || (runtime->name.starts_with(program) && has_program(runtime->name)))
    return {};
  return fmt::format("{} needs {}, which is not installed", name, program);
}

Json standing_in_for(const PlanStep& step) {
  Json response = blank_outputs(*step.spec);
  for (const PlanOutput& output : step.outputs)
    place_in_sample(response, output.selector, blank_value(output.type));
  Json mock{{"step", step.name}, {"Return", std::move(response)}};
  if (to_text(mock).size() > kMostMock) mock["Return"] = Json::object();
  return mock;
}

}  // namespace

std::string runtime_of(const PlanStep& step) {
  const InputSpec* runtime = find_input(*step.spec, InputSpec::Format::kRuntime);
  if (!runtime) return {};
  const auto given = std::ranges::find_if(step.inputs, [&](const PlanInput& input) {
    return equals_ignore_case(input.name, runtime->name);
  });
  if (given == step.inputs.end() || !given->value.written().is_string()) return {};
  return given->value.written().get<std::string>();
}

std::vector<Obstacle> find_obstacles(const Plan& plan, const HasProgram& has_program,
                                     const std::function<bool(const PlanStep&)>& is_mocked) {
  const auto stands_in = [&](const PlanStep* step) {
    while (!is_mocked(*step) && step->loop) step = &plan[*step->loop];
    return is_mocked(*step);
  };
  std::vector<Obstacle> obstacles;
  for (const PlanStep* step : steps_in_order(plan)) {
    std::string reason = obstacle_reason(*step, has_program);
    if (reason.empty() || stands_in(step)) continue;
    obstacles.push_back({step->name, std::move(reason), standing_in_for(*step)});
  }
  return obstacles;
}

std::string obstacles_text(const std::vector<Obstacle>& obstacles) {
  if (obstacles.empty()) return {};
  std::string text =
      "Steps cannot run here. Mocks would stand in for them, in a file that a start is given with "
      "--mocks:";
  const std::size_t told = std::min(obstacles.size(), kMostTold);
  for (std::size_t i = 0; i < told; ++i)
    text += fmt::format("\n- {}  # {}", to_text(obstacles[i].mock), obstacles[i].reason);
  if (told < obstacles.size()) text += fmt::format("\n# and {} more", obstacles.size() - told);
  return text;
}

std::vector<Obstacle> obstacles_in(std::string_view content, DocumentFormat format,
                                   const ActionCatalog& actions, const HasProgram& has_program) {
  const auto document = parse_document(content, format, {.actions = actions});
  if (!document) return {};
  return find_obstacles(compile(*document), has_program);
}

}  // namespace ssm
