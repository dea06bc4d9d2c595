// SPDX-License-Identifier: Apache-2.0
#include "core/plan/obstacles.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/document/input_value.h"
#include "core/document/runtimes.h"
#include "core/document/sample_answer.h"

namespace ssm {
namespace {

constexpr std::size_t kMostTold = 50;
constexpr std::size_t kMostMock = 1000;  // bytes of one that is told

/// Empty: the step can run, or its action does not exist.
std::string obstacle_reason(const PlanStep& step, const HasProgram& has_program) {
  if (!step.spec->is_known()) return {};
  if (!step.spec->other_cloud.empty())
    return fmt::format("nothing but mocks answers {} here", step.action);
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

const PlanInput* find_plan_input(const PlanStep& step, std::string_view name) {
  const auto given = std::ranges::find_if(
      step.inputs, [&](const PlanInput& input) { return equals_ignore_case(input.name, name); });
  return given == step.inputs.end() ? nullptr : &*given;
}

/// Puts the value that a step asserts or waits for where it looks. False: a reference tells one of
/// them.
bool place_desired(const PlanStep& step, Json& response) {
  if (!find_input(*step.spec, "PropertySelector")) return true;
  const std::string selector = literal_text(step, "PropertySelector");
  const PlanInput* given = find_plan_input(step, "DesiredValues");
  if (selector.empty() || !given) return false;
  const Json& desired = given->value.written();
  if (desired.empty() || has_reference(desired)) return false;
  place_in_sample(response, selector, desired.is_array() ? desired.front() : desired);
  return true;
}

Json standing_in_for(const PlanStep& step) {
  Json response = blank_outputs(*step.spec);
  for (const PlanOutput& output : step.outputs)
    place_in_sample(response, output.selector, blank_value(output.type));
  Json mock = Json::object();
  if (const std::string call = other_cloud_call(step);
      !call.empty() && place_desired(step, response))
    mock["call"] = call;
  mock["step"] = step.name;
  mock["Return"] = std::move(response);
  // With nothing in it the answer to a call would not do; to a step it may.
  if (to_text(mock).size() > kMostMock) return {{"step", step.name}, {"Return", Json::object()}};
  return mock;
}

template <class LineOf>
std::string lines_of_obstacles(const std::vector<Obstacle>& obstacles, const LineOf& line_of) {
  std::string text;
  const std::size_t told = std::min(obstacles.size(), kMostTold);
  for (std::size_t i = 0; i < told; ++i) text += line_of(obstacles[i]);
  if (told < obstacles.size()) text += fmt::format("\n# and {} more", obstacles.size() - told);
  return text;
}

}  // namespace

std::string runtime_of(const PlanStep& step) {
  const InputSpec* runtime = find_input(*step.spec, InputSpec::Format::kRuntime);
  return runtime ? literal_text(step, runtime->name) : std::string();
}

std::string literal_text(const PlanStep& step, std::string_view input) {
  const PlanInput* given = find_plan_input(step, input);
  if (!given || has_reference(given->value.written())) return {};
  return text_of_value(given->value.written()).value_or("");
}

std::string other_cloud_call(const PlanStep& step) {
  const std::string service = literal_text(step, "Service");
  const std::string api = literal_text(step, "Api");
  if (step.spec->other_cloud.empty() || trim(service).empty() || trim(api).empty()) return {};
  return fmt::format("{}:{}/{}", step.spec->other_cloud, trim(service), trim(api));
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
  return "Steps cannot run here. Mocks would stand in for them, in a file that a start is given "
         "with --mocks:" +
         lines_of_obstacles(obstacles, [](const Obstacle& one) {
           return fmt::format("\n- {}  # {}", to_text(one.mock), one.reason);
         });
}

std::string obstacles_text(const std::vector<Obstacle>& obstacles, const PlanStep* caller) {
  if (obstacles.empty()) return {};
  std::string text =
      "Steps cannot run here. Mocks do not reach them: a mock of the step that starts the runbook "
      "would stand in for all of them, in a file that the start of the topmost execution is given "
      "with --mocks";
  text += caller ? fmt::format(":\n- {}", to_text(standing_in_for(*caller))) : ".";
  return text + lines_of_obstacles(obstacles, [](const Obstacle& one) {
           return fmt::format("\n# step {}: {}", one.step, one.reason);
         });
}

std::vector<Obstacle> obstacles_in(std::string_view content, DocumentFormat format,
                                   const ActionCatalog& actions, const HasProgram& has_program) {
  const auto document = parse_document(content, format, {.actions = actions});
  if (!document) return {};
  return find_obstacles(compile(*document), has_program);
}

}  // namespace ssm
