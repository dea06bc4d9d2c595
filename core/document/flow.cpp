// SPDX-License-Identifier: Apache-2.0
#include "core/document/flow.h"

#include "core/base/text.h"
#include "core/document/action.h"
#include "core/expression/reference.h"

namespace ssm {
namespace {

Route route_or_abort(const std::optional<std::string>& declared) {
  if (!declared) return {};
  return parse_route(*declared).value_or(Route{});
}

/// The name that a NextStep or Default gives; "": it is not known before the run.
std::string target_of(const Node* name, bool& is_open) {
  if (!name) return {};
  if (!name->is_scalar() || !find_references(name->text).empty()) {
    is_open = true;
    return {};
  }
  return name->text;
}

void read_choices(const Step& step, StepFlow& flow) {
  const Node* choices = step.inputs_node.find("Choices");
  flow.is_open = choices && choices->kind != Node::Kind::kList;
  for (std::size_t i = 0; choices && i < choices->items.size(); ++i)
    flow.choices.push_back(target_of(choices->items[i].find("NextStep"), flow.is_open));
  const Node* otherwise = step.inputs_node.find("Default");
  flow.has_default = otherwise != nullptr;
  flow.otherwise = target_of(otherwise, flow.is_open);
}

}  // namespace

std::optional<Route> parse_route(std::string_view text) {
  constexpr std::string_view kStep = "step:";
  text = trim(text);
  if (equals_ignore_case(text, "Abort")) return Route{Route::Kind::kAbort, {}};
  if (equals_ignore_case(text, "Continue")) return Route{Route::Kind::kContinue, {}};
  if (text.size() <= kStep.size() || !equals_ignore_case(text.substr(0, kStep.size()), kStep)) {
    return std::nullopt;
  }
  const std::string_view name = trim(text.substr(kStep.size()));
  if (name.empty()) return std::nullopt;
  return Route{Route::Kind::kStep, std::string(name)};
}

Route on_failure_of(const Step& step) {
  return route_or_abort(step.on_failure);
}

Route on_cancel_of(const Step& step) {
  return route_or_abort(step.on_cancel);
}

bool is_critical(const Step& step) {
  return step.is_critical.value_or(on_failure_of(step).kind != Route::Kind::kContinue);
}

StepFlow flow_of(const std::vector<Step>& steps, std::size_t place) {
  const Step& step = steps[place];
  StepFlow flow;
  flow.on_failure = on_failure_of(step);
  flow.on_cancel = on_cancel_of(step);
  if (step.spec->is(ActionKind::kBranch)) read_choices(step, flow);
  if (step.is_end.value_or(false)) return flow;
  if (step.next_step)
    flow.next = *step.next_step;
  else if (place + 1 < steps.size())
    flow.next = steps[place + 1].name;
  return flow;
}

std::vector<std::string> branch_targets(const Step& step) {
  StepFlow flow;
  if (step.spec->is(ActionKind::kBranch)) read_choices(step, flow);
  std::vector<std::string> targets = std::move(flow.choices);
  if (!flow.otherwise.empty()) targets.push_back(std::move(flow.otherwise));
  std::erase(targets, std::string());
  return targets;
}

}  // namespace ssm
