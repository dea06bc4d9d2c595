// SPDX-License-Identifier: Apache-2.0
#include "core/document/bind.h"

#include <fmt/format.h>
#include <map>

#include "core/base/pattern.h"
#include "core/base/text.h"
#include "core/document/structure_reader.h"

namespace ssm {
namespace {

tl::unexpected<Error> refusal(std::string message) {
  return failure("InvalidAutomationExecutionParametersException", std::move(message));
}

tl::unexpected<Error> type_error(const Parameter& parameter) {
  return refusal(fmt::format("Parameter type error. The value supplied for {} is not a valid {}.",
                             parameter.name, parameter.type_text));
}

/// The supplied value as texts: a bare scalar counts as one element.
std::vector<std::string> texts_of(const Json& supplied) {
  std::vector<std::string> texts;
  if (supplied.is_array()) {
    for (const Json& item : supplied) texts.push_back(to_embedded_text(item));
  } else {
    texts.push_back(to_embedded_text(supplied));
  }
  return texts;
}

bool all_of_kind(const Json& list, bool (Json::*is_kind)() const noexcept) {
  return std::all_of(list.begin(), list.end(), [&](const Json& item) { return (item.*is_kind)(); });
}

Json list_of_texts(const std::vector<std::string>& texts) {
  if (texts.size() == 1 && trim(texts[0]).starts_with('[')) {
    const Result<Json> parsed = parse_json(texts[0]);
    if (parsed && parsed->is_array() && all_of_kind(*parsed, &Json::is_string)) return *parsed;
  }
  return Json(texts);
}

Result<Json> list_of_maps(const Parameter& parameter, const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) {
    Result<Json> parsed = parse_json(text);
    if (parsed && parsed->is_object()) {
      list.push_back(std::move(*parsed));
    } else if (parsed && parsed->is_array() && texts.size() == 1 &&
               all_of_kind(*parsed, &Json::is_object)) {
      return *parsed;
    } else {
      return type_error(parameter);
    }
  }
  return list;
}

Result<Json> scalar_of(const Parameter& parameter, const std::string& text) {
  if (parameter.type == ValueType::kInteger) {
    const auto number = parse_integer(trim(text));
    if (!number) return type_error(parameter);
    return Json(*number);
  }
  if (parameter.type == ValueType::kBoolean) {
    const bool yes = equals_ignore_case(trim(text), "true");
    if (!yes && !equals_ignore_case(trim(text), "false")) return type_error(parameter);
    return Json(yes);
  }
  if (parameter.type == ValueType::kStringMap) {
    Result<Json> parsed = parse_json(text);
    if (!parsed || !parsed->is_object()) return type_error(parameter);
    return parsed;
  }
  return Json(text);
}

Result<Json> typed_value(const Parameter& parameter, const Json& supplied) {
  const std::vector<std::string> texts = texts_of(supplied);
  if (parameter.type == ValueType::kStringList) return list_of_texts(texts);
  if (parameter.type == ValueType::kMapList) return list_of_maps(parameter, texts);
  if (texts.size() != 1) return type_error(parameter);
  return scalar_of(parameter, texts.front());
}

/// Calls `check(text)` for the value, or for each element of a list.
template <class Check>
Completed for_each_text(const Json& value, const Check& check) {
  if (!value.is_array()) return check(to_embedded_text(value));
  for (const Json& item : value) TRY(check(to_embedded_text(item)));
  return {};
}

Completed check_allowed_values(const Parameter& parameter, const Json& value) {
  if (parameter.allowed_values.empty()) return {};
  std::vector<std::string> allowed;
  for (const Json& item : parameter.allowed_values) allowed.push_back(to_embedded_text(item));
  return for_each_text(value, [&](const std::string& text) -> Completed {
    if (std::find(allowed.begin(), allowed.end(), text) != allowed.end()) return {};
    return refusal(fmt::format("Parameter \"{}\" has value \"{}\" not found in [{}].",
                               parameter.name, text, join(allowed, ", ")));
  });
}

Completed check_allowed_pattern(const Parameter& parameter, const Json& value) {
  if (!parameter.allowed_pattern) return {};
  const Result<Pattern> pattern = Pattern::compile(*parameter.allowed_pattern);
  if (!pattern) {
    return refusal(fmt::format("The allowed pattern of parameter \"{}\" cannot be used: {}",
                               parameter.name, pattern.error().message));
  }
  return for_each_text(value, [&](const std::string& text) -> Completed {
    const Result<bool> matches = pattern->matches(text);
    if (matches && *matches) return {};
    return refusal(
        fmt::format("Parameter \"{}\" has value \"{}\" not matching the allowed pattern {}.",
                    parameter.name, text, *parameter.allowed_pattern));
  });
}

Completed check_range(const Parameter& parameter, std::size_t size, std::string_view unit,
                      std::optional<std::int64_t> least, std::optional<std::int64_t> most) {
  const auto count = static_cast<std::int64_t>(size);
  if ((!least || count >= *least) && (!most || count <= *most)) return {};
  return refusal(fmt::format("Parameter \"{}\" has {} {}, which is out of range.", parameter.name,
                             count, unit));
}

Completed check_sizes(const Parameter& parameter, const Json& value) {
  if (value.is_array()) {
    return check_range(parameter, value.size(), "items", parameter.min_items, parameter.max_items);
  }
  return check_range(parameter, utf8_length(to_embedded_text(value)), "characters",
                     parameter.min_chars, parameter.max_chars);
}

bool is_service_name(const Reference& reference) {
  return reference.kind == Reference::Kind::kGlobal ||
         reference.kind == Reference::Kind::kAutomation;
}

/// Gives every parameter its value: what was supplied, or its default, in which other parameters
/// may be named.
class Binder {
 public:
  Binder(const std::vector<Parameter>& parameters, const Json& supplied, const Resolver& globals)
      : parameters_(parameters), supplied_(supplied), globals_(globals) {}

