// SPDX-License-Identifier: Apache-2.0
// Inputs written out that the action refuses when its step starts. Source: spec/actions.
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/document/action.h"
#include "core/document/structure.h"
#include "core/lint/linter.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

bool has_reference(const Json& value) {
  if (value.is_structured()) return std::ranges::any_of(value, has_reference);
  return value.is_string() && value.get_ref<const std::string&>().find("{{") != std::string::npos;
}

/// The text of a scalar, or of a list of one; nullopt: it is another value, or is left empty.
std::optional<std::string> text_of(const Json& value) {
  const Json& one = value.is_array() && value.size() == 1 ? value.front() : value;
  if (one.is_structured() || one.is_null() || one == "") return std::nullopt;
  return one.is_string() ? one.get<std::string>() : to_text(one);
}

/// What is wrong with the value; empty: nothing that shows before the step starts.
std::string fault_of(const InputSpec& input, const Json& value) {
  const std::optional<std::string> text = text_of(value);
  if (!text) return {};
  const auto is_it = [&](std::string_view word) { return equals_ignore_case(*text, word); };
  if (!input.values.empty() && std::ranges::none_of(input.values, is_it))
    return fmt::format(
        "is {}, but must be one of {}", to_text(Json(*text)),
        join(std::vector<std::string>(input.values.begin(), input.values.end()), ", "));
  if (input.type == Type::kBoolean && !is_it("true") && !is_it("false"))
    return fmt::format("is {}, but must be true or false", to_text(Json(*text)));
  if (input.type == Type::kInteger && !parse_integer(trim(*text)))
    return fmt::format("is {}, but must be a whole number", to_text(Json(*text)));
  return {};
}

class LiteralLint {
 public:
  LiteralLint(Linter& linter, const Step& step) : linter_(linter), step_(step) {}

  void lint() {
    const ActionSpec* action = find_action_spec(step_.action);
    if (action == nullptr || step_.action == "aws:runCommand") return;  // the service's own check
    for (const auto& [name, value] : step_.inputs.items()) {
      const InputSpec* input = find_input(*action, name);
      if (input == nullptr || name == "Runtime" || has_reference(value)) continue;  // lint_scripts
      if (const std::string fault = fault_of(*input, value); !fault.empty()) add(name, fault);
    }
    if (step_.action == "aws:sleep") lint_sleep();
    if (step_.action == "aws:approve") lint_approvers();
  }

 private:
  void add(std::string_view input, const std::string& fault) {
    linter_.checker.add_input("input-type", step_, input,
                              fmt::format("Input {} {}.", input, fault));
  }

  /// nullptr: it is not there, or not known before the step starts.
  const Json* literal(std::string_view name) const {
    const Json* value = find_member(step_.inputs, name);
    return value && !has_reference(*value) ? value : nullptr;
  }

  /// Of the input, when it is known before the step starts.
  std::optional<std::string> literal_text(std::string_view name) const {
    const Json* value = literal(name);
    return value ? text_of(*value) : std::nullopt;
  }

  void lint_sleep() {
    bool has_instant = false;
    for (const std::string_view name : {"Timestamp", "TimeStamp"}) {
      has_instant = has_instant || find_member(step_.inputs, name);
      if (const auto text = literal_text(name); text && !parse_time(*text))
        add(name, fmt::format("is {}, but must be an ISO 8601 time", to_text(Json(*text))));
    }
    const auto text = has_instant ? std::nullopt : literal_text("Duration");
    if (!text) return;
    const Result<Milliseconds> delay = parse_duration(*text);
    if (!delay)
      add("Duration", fmt::format("is {}, but must be an ISO 8601 duration such as PT5M",
                                  to_text(Json(*text))));
    else if (*delay > kLongestDelay)
      add("Duration", fmt::format("is {}, but must be below seven days", *text));
  }

  void lint_approvers() {
    const Json* approvers = literal("Approvers");
    if (approvers == nullptr || !approvers->is_array()) return;
    if (approvers->empty()) return add("Approvers", "is empty: nobody can decide");
    const auto text = literal_text("MinRequiredApprovals");
    const auto required = text ? parse_integer(trim(*text)) : std::nullopt;
    if (required && (*required < 1 || *required > static_cast<std::int64_t>(approvers->size())))
      add("MinRequiredApprovals",
          fmt::format("is {}, but must be between 1 and the number of Approvers, {}", *required,
                      approvers->size()));
  }

  Linter& linter_;
  const Step& step_;
};

}  // namespace

void lint_literals(Linter& linter) {
  for_each_step(linter.document().main_steps,
                [&](const Step& step) { LiteralLint(linter, step).lint(); });
}

}  // namespace ssm
