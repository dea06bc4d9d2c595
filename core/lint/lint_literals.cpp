// SPDX-License-Identifier: Apache-2.0
// Inputs written out that the action refuses when its step starts. Source: spec/actions.
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/document/catalog.h"
#include "core/lint/linter.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr std::chrono::seconds kLongestSleep(604799);  // just below seven days

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

bool is_integer(std::string_view text) {
  const std::string_view digits = trim(text).substr(trim(text).starts_with('-') ? 1 : 0);
  return !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
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
  if (input.type == Type::kInteger && !is_integer(*text))
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

  void lint_sleep() {
    const Json* duration = literal("Duration");
    if (const auto text = duration ? text_of(*duration) : std::nullopt) {
      const Result<Milliseconds> delay = parse_duration(*text);
      if (!delay)
        add("Duration", fmt::format("is {}, but must be an ISO 8601 duration such as PT5M",
                                    to_text(Json(*text))));
      else if (*delay > kLongestSleep)
        add("Duration", fmt::format("is {}, but must be below seven days", *text));
    }
    const Json* instant = literal("Timestamp");
    const auto text = instant ? text_of(*instant) : std::nullopt;
    if (text && !parse_time(*text))
      add("Timestamp", fmt::format("is {}, but must be an ISO 8601 time", to_text(Json(*text))));
  }

  void lint_approvers() {
    const Json* approvers = literal("Approvers");
    if (approvers == nullptr || !approvers->is_array()) return;
    if (approvers->empty()) return add("Approvers", "is empty: nobody can decide");
    const Json* required = literal("MinRequiredApprovals");
    const auto text = required ? text_of(*required) : std::nullopt;
    if (!text || !is_integer(*text)) return;
    const std::string most = std::to_string(approvers->size());
    const bool is_more =
        text->size() > most.size() || (text->size() == most.size() && *text > most);
    if (is_more || text->starts_with('-') || *text == "0")
      add("MinRequiredApprovals",
          fmt::format("is {}, but must be between 1 and the number of Approvers, {}", *text, most));
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
