// SPDX-License-Identifier: Apache-2.0
// Inputs of actions. Only the set of aws:runCommand is closed at creation; for the others what the
// service is known to refuse is a literal whose shape cannot be that of the input.
// Source: spec/documents-and-engine 1.4 (17, 21), spec/recorded-outputs b.2.
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/checker.h"
#include "core/document/input_value.h"
#include "core/expression/reference.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

std::vector<std::string> input_names(const ActionSpec& action, bool only_required) {
  std::vector<std::string> names;
  for (const InputSpec& input : action.inputs) {
    if (input.required || !only_required) names.emplace_back(input.name);
  }
  return names;
}

void check_closed_set(Checker& checker, const Step& step, const ActionSpec& action) {
  std::vector<std::string> provided;
  for (const auto& [name, value] : step.inputs.items()) provided.push_back(name);
  const std::vector<std::string> required = input_names(action, true);
  const bool complete = std::all_of(required.begin(), required.end(), [&](const std::string& name) {
    return step.inputs.contains(name);
  });
  if (!complete) {
    checker.add("missing-input", step, "inputs",
                fmt::format("Missing required input names. Required=[ [{}] ], Provided =[ [{}] ].",
                            join(required, ", "), join(provided, ", ")));
  }
  const auto unknown = std::find_if(provided.begin(), provided.end(), [&](const std::string& name) {
    return find_input(action, name) == nullptr;
  });
  if (unknown == provided.end()) return;
  const std::vector<std::string> known = input_names(action, false);
  checker.add("unknown-input", step, "inputs",
              fmt::format("Unknown input names provided. Known=[ [{}] ], Provided=[ [{}] ].{}",
                          join(known, ", "), join(provided, ", "), did_you_mean(*unknown, known)));
}

std::string_view java_class(const Json& value) {
  if (value.is_object()) return "LinkedHashMap";
  if (value.is_array()) return "ArrayList";
  if (value.is_boolean()) return "Boolean";
  if (value.is_number_integer()) return "Integer";
  return value.is_number() ? "Double" : "String";
}

/// Of branches and loops: their steps and conditions.
bool has_own_check(const InputSpec& input) {
  return input.format == InputSpec::Format::kChoices ||
         input.format == InputSpec::Format::kCondition || input.format == InputSpec::Format::kSteps;
}

void check_literals(Checker& checker, const Step& step, const ActionSpec& action) {
  for (const auto& [name, value] : step.inputs.items()) {
    const InputSpec* input = find_input(action, name);
    if (input == nullptr || has_own_check(*input) || can_become(value, input->type)) continue;
    checker.add_input("input-type", step, name,
                      fmt::format("Input {} is of type {}, but expected type is {}.",
                                  to_java_text(value), java_class(value), to_text(input->type)));
  }
}

/// Parameters that are the whole of an input of aws:runCommand.
void check_parameter_types(Checker& checker, const Step& step, const ActionSpec& action) {
  for (const auto& [name, value] : step.inputs.items()) {
    const InputSpec* input = find_input(action, name);
    if (input == nullptr || !value.is_string()) continue;
    const std::string_view text = trim(value.get_ref<const std::string&>());
    const std::vector<FoundReference> found = find_references(text);
    if (found.size() != 1 || found[0].end - found[0].begin != text.size()) continue;
    if (found[0].reference.kind != Reference::Kind::kParameter) continue;
    const Parameter* parameter = checker.document().find_parameter(found[0].reference.name);
    if (parameter == nullptr || can_feed(parameter->type, input->type)) continue;
    checker.add_input(
        "input-type", step, name,
        fmt::format("Parameter \"{}\" is of type {}, but input {} expects type {}.",
                    parameter->name, parameter->type_text, name, to_text(input->type)));
  }
}

void check_variable(Checker& checker, const Step& step, const InputSpec& input) {
  const Json* value = find_input_value(step.inputs, input.name);
  if (value == nullptr || !value->is_string()) return;
  const std::string_view text = trim(value->get_ref<const std::string&>());
  const bool prefixed = text.starts_with(kVariablePrefix);
  const std::string_view name = prefixed ? text.substr(kVariablePrefix.size()) : text;
  if (prefixed && checker.document().find_variable(name) != nullptr) return;
  checker.add_input(
      "unknown-reference", step, input.name,
      prefixed ? fmt::format("Variable \"{}\" is not declared.", name)
               : fmt::format("\"{}\" does not name a variable: write variable:<name>.", text));
}

}  // namespace

void check_inputs(Checker& checker) {
  for_each_step(checker.document().main_steps, [&](const Step& step) {
    const ActionSpec& action = *step.spec;
    if (action.inputs_are_closed) {
      check_closed_set(checker, step, action);
      check_parameter_types(checker, step, action);
    }
    if (!action.is(ActionKind::kBranch)) check_literals(checker, step, action);
    if (const InputSpec* variable = find_input(action, InputSpec::Format::kVariable))
      check_variable(checker, step, *variable);
  });
}

}  // namespace ssm
