// SPDX-License-Identifier: Apache-2.0
#include "core/document/input_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/base/arn.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "core/document/structure_reader.h"

namespace ssm {
namespace {

using Format = InputSpec::Format;
using Type = InputSpec::Type;

constexpr std::size_t kShownValue = 200;
constexpr std::string_view kTopicPrefix = "Automation";

/// The value in a message, cut when it is long.
std::string shown(const Json& value) {
  const std::string text = to_text(value);
  if (text.size() <= kShownValue) return text;
  std::size_t end = kShownValue;
  while (end > 0 && is_continuation_byte(text[end])) --end;
  return text.substr(0, end) + "...";
}

/// A list of one element stands for the element.
const Json& unwrapped(const Json& value) {
  return value.is_array() && value.size() == 1 ? value.front() : value;
}

InputFault type_fault(std::string_view wanted, const Json& value) {
  return {InputFault::Kind::kType,
          fmt::format("must be {}, but it is {}: {}", wanted, kind_of(value), shown(value))};
}

InputFault form_fault(std::string_view wanted, std::string_view text) {
  return {InputFault::Kind::kType, fmt::format("must be {}, but it is: {}", wanted, text)};
}

std::optional<InputFault> size_fault(std::int64_t most, std::size_t size, std::string_view unit) {
  if (most == 0 || size <= static_cast<std::size_t>(most)) return std::nullopt;
  return InputFault{InputFault::Kind::kLimit,
                    fmt::format("must have at most {} {}, but it has {}", most, unit, size)};
}

std::optional<InputFault> duration_fault(const InputSpec& input, const std::string& text) {
  const Result<Milliseconds> delay = parse_duration(text);
  if (!delay) return form_fault("an ISO 8601 duration such as PT10M", text);
  if (input.most == 0 || *delay <= std::chrono::seconds(input.most)) return std::nullopt;
  return form_fault(fmt::format("at most {} seconds", input.most), text);
}

std::optional<InputFault> topic_fault(const std::string& text) {
  const std::optional<Arn> topic = Arn::parse(text);
  if (!topic || topic->service != "sns" || topic->resource.find(':') != std::string::npos)
    return form_fault("the ARN of an SNS topic", text);
  if (topic->resource.starts_with(kTopicPrefix)) return std::nullopt;
  return form_fault(fmt::format("a topic whose name begins with {}", kTopicPrefix),
                    topic->resource);
}

std::optional<InputFault> text_fault(const InputSpec& input, const Json& value) {
  const std::optional<std::string> text = text_of_value(value);
  if (!text) return type_fault("a String", unwrapped(value));
  const auto is_it = [&](std::string_view word) { return equals_ignore_case(*text, word); };
  if (input.format == Format::kDuration) return duration_fault(input, *text);
  if (input.format == Format::kTopic) return topic_fault(*text);
  if (input.format == Format::kInstant && !parse_time(*text))
    return form_fault("an ISO 8601 time such as 2030-01-01T00:00:00Z", *text);
  if (input.format == Format::kGroupMethod && !is_group_and_method(trim(*text)))
    return form_fault("a group of operations and a method, such as VirtualMachines.Get", *text);
  if (input.format == Format::kVariable && !trim(*text).starts_with(kVariablePrefix))
    return InputFault{InputFault::Kind::kType,
                      fmt::format("must have the form variable:<name>, but it is: {}", *text)};
  if (!input.values.empty() && input.format != Format::kRuntime &&
      std::ranges::none_of(input.values, is_it))
    return form_fault(
        fmt::format("one of [{}]",
                    join(std::vector<std::string>(input.values.begin(), input.values.end()), ", ")),
        *text);
  if (input.format != Format::kNone) return std::nullopt;
  return size_fault(input.most, utf8_length(*text), "characters");
}

std::optional<InputFault> integer_fault(const InputSpec& input, const Json& value,
                                        const Json& inputs) {
  const std::optional<std::int64_t> number = integer_of_value(value);
  if (!number) return type_fault("an Integer", unwrapped(value));
  std::int64_t most = input.most;
  std::string shown_most = fmt::format("{}", most);
  if (!input.most_is_size_of.empty()) {
    const Json* list = find_input_value(inputs, input.most_is_size_of);
    if (!list || has_reference(*list)) return std::nullopt;
    most = list->is_array() ? static_cast<std::int64_t>(list->size()) : 1;
    shown_most = fmt::format("the number of {} ({})", input.most_is_size_of, most);
  }
  if (most == 0 || (*number >= input.least && *number <= most)) return std::nullopt;
  return InputFault{InputFault::Kind::kType, fmt::format("must be between {} and {}, but it is {}",
                                                         input.least, shown_most, *number)};
}

bool is_empty_list(const Json& value) {
  return value.is_array() && value.empty();
}

std::optional<InputFault> text_list_fault(const InputSpec& input, const Json& value) {
  const bool is_list = value.is_array();
  const bool fits =
      is_list ? std::ranges::all_of(
                    value, [](const Json& item) { return item.is_primitive() && !item.is_null(); })
              : value.is_primitive();
  if (!fits) return type_fault("a StringList", value);
  const std::size_t size = is_list ? value.size() : 1;
  if (size == 0 && input.required) return InputFault{InputFault::Kind::kType, "must not be empty"};
  return size_fault(input.most, size, "entries");
}

std::optional<InputFault> map_list_fault(const InputSpec& input, const Json& value) {
  if (value.is_object()) return std::nullopt;  // a single map stands for a list of it
  if (!value.is_array() ||
      !std::ranges::all_of(value, [](const Json& item) { return item.is_object(); }))
    return type_fault("a MapList", value);
  if (value.empty() && input.required)
    return InputFault{InputFault::Kind::kType, "must not be empty"};
  return size_fault(input.most, value.size(), "entries");
}

std::optional<InputFault> list_fault(const InputSpec& input, const Json& value) {
  if (value.is_object()) return type_fault("a list", value);
  if (!value.is_array()) return std::nullopt;
  if (value.empty() && input.required)
    return InputFault{InputFault::Kind::kType, "must not be empty"};
  return size_fault(input.most, value.size(), "entries");
}

/// The elements of a list, or the one value that stands for it, where another input names their
/// type.
std::optional<InputFault> elements_fault(const InputSpec& input, const Json& value,
                                         const Json& inputs) {
  const Json list = value.is_array() ? value : Json::array({value});
  if (auto fault = size_fault(input.most, list.size(), "entries")) return fault;
  const Json* type = find_input_value(inputs, input.element_type_in);
  const std::string name = type ? text_of_value(*type).value_or("") : std::string();
  for (std::size_t i = 0; i < list.size(); ++i)
    if (!element_of_type(list[i], name))
      return InputFault{
          InputFault::Kind::kType,
          fmt::format("must hold values of the type {}, but number {} is {}: {}",
                      name.empty() ? "String" : name, i + 1, kind_of(list[i]), shown(list[i]))};
  return std::nullopt;
}

}  // namespace

const Json* find_input_value(const Json& inputs, std::string_view name) {
  if (const Json* exact = find_member(inputs, name)) return exact;
  if (!inputs.is_object()) return nullptr;
  for (const auto& [written, value] : inputs.items())
    if (equals_ignore_case(written, name)) return &value;
  return nullptr;
}

bool is_absent(const Json& value) {
  const Json& one = unwrapped(value);
  return one.is_null() || (one.is_string() && one.get_ref<const std::string&>().empty()) ||
         (value.is_object() && value.empty());
}

bool is_absent(const InputSpec& input, const Json& value) {
  if (input.type == Type::kAny || input.type == Type::kList) return value.is_null();
  const bool is_list = input.type == Type::kStringList || input.type == Type::kMapList;
  return is_absent(value) || (is_list && !input.required && is_empty_list(value));
}

bool has_input(const Json& inputs, std::string_view name) {
  const Json* value = find_input_value(inputs, name);
  return value && !is_absent(*value) && !is_empty_list(*value);
}

std::optional<std::string> text_of_value(const Json& value) {
  const Json& one = unwrapped(value);
  if (one.is_string()) return one.get<std::string>();
  if (one.is_number() || one.is_boolean()) return to_text(one);
  return std::nullopt;
}

std::optional<bool> boolean_of_value(const Json& value) {
  const Json& one = unwrapped(value);
  if (one.is_boolean()) return one.get<bool>();
  if (!one.is_string()) return std::nullopt;
  const std::string_view text = trim(one.get_ref<const std::string&>());
  if (equals_ignore_case(text, "true")) return true;
  if (equals_ignore_case(text, "false")) return false;
  return std::nullopt;
}

std::optional<std::int64_t> integer_of_value(const Json& value) {
  const Json& one = unwrapped(value);
  if (one.is_number_unsigned()) {
    const auto number = one.get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
    return static_cast<std::int64_t>(number);
  }
  if (one.is_number_integer()) return one.get<std::int64_t>();
  return one.is_string() ? parse_integer(trim(one.get_ref<const std::string&>())) : std::nullopt;
}

std::optional<Json> element_of_type(const Json& element, std::string_view type) {
  const auto as_json = [](auto&& value) {
    return value ? std::optional<Json>(*value) : std::nullopt;
  };
  if (equals_ignore_case(type, "Integer")) return as_json(integer_of_value(element));
  if (equals_ignore_case(type, "Boolean")) return as_json(boolean_of_value(element));
  if (!equals_ignore_case(type, "StringMap")) return as_json(text_of_value(element));
  if (element.is_object()) return element;
  if (!element.is_string()) return std::nullopt;
  const Result<Json> read = parse_json(element.get_ref<const std::string&>());
  return read && read->is_object() ? std::optional<Json>(*read) : std::nullopt;
}

std::string_view kind_of(const Json& value) {
  if (value.is_null()) return "null";
  if (value.is_string()) return "a String";
  if (value.is_boolean()) return "a Boolean";
  if (value.is_number_integer()) return "an Integer";
  if (value.is_number()) return "a number";
  if (value.is_array()) return "a list";
  return "a map";
}

bool is_group_and_method(std::string_view api) {
  const std::size_t dot = api.find('.');
  const auto is_name = [](std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
  };
  return dot != api.npos && is_name(api.substr(0, dot)) && is_name(api.substr(dot + 1));
}

bool can_become(const Json& literal, Type type) {
  if (type == Type::kAny || literal.is_null() || (literal.is_string() && has_reference(literal)))
    return true;
  // Published runbooks write {} for "no payload".
  if (literal.is_object() && literal.empty()) return true;
  switch (type) {
    case Type::kString:
    case Type::kInteger:
    case Type::kBoolean:
      if (literal.is_array()) return literal.size() == 1 && literal.front().is_primitive();
      return literal.is_primitive();
    case Type::kStringList:
      return !literal.is_object();
    case Type::kStringMap:
      return literal.is_object();
    case Type::kMapList:
      return literal.is_array();
    case Type::kList:
    case Type::kAny:
      break;
  }
  return true;
}

std::optional<InputFault> find_fault(const InputSpec& input, const Json& value,
                                     const Json& inputs) {
  if (is_absent(input, value)) return std::nullopt;
  switch (input.type) {
    case Type::kString:
      return text_fault(input, value);
    case Type::kInteger:
      return integer_fault(input, value, inputs);
    case Type::kBoolean:
      if (boolean_of_value(value)) return std::nullopt;
      return type_fault("a Boolean", unwrapped(value));
    case Type::kStringList:
      return text_list_fault(input, value);
    case Type::kMapList:
      return map_list_fault(input, value);
    case Type::kStringMap:
      if (value.is_object()) return std::nullopt;
      return type_fault("a StringMap", value);
    case Type::kList:
      return list_fault(input, value);
    case Type::kAny:
      break;
  }
  if (!input.element_type_in.empty()) return elements_fault(input, value, inputs);
  return value.is_array() ? size_fault(input.most, value.size(), "entries") : std::nullopt;
}

bool lacks_alternatives(const ActionSpec& action, const Json& inputs) {
  const auto is_there = [&](std::string_view name) {
    const InputSpec* input = find_input(action, name);
    const Json* value = find_input_value(inputs, name);
    return input && value && !is_absent(*input, *value);
  };
  return !action.alternatives.empty() && std::ranges::none_of(action.alternatives, is_there);
}

std::string declared_spelling(const InputSpec& input, std::string text) {
  for (const std::string_view value : input.values)
    if (equals_ignore_case(value, text)) return std::string(value);
  return text;
}

bool has_reference(const Json& value) {
  if (value.is_structured()) return std::ranges::any_of(value, has_reference);
  return value.is_string() && value.get_ref<const std::string&>().find("{{") != std::string::npos;
}

Completed check_input_values(const ActionSpec& action, const Json& inputs) {
  for (const InputSpec& input : action.inputs) {
    const Json* value = find_input_value(inputs, input.name);
    if (!value || is_absent(input, *value)) {
      if (input.required)
        return failure("Input", fmt::format("Required input {} is missing", input.name));
      continue;
    }
    const bool has_effect = std::ranges::none_of(
        input.overridden_by, [&](std::string_view other) { return has_input(inputs, other); });
    if (!has_effect) continue;
    if (const auto fault = find_fault(input, *value, inputs))
      return failure("Input", fmt::format("Input {} {}", input.name, fault->text));
  }
  if (!lacks_alternatives(action, inputs)) return {};
  const std::vector<std::string> names(action.alternatives.begin(), action.alternatives.end());
  return failure("Input", fmt::format("One of the inputs {} is required", join(names, " and ")));
}

}  // namespace ssm
