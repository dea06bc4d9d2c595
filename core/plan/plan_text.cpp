// SPDX-License-Identifier: Apache-2.0
// How a plan is stored.
#include <fmt/format.h>

#include "core/base/field_parser.h"
#include "core/plan/plan.h"

namespace ssm {

template <>
inline constexpr bool kIsNumber<StepIndex> = true;

namespace {

template <class E, std::size_t n>
bool parse_name(std::string_view text, E& value, const std::string_view (&names)[n]) {
  for (std::size_t i = 0; i < n; ++i) {
    if (names[i] != text) continue;
    value = static_cast<E>(i);
    return true;
  }
  return false;
}

}  // namespace

constexpr std::string_view kOnFailureNames[] = {"Abort", "Continue", "Step"};
std::string_view to_text(OnFailure value) {
  return kOnFailureNames[static_cast<std::size_t>(value)];
}
bool parse_as(std::string_view text, OnFailure& value) {
  return parse_name(text, value, kOnFailureNames);
}

constexpr std::string_view kWhenMissingNames[] = {"Fail", "Null", "Keep"};
std::string_view to_text(WhenMissing value) {
  return kWhenMissingNames[static_cast<std::size_t>(value)];
}
bool parse_as(std::string_view text, WhenMissing& value) {
  return parse_name(text, value, kWhenMissingNames);
}

bool parse_as(std::string_view text, ValueType& value) {
  const std::optional<ValueType> type = value_type_of(text);
  if (type) value = *type;
  return type.has_value();
}

template <class Visitor, class T>
requires std::same_as<std::remove_const_t<T>, Parameter>
void fields(Visitor& visit, T& parameter) {
  visit.required("name", parameter.name);
  visit.required("typeText", parameter.type_text);
  visit.required("type", parameter.type);
  visit.optional("default", parameter.default_value);
  visit.optional("allowedValues", parameter.allowed_values);
  visit.optional("allowedPattern", parameter.allowed_pattern);
  visit.optional("minItems", parameter.min_items);
  visit.optional("maxItems", parameter.max_items);
  visit.optional("minChars", parameter.min_chars);
  visit.optional("maxChars", parameter.max_chars);
}

template <class Visitor, class T>
requires std::same_as<std::remove_const_t<T>, Declared>
void fields(Visitor& visit, T& declared) {
  visit.optional("onFailure", declared.on_failure);
  visit.optional("nextStep", declared.next_step);
  visit.optional("maxAttempts", declared.max_attempts);
  visit.optional("isEnd", declared.is_end);
  visit.optional("isCritical", declared.is_critical);
  visit.optional("timeoutSeconds", declared.timeout_seconds);
}

template <class Visitor, class T>
requires std::same_as<std::remove_const_t<T>, PlanInput>
void fields(Visitor& visit, T& input) {
  visit.required("name", input.name);
  visit.required("value", input.value);
  visit.optional("whenMissing", input.when_missing);
}

template <class Visitor, class T>
requires std::same_as<std::remove_const_t<T>, PlanOutput>
void fields(Visitor& visit, T& output) {
  visit.required("name", output.name);
  visit.required("selector", output.selector);
  visit.required("type", output.type);
}

template <class Visitor, class T>
requires std::same_as<std::remove_const_t<T>, PlanStep>
void fields(Visitor& visit, T& step) {
  visit.required("name", step.name);
  visit.required("action", step.action);
  visit.required("declared", step.declared);
  visit.optional("inputs", step.inputs);
  visit.optional("outputs", step.outputs);
  visit.optional("next", step.next);
  visit.optional("choices", step.choices);
  visit.optional("otherwise", step.otherwise);
  visit.optional("isOpen", step.is_open);
  visit.optional("onFailure", step.on_failure);
  visit.optional("failureStep", step.failure_step);
  visit.optional("cancelStep", step.cancel_step);
  visit.required("isCritical", step.is_critical);
  visit.required("maxAttempts", step.max_attempts);
  visit.optional("timeout", step.timeout);
  visit.optional("loop", step.loop);
  visit.optional("body", step.body);
}

template <class Visitor, class T>
requires std::same_as<std::remove_const_t<T>, Plan>
void fields(Visitor& visit, T& plan) {
  visit.required("steps", plan.steps);
  visit.required("mainSteps", plan.main_steps);
  visit.optional("parameters", plan.parameters);
  visit.optional("variables", plan.variables);
  visit.optional("assumeRole", plan.assume_role);
  visit.optional("outputs", plan.outputs);
}

std::string to_text_of(const Plan& plan) {
  return to_text_of<Plan>(plan);
}

namespace {

/// Whether every place that a plan names is one of its steps, and loops come before their steps.
bool has_only_own_places(const Plan& plan) {
  const auto is_own = [&](std::optional<StepIndex> step) {
    return !step || place_of(*step) < plan.steps.size();
  };
  if (plan.main_steps > plan.steps.size()) return false;
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const PlanStep& step = plan.steps[i];
    if (!is_own(step.next) || !is_own(step.otherwise) || !is_own(step.failure_step) ||
        !is_own(step.cancel_step) || (step.loop && place_of(*step.loop) >= i))
      return false;
    for (const auto& choice : step.choices)
      if (!is_own(choice)) return false;
    for (const StepIndex inner : step.body)
      if (!is_own(inner) || plan[inner].loop != StepIndex(i)) return false;
  }
  return true;
}

}  // namespace

Result<Plan> read_plan(std::string_view text, const ActionCatalog& actions) {
  TRY_ASSIGN(Plan plan, read_stored<Plan>(text, "a stored plan",
                                          [](auto& reader, Plan& to) { fields(reader, to); }));
  if (!has_only_own_places(plan))
    return failure(kMalformed, "a stored plan names no step of its own");
  for (PlanStep& step : plan.steps) {
    step.spec = &actions.find(step.action);
    for (PlanOutput& output : step.outputs) output.path = JsonPath::parse(output.selector);
  }
  plan.index_names();
  return plan;
}

}  // namespace ssm
