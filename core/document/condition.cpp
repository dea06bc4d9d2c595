// SPDX-License-Identifier: Apache-2.0
#include "core/document/condition.h"

#include <fmt/format.h>
#include <array>

#include "core/base/text.h"

namespace ssm {
namespace {

using Operand = ConditionOperator::Operand;

constexpr std::array kOperators = {
    ConditionOperator{"StringEquals", "=", Operand::kText},
    ConditionOperator{"EqualsIgnoreCase", "= (any case)", Operand::kText},
    ConditionOperator{"StartsWith", "starts with", Operand::kText},
    ConditionOperator{"EndsWith", "ends with", Operand::kText},
    ConditionOperator{"Contains", "contains", Operand::kText},
    ConditionOperator{"NumericEquals", "=", Operand::kNumber},
    ConditionOperator{"NumericGreater", ">", Operand::kNumber},
    ConditionOperator{"NumericLesser", "<", Operand::kNumber},
    ConditionOperator{"NumericGreaterOrEquals", ">=", Operand::kNumber},
    ConditionOperator{"NumericLesserOrEquals", "<=", Operand::kNumber},
    ConditionOperator{"BooleanEquals", "=", Operand::kBoolean},
};

constexpr int kDeepestCondition = 100;

/// "{{ describe.State }}" as describe.State; text around references keeps its quotes.
std::string operand_text(const Json& value, Operand kind) {
  if (!value.is_string()) return to_text(value);
  const std::string_view text = trim(value.get_ref<const std::string&>());
  const bool is_reference = text.starts_with("{{") && text.ends_with("}}") && text.size() >= 4 &&
                            text.find("{{", 2) == std::string_view::npos;
  if (is_reference) return std::string(trim(text.substr(2, text.size() - 4)));
  return kind == Operand::kText ? fmt::format("\"{}\"", value.get_ref<const std::string&>())
                                : std::string(text);
}

std::string text_at(const Json& condition, int depth);

std::string joined(const Json& operands, std::string_view word, int depth) {
  std::string text;
  if (!operands.is_array()) return to_text(operands);
  for (const Json& operand : operands) {
    const bool nested = operand.contains("And") || operand.contains("Or");
    const std::string part = text_at(operand, depth + 1);
    if (!text.empty()) text += fmt::format(" {} ", word);
    text += nested ? fmt::format("({})", part) : part;
  }
  return text;
}

std::string text_at(const Json& condition, int depth) {
  if (!condition.is_object() || depth > kDeepestCondition) return to_text(condition);
  if (const Json* all = find_member(condition, "And")) return joined(*all, "and", depth);
  if (const Json* any = find_member(condition, "Or")) return joined(*any, "or", depth);
  if (const Json* negated = find_member(condition, "Not"))
    return fmt::format("not ({})", text_at(*negated, depth + 1));
  const Json* variable = find_member(condition, "Variable");
  for (const auto& [name, operand] : condition.items())
    if (const ConditionOperator* found = find_condition_operator(name); found && variable)
      return fmt::format("{} {} {}", operand_text(*variable, Operand::kText), found->words,
                         operand_text(operand, found->operand));
  return to_text(condition);
}

}  // namespace

std::span<const ConditionOperator> condition_operators() {
  return kOperators;
}

const ConditionOperator* find_condition_operator(std::string_view name) {
  const auto* found = std::ranges::find(kOperators, name, &ConditionOperator::name);
  return found == kOperators.end() ? nullptr : found;
}

std::string condition_text(const Json& condition) {
  return text_at(condition, 0);
}

}  // namespace ssm
