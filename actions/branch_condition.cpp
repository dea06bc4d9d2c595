// SPDX-License-Identifier: Apache-2.0
#include "actions/branch_condition.h"

#include <fmt/format.h>
#include <array>

#include <cctype>
#include <cstdlib>

#include "actions/inputs.h"
#include "core/base/pattern.h"
#include "core/base/text.h"
#include "core/document/input_value.h"

namespace ssm {
namespace {

constexpr int kMaxDepth = 100;

/// Text that reads as a number: digits with an optional sign and fraction, nothing else.
bool is_decimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const auto all_digits = [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
  };
  if (point == std::string_view::npos) return all_digits(text);
  return all_digits(text.substr(0, point)) && all_digits(text.substr(point + 1));
}

/// A number, or text that reads as one; whole numbers stay whole while 64 bits hold them.
std::optional<Json> number_of(const Json& value) {
  if (value.is_number()) return value;
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  if (!is_decimal(text)) return std::nullopt;
  if (text.find('.') == std::string::npos) {
    errno = 0;
    const long long whole = std::strtoll(text.c_str(), nullptr, 10);
    if (errno == 0) return Json(static_cast<std::int64_t>(whole));
  }
  return Json(std::strtod(text.c_str(), nullptr));
}

/// -1, 0, 1; whole numbers are compared exactly, others as doubles.
int compare(const Json& a, const Json& b) {
  if (a == b) return 0;
  return a < b ? -1 : 1;
}

template <class Test>
bool on_texts(const Json& a, const Json& b, Test test) {
  return test(to_embedded_text(a), to_embedded_text(b));
}

template <class Test>
bool on_numbers(const Json& a, const Json& b, Test test) {
  const std::optional<Json> left = number_of(a);
  const std::optional<Json> right = number_of(b);
  return left && right && test(compare(*left, *right));
}

std::optional<bool> boolean_of(const Json& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (!value.is_string()) return std::nullopt;
  if (equals_ignore_case(value.get_ref<const std::string&>(), "true")) return true;
  if (equals_ignore_case(value.get_ref<const std::string&>(), "false")) return false;
  return std::nullopt;
}

/// On a list: whether it has that element.
bool contains(const Json& value, const Json& operand) {
  if (!value.is_array()) {
    return on_texts(value, operand,
                    [](const auto& a, const auto& b) { return a.find(b) != std::string::npos; });
  }
  const std::string wanted = to_embedded_text(operand);
  return std::ranges::any_of(value,
                             [&](const Json& item) { return to_embedded_text(item) == wanted; });
}

/// Letters of every script, not those of ASCII alone.
bool equal_in_any_case(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const auto is_ascii = [](char c) { return static_cast<signed char>(c) >= 0; };
  if (std::ranges::all_of(a, is_ascii) && std::ranges::all_of(b, is_ascii))
    return equals_ignore_case(a, b);
  std::string expression = "(?iu)";
  for (const char c : b) {
    if (is_ascii(c) && std::ispunct(static_cast<unsigned char>(c))) expression += '\\';
    expression += c;
  }
  const Result<Pattern> pattern = Pattern::compile(expression);
  return pattern && pattern->matches(a).value_or(false);
}

struct Operator {
  std::string_view name;
  bool (*test)(const Json& value, const Json& operand);
};

constexpr std::array kOperators = {
    Operator{"StringEquals",
             [](const Json& a, const Json& b) { return on_texts(a, b, std::equal_to<>()); }},
    Operator{"EqualsIgnoreCase",
             [](const Json& a, const Json& b) { return on_texts(a, b, equal_in_any_case); }},
    Operator{"StartsWith",
             [](const Json& a, const Json& b) {
               return on_texts(a, b, [](const auto& x, const auto& y) { return x.starts_with(y); });
             }},
    Operator{"EndsWith",
             [](const Json& a, const Json& b) {
               return on_texts(a, b, [](const auto& x, const auto& y) { return x.ends_with(y); });
             }},
    Operator{"Contains", contains},
    Operator{"NumericEquals",
             [](const Json& a, const Json& b) {
               return on_numbers(a, b, [](int order) { return order == 0; });
             }},
    Operator{"NumericGreater",
             [](const Json& a, const Json& b) {
               return on_numbers(a, b, [](int order) { return order > 0; });
             }},
    Operator{"NumericLesser",
             [](const Json& a, const Json& b) {
               return on_numbers(a, b, [](int order) { return order < 0; });
             }},
    Operator{"NumericGreaterOrEquals",
             [](const Json& a, const Json& b) {
               return on_numbers(a, b, [](int order) { return order >= 0; });
             }},
    Operator{"NumericLesserOrEquals",
             [](const Json& a, const Json& b) {
               return on_numbers(a, b, [](int order) { return order <= 0; });
             }},
    Operator{"BooleanEquals",
             [](const Json& a, const Json& b) {
               const std::optional<bool> left = boolean_of(a);
               return left && left == boolean_of(b);
             }},
};

Result<bool> compares(const Json& condition, const Json& variable) {
  const Operator* found = nullptr;
  const Json* operand = nullptr;
  for (const auto& [key, value] : condition.items()) {
    if (key == "Variable" || key == "NextStep") continue;
    const auto* op = std::ranges::find(kOperators, key, &Operator::name);
    if (op == kOperators.end())
      return bad_input(fmt::format("Unknown operator {} in a condition", key));
    if (found != nullptr) return bad_input("A condition has more than one operator");
    found = op;
    operand = &value;
  }
  if (found == nullptr) return bad_input("A condition has a Variable but no operator");
  if (variable.is_null() || operand->is_null()) return false;
  return found->test(variable, *operand);
}

Result<bool> holds_at(const Json& condition, int depth);

/// `verdict`: what one operand with that result decides for the whole (And: false, Or: true).
Result<bool> combines(const Json& operands, bool verdict, int depth) {
  if (!operands.is_array() || operands.empty()) {
    return bad_input("And and Or take a list of conditions");
  }
  for (const Json& operand : operands) {
    TRY_ASSIGN(const bool result, holds_at(operand, depth + 1));
    if (result == verdict) return verdict;
  }
  return !verdict;
}

Result<bool> holds_at(const Json& condition, int depth) {
  if (depth > kMaxDepth) return bad_input("The conditions are nested too deeply");
  if (!condition.is_object()) {
    return bad_input(fmt::format("A condition must be a map, but it is {}", kind_of(condition)));
  }
  if (const Json* all = find_member(condition, "And")) return combines(*all, false, depth);
  if (const Json* any = find_member(condition, "Or")) return combines(*any, true, depth);
  if (const Json* negated = find_member(condition, "Not")) {
    TRY_ASSIGN(const bool result, holds_at(*negated, depth + 1));
    return !result;
  }
  const Json* variable = find_member(condition, "Variable");
  if (variable == nullptr) return bad_input("A condition has neither Variable nor And, Or, Not");
  return compares(condition, *variable);
}

}  // namespace

Result<bool> holds(const Json& condition) {
  return holds_at(condition, 0);
}

}  // namespace ssm
