// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/json.h"

namespace ssm {

/// A comparison that a condition of aws:branch or aws:loop can make.
struct ConditionOperator {
  enum class Operand { kText, kNumber, kBoolean };
  std::string_view name;   // "NumericGreater"
  std::string_view words;  // ">"
  Operand operand = Operand::kText;
};

std::span<const ConditionOperator> condition_operators();
/// nullptr: there is no such operator.
const ConditionOperator* find_condition_operator(std::string_view name);

/// A condition as people say it: `describe.State = "running" and not (n > 3)`. What is malformed is
/// shown as it is written. Source: spec/documents-and-engine 5.2.
std::string condition_text(const Json& condition);

}  // namespace ssm
