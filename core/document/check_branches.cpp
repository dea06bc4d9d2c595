// SPDX-License-Identifier: Apache-2.0
// The conditions of aws:branch and aws:loop. Source: spec/documents-and-engine 5.2 and 1.4 (18).
#include <fmt/format.h>

#include "core/document/action.h"
#include "core/document/checker.h"
#include "core/document/condition.h"

namespace ssm {
namespace {

/// Text with a reference in it: what it is shows when the step runs.
bool holds_reference(const Node& node) {
  return node.kind == Node::Kind::kString && node.text.find("{{") != std::string::npos;
}

class ConditionCheck {
 public:
  ConditionCheck(Checker& checker, const Step& step) : checker_(checker), step_(step) {}

  /// A condition; a choice is one that also has a NextStep.
  void check(const Node& condition, const std::string& path, bool is_choice) {
    if (condition.kind != Node::Kind::kMap) {
      add(condition.at, path, fmt::format("A condition in step: {} must be a map.", step_.name));
      return;
    }
    if (is_choice && condition.find("NextStep") == nullptr) {
      add(condition.at, path,
          fmt::format("Missing \"NextStep\" in a choice of step: {}.", step_.name));
    }
    std::size_t tests = 0;
    for (const Node::Member& member : condition.members) {
      if (member.name == "Variable" || (is_choice && member.name == "NextStep")) continue;
      ++tests;
      check_test(condition, member, fmt::format("{}.{}", path, member.name));
    }
    if (tests != 1) {
      add(condition.at, path,
          fmt::format("Expect one operator in each condition of step: {}. Provided: {}", step_.name,
                      tests));
    }
  }

 private:
  void add(Location at, const std::string& path, std::string message) {
    checker_.add("invalid-condition", at, path, std::move(message));
  }

  void check_test(const Node& condition, const Node::Member& test, const std::string& path) {
    if (test.name == "And" || test.name == "Or") {
      check_operands(test, path);
    } else if (test.name == "Not") {
      check(test.value, path, false);
    } else if (const ConditionOperator* found = find_condition_operator(test.name); !found) {
      std::vector<std::string> known;
      for (const ConditionOperator& each : condition_operators()) known.emplace_back(each.name);
      add(test.at, path,
          fmt::format("Unknown operator: {} in step: {}.{}", test.name, step_.name,
                      did_you_mean(test.name, known)));
    } else if (condition.find("Variable") == nullptr) {
      add(condition.at, path,
          fmt::format("Missing \"Variable\" beside {} in step: {}.", test.name, step_.name));
    } else if (!fits(test.value, found->operand)) {
      add(test.at, path,
          fmt::format("Input {} is of type {}, but expected type is {}.",
                      to_java_text(to_json(test.value)), class_of(test.value),
                      type_of(found->operand)));
    }
  }

  using Operand = ConditionOperator::Operand;

  static std::string_view type_of(Operand operand) {
    if (operand == Operand::kBoolean) return "Boolean";
    return operand == Operand::kNumber ? "Integer" : "String";
  }

  /// Java's class of the value, as the service names it.
  static std::string_view class_of(const Node& value) {
    switch (value.kind) {
      case Node::Kind::kBoolean:
        return "Boolean";
      case Node::Kind::kInteger:
        return "Integer";
      case Node::Kind::kFloat:
        return "Double";
      case Node::Kind::kList:
        return "ArrayList";
      case Node::Kind::kMap:
        return "LinkedHashMap";
      case Node::Kind::kNull:
      case Node::Kind::kString:
        break;
    }
    return "String";
  }

  static bool fits(const Node& value, Operand operand) {
    if (value.kind == Node::Kind::kNull || holds_reference(value)) return true;
    if (operand == Operand::kBoolean) return value.kind == Node::Kind::kBoolean;
    if (operand == Operand::kText) return value.kind == Node::Kind::kString;
    return value.kind == Node::Kind::kInteger || value.kind == Node::Kind::kFloat;
  }

  void check_operands(const Node::Member& test, const std::string& path) {
    const bool list = test.value.kind == Node::Kind::kList;
    const std::size_t count = list ? test.value.items.size() : 1;
    if (count < 2) {
      // The spelling is the service's.
      add(test.at, path,
          fmt::format("Expect at lease two expressions for operator: {} in step: {}. Provided: {}",
                      test.name, step_.name, count));
    }
    for (std::size_t i = 0; i < test.value.items.size(); ++i) {
      check(test.value.items[i], fmt::format("{}[{}]", path, i), false);
    }
  }

  Checker& checker_;
  const Step& step_;
};

void check_choices(Checker& checker, const Step& step) {
  const Node* choices = step.inputs_node.find("Choices");
  if (choices != nullptr && holds_reference(*choices)) return;
  if (choices == nullptr || choices->kind != Node::Kind::kList || choices->items.empty()) {
    checker.add_input("invalid-condition", step, "Choices",
                      fmt::format("Step {} needs a list of Choices, not empty.", step.name));
    return;
  }
  ConditionCheck conditions(checker, step);
  for (std::size_t i = 0; i < choices->items.size(); ++i) {
    conditions.check(choices->items[i], fmt::format("{}.inputs.Choices[{}]", step.path, i), true);
  }
}

}  // namespace

void check_branches(Checker& checker) {
  for_each_step(checker.document().main_steps, [&](const Step& step) {
    if (step.spec->is(ActionKind::kBranch)) check_choices(checker, step);
    if (!step.spec->is(ActionKind::kLoop)) return;
    const Node* condition = step.inputs_node.find("LoopCondition");
    if (condition == nullptr || holds_reference(*condition)) return;
    ConditionCheck(checker, step)
        .check(*condition, fmt::format("{}.inputs.LoopCondition", step.path), false);
  });
}

}  // namespace ssm
