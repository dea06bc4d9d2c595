// SPDX-License-Identifier: Apache-2.0
// Selectors, patterns and defaults.
#include <fmt/format.h>

#include "core/base/pattern.h"
#include "core/base/text.h"
#include "core/expression/jsonpath.h"
#include "core/lint/linter.h"

namespace ssm {
namespace {

bool holds_reference(std::string_view text) {
  return text.find("{{") != std::string_view::npos;
}

void check_selector(Checker& checker, std::string_view selector, Location at, std::string path) {
  if (holds_reference(selector)) return;
  const Result<JsonPath> parsed = JsonPath::parse(selector);
  if (!parsed)
    checker.add("bad-selector", at, std::move(path),
                fmt::format("\"{}\" is not a JSONPath: {}", selector, parsed.error().message));
}

void check_selectors(Checker& checker, const Step& step) {
  for (std::size_t i = 0; i < step.outputs.size(); ++i)
    check_selector(checker, step.outputs[i].selector, step.outputs[i].at,
                   fmt::format("{}.outputs[{}].Selector", step.path, i));
  const Node* property = step.inputs_node.find("PropertySelector");
  if (property && property->is_scalar())
    check_selector(checker, property->text, property->at,
                   fmt::format("{}.inputs.PropertySelector", step.path));
}

std::string fault_of_size(const Parameter& parameter, const Json& value) {
  const bool is_text = value.is_string();
  if (!is_text && !value.is_structured()) return {};
  const std::size_t size =
      is_text ? utf8_length(value.get_ref<const std::string&>()) : value.size();
  if (size == 0) return {};  // stands for "not given"
  const auto& least = is_text ? parameter.min_chars : parameter.min_items;
  const auto& most = is_text ? parameter.max_chars : parameter.max_items;
  const std::string_view unit = is_text ? "Chars" : "Items";
  if (least && static_cast<std::int64_t>(size) < *least)
    return fmt::format("it has {}, and min{} is {}", size, unit, *least);
  if (most && static_cast<std::int64_t>(size) > *most)
    return fmt::format("it has {}, and max{} is {}", size, unit, *most);
  return {};
}

/// What the parameter's own rules say of its default; empty: nothing.
std::string fault_of_default(const Parameter& parameter) {
  const Json& value = *parameter.default_value;
  if (value.is_string() && holds_reference(value.get_ref<const std::string&>())) return {};
  if (const std::string fault = fault_of_size(parameter, value); !fault.empty()) return fault;
  const Json texts = value.is_array() ? value : Json::array({value});
  for (const Json& item : texts) {
    const auto& allowed = parameter.allowed_values;
    if (!allowed.empty() && std::ranges::find(allowed, item) == allowed.end())
      return fmt::format("{} is not among its allowedValues", to_text(item));
    // An empty default stands for "not given".
    if (!parameter.allowed_pattern || !item.is_string() || item == "" ||
        is_placeholder(item.get_ref<const std::string&>()))
      continue;
    const Result<Pattern> pattern = Pattern::compile(*parameter.allowed_pattern);
    const Result<bool> fits = pattern ? pattern->matches(item.get<std::string>()) : true;
    if (fits && !*fits) return fmt::format("{} does not match its allowedPattern", to_text(item));
  }
  return {};
}

void check_parameter(Checker& checker, const Parameter& parameter, std::string_view group) {
  const std::string path = fmt::format("{}.{}", group, parameter.name);
  if (parameter.allowed_pattern) {
    const Result<Pattern> pattern = Pattern::compile(*parameter.allowed_pattern);
    if (!pattern)
      checker.add("bad-pattern", parameter.at, path + ".allowedPattern",
                  fmt::format("The allowedPattern of \"{}\" is not a regular expression: {}",
                              parameter.name, pattern.error().message));
  }
  if (!parameter.default_value) return;
  const std::string fault = fault_of_default(parameter);
  if (!fault.empty())
    checker.add("bad-default", parameter.at, path + ".default",
                fmt::format("The default of parameter \"{}\" violates its own constraints: {}.",
                            parameter.name, fault));
}

}  // namespace

void lint_values(Linter& linter) {
  const Document& document = linter.document();
  for (const Parameter& parameter : document.parameters)
    check_parameter(linter.checker, parameter, "parameters");
  for (const Parameter& variable : document.variables)
    check_parameter(linter.checker, variable, "variables");
  for_each_step(document.main_steps,
                [&](const Step& step) { check_selectors(linter.checker, step); });
}

}  // namespace ssm