  Result<Json> bind() {
    for (const Parameter& parameter : parameters_) TRY(value_of(parameter));
    Json values = Json::object();
    for (const Parameter& parameter : parameters_)
      values[parameter.name] = std::move(values_.at(parameter.name));
    return values;
  }

 private:
  Result<Json> value_of(const Parameter& parameter) {
    if (const auto known = values_.find(parameter.name); known != values_.end())
      return known->second;
    const Json* given = find_member(supplied_, parameter.name);
    TRY_ASSIGN(Json value, given ? supplied_value(parameter, *given) : default_of(parameter));
    return values_[parameter.name] = std::move(value);
  }

  /// The console sends defaults back as values: the service's own names stand for theirs in them.
  Result<Json> supplied_value(const Parameter& parameter, const Json& given) {
    TRY_ASSIGN(const Json value, typed_value(parameter, given));
    return expand(
        value,
        [&](const Reference& reference) -> std::optional<Json> {
          if (!is_service_name(reference)) return std::nullopt;
          return globals_(reference);
        },
        WhenMissing::kKeep);
  }

  Result<Json> default_of(const Parameter& parameter) {
    if (std::ranges::find(open_, &parameter) != open_.end())
      return refusal(
          fmt::format("The default of parameter \"{}\" leads back to itself.", parameter.name));
    open_.push_back(&parameter);
    std::optional<Error> problem;
    Result<Json> value = expand(
        *parameter.default_value,
        [&](const Reference& reference) { return in_default(parameter, reference, problem); },
        WhenMissing::kKeep);
    open_.pop_back();
    if (problem) return tl::unexpected(*std::move(problem));
    if (!value) return refusal(value.error().message);
    if (parameter.type == ValueType::kStringList && value->is_string())
      return Json::array({*std::move(value)});
    if (parameter.type == ValueType::kString && !value->is_string())
      return Json(to_embedded_text(*value));
    return value;
  }

  /// nullopt: the reference stays as it is written.
  std::optional<Json> in_default(const Parameter& parameter, const Reference& reference,
                                 std::optional<Error>& problem) {
    if (problem) return std::nullopt;
    if (reference.kind == Reference::Kind::kParameter) {
      const Parameter* named = find_parameter(parameters_, reference.name);
      if (named == nullptr) return std::nullopt;
      Result<Json> value = value_of(*named);
      if (value) return *std::move(value);
      problem = std::move(value).error();
      return std::nullopt;
    }
    if (!is_service_name(reference) && reference.kind != Reference::Kind::kParameterStore)
      return std::nullopt;
    std::optional<Json> value = globals_(reference);
    if (!value)
      problem = refusal(fmt::format("The reference {} in a default value cannot be resolved.",
                                    reference.text()))
                    .value();
    // A StringList of Parameter Store is text with commas, until a list is wanted.
    if (value && value->is_array() && parameter.type != ValueType::kStringList)
      return Json(join(value->get<std::vector<std::string>>(), ","));
    return value;
  }

  const std::vector<Parameter>& parameters_;
  const Json& supplied_;
  const Resolver& globals_;
  std::map<std::string, Json> values_;
  std::vector<const Parameter*> open_;  // whose defaults are being filled in
};

Completed check_names(const std::vector<Parameter>& parameters, const Json& supplied) {
  std::vector<std::string> undefined;
  for (const auto& [name, value] : supplied.items()) {
    if (find_parameter(parameters, name) == nullptr) undefined.push_back(name);
  }
  if (!undefined.empty()) {
    return refusal(fmt::format("Undefined execution inputs: [{}]", join(undefined, ", ")));
  }
  for (const Parameter& parameter : parameters) {
    if (parameter.is_required() && !supplied.contains(parameter.name)) {
      return refusal(fmt::format("Missing required parameter: {} in user inputs.", parameter.name));
    }
  }
  return {};
}

}  // namespace

Result<Json> bind_parameters(const std::vector<Parameter>& parameters, const Json& supplied,
                             const Resolver& globals) {
  const Json given = supplied.is_object() ? supplied : Json::object();
  TRY(check_names(parameters, given));
  TRY_ASSIGN(Json values, Binder(parameters, given, globals).bind());
  for (const auto check : {check_allowed_values, check_allowed_pattern, check_sizes}) {
    for (const Parameter& parameter : parameters) {
      if (given.contains(parameter.name)) TRY(check(parameter, values[parameter.name]));
    }
  }
  return values;
}

Json initial_variables(const std::vector<Parameter>& variables) {
  Json values = Json::object();
  for (const Parameter& variable : variables) {
    if (variable.default_value) values[variable.name] = *variable.default_value;
  }
  return values;
}

Completed check_form(const Parameter& declared, const Json& value) {
  TRY(check_allowed_pattern(declared, value));
  return check_sizes(declared, value);
}

bool fits_type(const Json& value, ValueType type) {
  switch (type) {
    case ValueType::kString:
      return value.is_string();
    case ValueType::kStringList:
      return value.is_array() && all_of_kind(value, &Json::is_string);
    case ValueType::kInteger:
      return value.is_number_integer();
    case ValueType::kBoolean:
      return value.is_boolean();
    case ValueType::kStringMap:
      return value.is_object();
    case ValueType::kMapList:
      return value.is_array() && all_of_kind(value, &Json::is_object);
  }
  return false;
}

}  // namespace ssm
