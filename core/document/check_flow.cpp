// SPDX-License-Identifier: Apache-2.0
// Where steps go: targets that exist, what may stand on a cancel target, the rules of loops.
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/checker.h"
#include "core/document/flow.h"
#include "core/document/input_value.h"

namespace ssm {
namespace {

/// The steps that may be jumped to: those of the own list, and from inside a loop those around it.
class Scope {
 public:
  Scope(const std::vector<Step>& steps, const Scope* around) : steps_(steps), around_(around) {}

  const Step* find(std::string_view name) const {
    for (const Step& step : steps_) {
      if (step.name == name) return &step;
    }
    return around_ != nullptr ? around_->find(name) : nullptr;
  }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    if (around_ != nullptr) names = around_->names();
    for (const Step& step : steps_) names.push_back(step.name);
    return names;
  }

 private:
  const std::vector<Step>& steps_;
  const Scope* around_;
};

std::string unknown_step(const Scope& scope, std::string_view target, std::string_view field) {
  const std::string hint = did_you_mean(target, scope.names());
  return fmt::format("Unknown step name: \"{}\" in {}{}{}", target, field, hint.empty() ? "" : ".",
                     hint);
}

void check_on_cancel(Checker& checker, const Step& step, const Scope& scope) {
  if (!step.on_cancel) return;
  if (!step.spec->takes_on_cancel) {
    checker.add("on-cancel", step, "onCancel",
                fmt::format("onCancel is not supported by {}.", step.action));
  }
  const Route route = on_cancel_of(step);
  if (route.kind != Route::Kind::kStep) return;
  const Step* target = scope.find(route.step);
  if (target == nullptr) {
    checker.add("unknown-step", step, "onCancel", unknown_step(scope, route.step, "onCancel"));
    return;
  }
  if (!target->spec->may_be_on_cancel_target) {
    checker.add("on-cancel", step, "onCancel",
                fmt::format("Step \"{}\" cannot be a target of onCancel: its action is {}.",
                            target->name, target->action));
  }
}

void check_target(Checker& checker, const Node& map, std::string_view field, const Scope& scope,
                  const std::string& path) {
  const Node* target = map.find(field);
  if (target == nullptr || target->kind != Node::Kind::kString) return;
  if (scope.find(target->text) != nullptr) return;
  checker.add("unknown-step", target->at, fmt::format("{}.{}", path, field),
              unknown_step(scope, target->text, field));
}

void check_branch_targets(Checker& checker, const Step& step, const Scope& scope) {
  const std::string inputs = fmt::format("{}.inputs", step.path);
  check_target(checker, step.inputs_node, "Default", scope, inputs);
  const Node* choices = step.inputs_node.find("Choices");
  for (std::size_t i = 0; choices != nullptr && i < choices->items.size(); ++i) {
    check_target(checker, choices->items[i], "NextStep", scope,
                 fmt::format("{}.Choices[{}]", inputs, i));
  }
}

void check_targets(Checker& checker, const Step& step, const Scope& scope) {
  if (step.next_step && scope.find(*step.next_step) == nullptr) {
    checker.add("unknown-step", step, "nextStep", unknown_step(scope, *step.next_step, "nextStep"));
  }
  if (step.next_step && step.is_end.value_or(false)) {
    checker.add("contradicting-flow", step, "isEnd",
                "\"isEnd == true\" and nextStep should not exist in same step.");
  }
  const Route on_failure = on_failure_of(step);
  if (on_failure.kind == Route::Kind::kStep && scope.find(on_failure.step) == nullptr) {
    checker.add("unknown-step", step, "onFailure",
                unknown_step(scope, on_failure.step, "onFailure"));
  }
  check_on_cancel(checker, step, scope);
  if (step.spec->is(ActionKind::kBranch)) check_branch_targets(checker, step, scope);
}

void check_iterations(Checker& checker, const Step& loop) {
  for (const InputSpec& input : loop.spec->inputs) {
    const Json* value = find_input_value(loop.inputs, input.name);
    if (!value || input.most == 0) continue;
    const bool is_number = input.type == InputSpec::Type::kInteger && !has_reference(*value) &&
                           !is_absent(*value) && can_become(*value, input.type);
    if (is_number) {
      const std::optional<std::int64_t> number = integer_of_value(*value);
      if (!number || *number < input.least || *number > input.most)
        checker.add_input("invalid-loop", loop, input.name,
                          fmt::format("{} must be a whole number from {} to {}.", input.name,
                                      input.least, input.most),
                          fmt::format("Write a number from {} to {}, or leave {} out.", input.least,
                                      input.most, input.name));
    }
    if (value->is_array() && static_cast<std::int64_t>(value->size()) > input.most)
      checker.add_input("invalid-loop", loop, input.name,
                        fmt::format("A loop takes at most {} {}.", input.most, input.name),
                        "Repeat over fewer items, or split them over several loops.");
  }
}

void check_loop(Checker& checker, const Step& loop) {
  const bool each = find_member(loop.inputs, "Iterators") != nullptr;
  const bool while_true = find_member(loop.inputs, "LoopCondition") != nullptr;
  if (each == while_true) {
    checker.add("invalid-loop", loop, "inputs",
                fmt::format("Specify one of Iterators and LoopCondition in step {}.", loop.name));
  }
  const Node* steps = loop.inputs_node.find("Steps");
  if (steps == nullptr || steps->items.empty()) {
    checker.add_input("invalid-loop", loop, "Steps",
                      fmt::format("Step {} has no Steps to repeat.", loop.name));
  }
  check_iterations(checker, loop);
}

void check_step(Checker& checker, const Step& step, const Scope& scope) {
  check_targets(checker, step, scope);
  if (step.spec->is(ActionKind::kLoop)) check_loop(checker, step);
  if (!step.timeout_seconds || !step.timeout_seconds->is_number_integer()) return;
  const std::int64_t longest = step.spec->longest_timeout_seconds;
  if (step.timeout_seconds->get<std::int64_t>() > longest) {
    checker.add("limit", step, "timeoutSeconds",
                fmt::format("{} waits at most {} seconds.", step.action, longest));
  }
}

void check_list(Checker& checker, const std::vector<Step>& steps, const Scope* around) {
  const Scope scope(steps, around);
  for (const Step& step : steps) {
    check_step(checker, step, scope);
    check_list(checker, step.steps, &scope);
  }
}

}  // namespace

void check_flow(Checker& checker) {
  check_list(checker, checker.document().main_steps, nullptr);
}

}  // namespace ssm
