// SPDX-License-Identifier: Apache-2.0
// Inputs that an action needs, inputs that it does not have. Source: spec/actions.
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/document/action.h"
#include "core/lint/linter.h"

namespace ssm {
namespace {

constexpr std::int64_t kMaxScriptSeconds = 600;
constexpr std::size_t kMaxApprovers = 10;
constexpr std::size_t kMaxMessage = 4096;
constexpr std::size_t kMaxInstances = 50;

bool has_input(const Step& step, std::string_view name) {
  for (const Node::Member& member : step.inputs_node.members) {
    if (equals_ignore_case(member.name, name)) return true;
  }
  return false;
}

bool is_known_in(const Document& document, const InputSpec& input) {
  return !input.only_in_change_templates || document.kind == DocumentKind::kChangeTemplate;
}

/// Whether an input of change templates stands in for the required ones.
bool has_stand_in(const Document& document, const Step& step) {
  return std::ranges::any_of(step.spec->inputs, [&](const InputSpec& input) {
    return input.only_in_change_templates && is_known_in(document, input) &&
           has_input(step, input.name);
  });
}

void check_required(Checker& checker, const Step& step, const ActionSpec& action) {
  const bool has_others = has_stand_in(checker.document(), step);
  for (const InputSpec& input : action.inputs) {
    if (!input.required || has_input(step, input.name) || has_others) continue;
    checker.add(
        "missing-input", step, "inputs",
        fmt::format("Step \"{}\" lacks the input {} of {}.", step.name, input.name, step.action));
  }
  const std::span<const std::string_view> any = action.alternatives;
  if (any.empty() ||
      std::ranges::any_of(any, [&](std::string_view name) { return has_input(step, name); })) {
    return;
  }
  checker.add(
      "missing-input", step, "inputs",
      fmt::format("Step \"{}\" needs one of the inputs {} and {}.", step.name, any[0], any[1]));
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

std::size_t length_of(const Json* value) {
  if (value == nullptr) return 0;
  return value->is_string() ? value->get_ref<const std::string&>().size() : value->size();
}

void check_size(Checker& checker, const Step& step, std::string_view input, std::size_t most,
                std::string_view what) {
  const Json* value = find_member(step.inputs, input);
  if (value == nullptr || length_of(value) <= most) return;
  checker.add_input("limit", step, input,
                    fmt::format("{} {} at most, not {}.", most, what, length_of(value)));
}

void check_limits(Checker& checker, const Step& step) {
  if (step.action == "aws:approve") {
    check_size(checker, step, "Message", kMaxMessage, "characters");
    const Json* approvers = find_member(step.inputs, "Approvers");
    if (approvers && approvers->is_array())
      check_size(checker, step, "Approvers", kMaxApprovers, "approvers");
  }
  const Json* instances = find_member(step.inputs, "InstanceIds");
  if (step.action == "aws:runCommand" && instances && instances->is_array())
    check_size(checker, step, "InstanceIds", kMaxInstances, "instances");
  const bool is_long = step.timeout_seconds && step.timeout_seconds->is_number_integer() &&
                       step.timeout_seconds->get<std::int64_t>() > kMaxScriptSeconds;
  if (step.action == "aws:executeScript" && is_long)
    checker.add("script-time", step, "timeoutSeconds",
                fmt::format("A script is stopped after {} seconds, whatever timeoutSeconds says.",
                            kMaxScriptSeconds));
}

}  // namespace

void lint_inputs(Linter& linter) {
  for_each_step(linter.document().main_steps, [&](const Step& step) {
    const ActionSpec* action = find_action_spec(step.action);
    if (action == nullptr) return;
    check_limits(linter.checker, step);
    // What the service checks itself when a document is created: see core/document/check.h.
    if (step.action == "aws:runCommand" || step.action == "aws:branch" || step.action == "aws:loop")
      return;
    check_required(linter.checker, step, *action);
    if (!action->takes_api_parameters) check_known(linter.checker, step, *action);
  });
}

}  // namespace ssm
