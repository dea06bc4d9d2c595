// SPDX-License-Identifier: Apache-2.0
// Inputs written out that the action refuses when its step starts. Source: spec/actions.
#include <fmt/format.h>

#include <algorithm>

#include "core/document/action.h"
#include "core/document/input_value.h"
#include "core/document/variable_value.h"
#include "core/lint/linter.h"

namespace ssm {
namespace {

/// nullopt too when the variable is not declared: unknown-reference has that.
std::optional<InputFault> variable_fault(const Document& document, const Step& step,
                                         const Json& value) {
  const InputSpec* name = find_input(*step.spec, InputSpec::Format::kVariable);
  const Json* written = name ? find_input_value(step.inputs, name->name) : nullptr;
  const Parameter* variable = written ? document.find_variable(variable_name(*written)) : nullptr;
  return variable && !value.is_null() ? find_variable_fault(*variable, value) : std::nullopt;
}

void lint_input(Linter& linter, const Step& step, const InputSpec& input) {
  const Json* value = find_input_value(step.inputs, input.name);
  const bool has_no_effect = std::ranges::any_of(
      input.overridden_by, [&](std::string_view other) { return has_input(step.inputs, other); });
  if (!value || has_reference(*value) || has_no_effect) return;
  if (!can_become(*value, input.type)) return;  // refused at creation
  const std::optional<InputFault> fault = input.format == InputSpec::Format::kVariableValue
                                              ? variable_fault(linter.document(), step, *value)
                                              : find_fault(input, *value, step.inputs);
  const bool is_limit = fault && fault->kind == InputFault::Kind::kLimit;
  // The service checks types of closed inputs itself.
  if (!fault || (!is_limit && step.spec->inputs_are_closed)) return;
  linter.checker.add_input(is_limit ? "limit" : "input-type", step, input.name,
                           fmt::format("Input {} {}.", input.name, fault->text));
}

/// Of a loop its steps, its condition and its limits.
bool is_checked_of_loop(const Step& step, const InputSpec& input) {
  if (!step.spec->is(ActionKind::kLoop)) return false;
  if (input.format == InputSpec::Format::kSteps || input.format == InputSpec::Format::kCondition ||
      input.type == InputSpec::Type::kInteger)
    return true;
  const Json* value = find_input_value(step.inputs, input.name);
  if (!value || input.most == 0) return false;
  return value->is_array() && value->size() > static_cast<std::size_t>(input.most);
}

}  // namespace

void lint_literals(Linter& linter) {
  for_each_step(linter.document().main_steps, [&](const Step& step) {
    const ActionSpec& action = *step.spec;
    // What the service checks itself when a document is created: see core/document/check.h.
    if (action.is(ActionKind::kBranch)) return;
    for (const InputSpec& input : action.inputs)
      if (!input.only_in_change_templates && !is_checked_of_loop(step, input))
        lint_input(linter, step, input);
  });
}

}  // namespace ssm
