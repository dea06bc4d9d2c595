// SPDX-License-Identifier: Apache-2.0
// Inputs that an action needs, inputs that it does not have. Source: spec/actions.
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/input_value.h"
#include "core/lint/linter.h"

namespace ssm {
namespace {

bool is_known_in(const Document& document, const InputSpec& input) {
  return !input.only_in_change_templates || document.kind == DocumentKind::kChangeTemplate;
}

/// Whether an input of change templates stands in for the required ones.
bool has_stand_in(const Document& document, const Step& step) {
  return std::ranges::any_of(step.spec->inputs, [&](const InputSpec& input) {
    return input.only_in_change_templates && is_known_in(document, input) &&
           has_input(step.inputs, input.name);
  });
}

void check_required(Checker& checker, const Step& step, const ActionSpec& action) {
  const bool has_others = has_stand_in(checker.document(), step);
  for (const InputSpec& input : action.inputs) {
    const Json* value = find_input_value(step.inputs, input.name);
    const bool is_there = value && !is_absent(input, *value);
    if (!input.required || is_there || has_others) continue;
    checker.add(
        "missing-input", step, "inputs",
        fmt::format("Step \"{}\" lacks the input {} of {}.", step.name, input.name, step.action));
  }
}

void check_alternatives(Checker& checker, const Step& step, const ActionSpec& action) {
  if (!lacks_alternatives(action, step.inputs)) return;
  const std::vector<std::string> names(action.alternatives.begin(), action.alternatives.end());
  checker.add(
      "missing-input", step, "inputs",
      fmt::format("Step \"{}\" needs one of the inputs {}.", step.name, join(names, " and ")));
}

void check_known(Checker& checker, const Step& step, const ActionSpec& action) {
  std::vector<std::string> known;
  for (const InputSpec& input : action.inputs)
    if (is_known_in(checker.document(), input)) known.emplace_back(input.name);
  for (const Node::Member& member : step.inputs_node.members) {
    const bool is_known = std::ranges::any_of(
        known, [&](const std::string& name) { return equals_ignore_case(name, member.name); });
    if (is_known) continue;
    checker.add_input("unknown-input", step, member.name,
                      fmt::format("{} has no input {}.{}", step.action, member.name,
                                  did_you_mean(member.name, known)));
  }
}

/// The names of a call of AWS that stand there as texts.
void check_call(Linter& linter, const Step& step) {
  const InputSpec* service_input = find_input(*step.spec, "Service");
  const InputSpec* api_input = find_input(*step.spec, "Api");
  if (!service_input || !api_input || !step.spec->other_cloud.empty()) return;
  const auto text_of = [&](const InputSpec& input) -> std::string {
    const Json* value = find_input_value(step.inputs, input.name);
    if (value == nullptr || !value->is_string()) return {};
    const auto& text = value->get_ref<const std::string&>();
    return text.find("{{") == std::string::npos ? std::string(trim(text)) : std::string();
  };
  const auto complain = [&](const InputSpec& input, std::string fault) {
    if (!fault.empty()) linter.checker.add_input("unknown-api", step, input.name, std::move(fault));
  };
  const std::string service = text_of(*service_input);
  const std::string api = text_of(*api_input);
  if (!service.empty() && linter.options.fault_of_service)
    complain(*service_input, linter.options.fault_of_service(service));
  if (!api.empty() && linter.options.fault_of_api)
    complain(*api_input, linter.options.fault_of_api(service, api));
}

void check_time(Checker& checker, const Step& step, const ActionSpec& action) {
  if (action.stops_after_seconds == 0 || !step.timeout_seconds ||
      !step.timeout_seconds->is_number_integer() ||
      step.timeout_seconds->get<std::int64_t>() <= action.stops_after_seconds)
    return;
  checker.add("script-time", step, "timeoutSeconds",
              fmt::format("A script is stopped after {} seconds, whatever timeoutSeconds says.",
                          action.stops_after_seconds));
}

}  // namespace

void lint_inputs(Linter& linter) {
  for_each_step(linter.document().main_steps, [&](const Step& step) {
    const ActionSpec& action = *step.spec;
    if (!action.is_known()) return;
    check_time(linter.checker, step, action);
    check_call(linter, step);
    if (action.is(ActionKind::kBranch)) return;
    if (!action.is(ActionKind::kLoop)) check_alternatives(linter.checker, step, action);
    // What the service checks itself when a document is created: see core/document/check.h.
    if (action.inputs_are_closed) return;
    if (!action.is(ActionKind::kLoop)) check_required(linter.checker, step, action);
    if (!action.takes_api_parameters) check_known(linter.checker, step, action);
  });
}

}  // namespace ssm
