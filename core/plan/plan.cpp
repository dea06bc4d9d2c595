// SPDX-License-Identifier: Apache-2.0
#include "core/plan/plan.h"

#include <algorithm>
#include <span>
#include <utility>

#include "core/base/text.h"
#include "core/document/flow.h"

namespace ssm {
namespace {

/// How many attempts of one step a plan allows: what fails fast would fill the disk.
constexpr std::int64_t kMostAttempts = 1000;

WhenMissing when_missing(const Step& step, const std::string& input) {
  if (std::ranges::any_of(step.spec->kept_inputs,
                          [&](std::string_view kept) { return equals_ignore_case(kept, input); }))
    return WhenMissing::kKeep;
  return step.spec->missing_reference == MissingReference::kBecomesNull ? WhenMissing::kNull
                                                                        : WhenMissing::kFail;
}

/// Builds a plan: first all steps, so that names have places; then the edges between them.
class Compiler {
 public:
  explicit Compiler(const Document& document) : document_(document) {}

  Plan compile() {
    plan_.parameters = document_.parameters;
    plan_.variables = document_.variables;
    plan_.assume_role = document_.assume_role;
    plan_.outputs = document_.outputs;
    plan_.main_steps = document_.main_steps.size();
    add_list(document_.main_steps, std::nullopt);
    // The steps inside loops are added while their loops are gone through.
    for (std::size_t i = 0; i < sources_.size(); ++i) add_list(sources_[i]->steps, StepIndex(i));
    plan_.index_names();
    connect(document_.main_steps, 0);
    for (std::size_t i = 0; i < sources_.size(); ++i)
      if (!plan_.steps[i].body.empty())
        connect(sources_[i]->steps, place_of(plan_.steps[i].body.front()));
    return std::move(plan_);
  }

 private:
  void add_list(const std::vector<Step>& steps, std::optional<StepIndex> loop) {
    for (const Step& step : steps) {
      if (loop) plan_.steps[place_of(*loop)].body.push_back(StepIndex(plan_.steps.size()));
      add(step, loop);
    }
  }

  void add(const Step& step, std::optional<StepIndex> loop) {
    PlanStep added;
    added.name = step.name;
    added.action = step.action;
    added.spec = step.spec;
    added.declared = {step.on_failure, step.next_step,   step.max_attempts,
                      step.is_end,     step.is_critical, step.timeout_seconds};
    for (const auto& [name, value] : step.inputs.items())
      added.inputs.push_back({name, ValueTemplate(value), when_missing(step, name)});
    for (const OutputDefinition& output : step.outputs)
      added.outputs.push_back(
          {output.name, output.selector, output.type, JsonPath::parse(output.selector)});
    added.is_critical = ssm::is_critical(step);
    added.max_attempts = std::min(step.max_attempts.value_or(1), kMostAttempts);
    if (step.timeout_seconds) added.timeout = ValueTemplate(*step.timeout_seconds);
    added.loop = loop;
    plan_.steps.push_back(std::move(added));
    sources_.push_back(&step);
  }

  /// `steps` lie in the plan from `begin` on.
  void connect(const std::vector<Step>& steps, std::size_t begin) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
      PlanStep& step = plan_.steps[begin + i];
      const StepFlow flow = flow_of(steps, i);
      if (flow.next) step.next = plan_.find(*flow.next);
      for (const std::string& choice : flow.choices) step.choices.push_back(plan_.find(choice));
      step.otherwise = plan_.find(flow.otherwise);
      step.is_open = flow.is_open;
      if (flow.on_failure.kind == Route::Kind::kContinue) step.on_failure = OnFailure::kContinue;
      if (flow.on_failure.kind == Route::Kind::kStep) {
        step.on_failure = OnFailure::kStep;
        step.failure_step = plan_.find(flow.on_failure.step);
      }
      if (flow.on_cancel.kind == Route::Kind::kStep)
        step.cancel_step = plan_.find(flow.on_cancel.step);
    }
  }

  const Document& document_;
  Plan plan_;
  std::vector<const Step*> sources_;  // of its steps
};

}  // namespace

bool PlanStep::has_input(std::string_view input) const {
  return std::ranges::find(inputs, input, &PlanInput::name) != inputs.end();
}

std::optional<StepIndex> Plan::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return std::nullopt;
  return found->second;
}

const Parameter* Plan::find_variable(std::string_view name) const {
  return find_parameter(variables, name);
}

void Plan::index_names() {
  by_name_.clear();
  for (std::size_t i = 0; i < steps.size(); ++i) by_name_.try_emplace(steps[i].name, StepIndex(i));
}

bool Plan::is_inside(StepIndex step, StepIndex loop) const {
  std::optional<StepIndex> around = (*this)[step].loop;
  while (around && around != loop) around = (*this)[*around].loop;
  return around.has_value();
}

std::vector<const PlanStep*> steps_in_order(const Plan& plan) {
  std::vector<const PlanStep*> steps;
  std::vector<StepIndex> open;  // the next one last
  for (std::size_t i = plan.main_steps; i > 0; --i) open.push_back(StepIndex(i - 1));
  while (!open.empty()) {
    const PlanStep& step = plan[open.back()];
    open.pop_back();
    steps.push_back(&step);
    open.insert(open.end(), step.body.rbegin(), step.body.rend());
  }
  return steps;
}

Plan compile(const Document& document) {
  return Compiler(document).compile();
}

}  // namespace ssm
