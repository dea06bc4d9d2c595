// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/schema_runbook.h"

#include <fmt/format.h>

#include "actions/registry.h"
#include "cli/testkit/schema_parts.h"
#include "core/document/action.h"
#include "core/document/condition.h"
#include "core/document/document_keys.h"

namespace ssm {
namespace {

using Value = DocumentKey::Value;
using Type = InputSpec::Type;

// Any text with a reference in it may become what is wanted.
constexpr std::string_view kReference = "\\{\\{";

Json list_of(Json items) {
  return {{"type", Json::array({"array", "null"})}, {"items", std::move(items)}};
}

Json map_of(Json values) {
  return {{"type", Json::array({"object", "null"})}, {"additionalProperties", std::move(values)}};
}

/// A whole number or text that holds one.
Json count(int least) {
  return {{"type", Json::array({"integer", "string", "null"})},
          {"minimum", least},
          {"pattern", "^\\s*-?[0-9]+\\s*$"}};
}

/// A pattern for a word in any case: "[Aa][Bb]".
std::string any_case(std::string_view word) {
  std::string pattern;
  for (const char c : word) {
    const bool lower = c >= 'a' && c <= 'z';
    const bool upper = c >= 'A' && c <= 'Z';
    const char other = lower ? static_cast<char>(c - 32) : static_cast<char>(c + 32);
    if (lower || upper)
      pattern += fmt::format("[{}{}]", c, other);
    else
      pattern += c == '.' ? "\\." : std::string(1, c);
  }
  return pattern;
}

Json boolean() {
  const std::string text = fmt::format("^\\s*({}|{})\\s*$", any_case("true"), any_case("false"));
  return {{"type", Json::array({"boolean", "string", "null"})}, {"pattern", text}};
}

/// "Abort", "step:NAME" ...: the words are offered, other spellings of them accepted.
Json route(std::initializer_list<std::string_view> words) {
  std::string pattern = fmt::format("^\\s*({}\\s*\\S.*", any_case("step:"));
  Json offered = Json::array();
  for (const std::string_view word : words) {
    pattern += "|" + any_case(word);
    offered.push_back(word);
  }
  return {{"anyOf", Json::array({Json{{"enum", std::move(offered)}},
                                 Json{{"type", "string"}, {"pattern", pattern + ")\\s*$"}},
                                 Json{{"type", "null"}}})}};
}

Json actions() {
  Json names = Json::array();
  Json docs = Json::array();
  for (const ActionSpec* action : action_catalog().all()) {
    names.push_back(action->name);
    docs.push_back(action->doc);
  }
  return {{"enum", std::move(names)}, {"enumDescriptions", std::move(docs)}};
}

Json value_types() {
  Json names = Json::array();
  for (const std::string_view name : value_type_names()) names.push_back(name);
  return {{"enum", std::move(names)}};
}

Json value_schema(Value value) {
  switch (value) {
    case Value::kText:
      return {{"type", Json::array({"string", "number", "boolean", "null"})}};
    case Value::kBoolean:
      return boolean();
    case Value::kCount:
      return count(0);
    case Value::kAttempts:
      return count(1);
    case Value::kTimeout:
      return {{"type", Json::array({"integer", "string", "null"})},
              {"minimum", 1},
              {"pattern", fmt::format("^\\s*[0-9]+\\s*$|{}", kReference)}};
    case Value::kSchemaVersion:
      return {{"type", "string"}, {"const", "0.3"}};
    case Value::kParameters:
    case Value::kVariables:
      return map_of(schema_reference("parameter"));
    case Value::kSteps:
      return {{"type", "array"}, {"minItems", 1}, {"items", schema_reference("step")}};
    case Value::kNames:
      return list_of(value_schema(Value::kText));
    case Value::kMap:
    case Value::kInputs:
      return {{"type", Json::array({"object", "null"})}};
    case Value::kAction:
      return actions();
    case Value::kOutputs:
      return {{"anyOf",
               Json::array({list_of(schema_reference("output")), schema_reference("output")})}};
    case Value::kOnFailure:
      return route({"Abort", "Continue"});
    case Value::kOnCancel:
      return route({"Abort"});
    case Value::kValueType:
      return value_types();
    case Value::kList:
      return {{"type", Json::array({"array", "null"})}};
    case Value::kAnything:
      break;
  }
  return Json::object();
}

Json keys_schema(std::span<const DocumentKey> keys) {
  SchemaRecord record;
  for (const DocumentKey& key : keys)
    record.add(key.name, value_schema(key.value), key.doc, key.required);
  return record.finish();
}

/// What the check of inputs lets through: scalars turn into one another, one element and a list of
/// it too, {} stands for nothing.
Json type_schema(Type type) {
  switch (type) {
    case Type::kString:
      return {{"type", Json::array({"string", "number", "boolean", "null", "array", "object"})},
              {"minItems", 1},
              {"maxItems", 1},
              {"maxProperties", 0}};
    case Type::kInteger:
      return {{"type", Json::array({"number", "string", "boolean", "null", "array", "object"})},
              {"minItems", 1},
              {"maxItems", 1},
              {"maxProperties", 0}};
    case Type::kBoolean:
      return {{"type", Json::array({"boolean", "string", "number", "null", "array", "object"})},
              {"minItems", 1},
              {"maxItems", 1},
              {"maxProperties", 0}};
    case Type::kStringList:
      return {{"type", Json::array({"array", "string", "number", "boolean", "null", "object"})},
              {"maxProperties", 0}};
    case Type::kStringMap:
      return {{"type", Json::array({"object", "string", "null"})}, {"pattern", kReference}};
    case Type::kMapList:
      return {{"type", Json::array({"array", "string", "null", "object"})},
              {"pattern", kReference},
              {"maxProperties", 0}};
    case Type::kList:
      return {{"type", Json::array({"array", "string", "number", "boolean", "null"})}};
    case Type::kAny:
      break;
  }
  return Json::object();
}

/// Null, {} and for most inputs empty text and an empty list are no value.
void require_value(Json& schema, Type type) {
  if (type == Type::kAny || type == Type::kStringMap) return;
  Json types = Json::array();
  for (const Json& each : schema["type"])
    if (each != "null" && each != "object") types.push_back(each);
  schema["type"] = std::move(types);
  schema["minItems"] = 1;
  if (type != Type::kList) schema["minLength"] = 1;
}

/// The values are offered as they are declared and accepted in any case.
Json values_schema(const InputSpec& input) {
  Json values = Json::array();
  std::string pattern = fmt::format("^$|{}", kReference);
  for (const std::string_view value : input.values) {
    values.push_back(value);
    pattern += fmt::format("|^{}$", any_case(value));
  }
  return {{"anyOf",
           Json::array({Json{{"enum", std::move(values)}},
                        Json{{"type", "string"}, {"pattern", pattern}}, Json{{"type", "null"}}})}};
}

Json input_schema(const InputSpec& input) {
  if (!input.values.empty()) return values_schema(input);
  Json schema = type_schema(input.type);
  if (input.required) require_value(schema, input.type);
  const auto most = input.most;
  // An action on a list of this size fails; references in it may become several elements.
  if (most > 0 &&
      (input.type == Type::kStringList || input.type == Type::kList || input.type == Type::kAny))
    schema["maxItems"] = most;
  return schema;
}

Json or_reference(Json schema) {
  return {{"anyOf",
           Json::array({std::move(schema), Json{{"type", "string"}, {"pattern", kReference}}})}};
}

/// Inputs that have a form of their own.
std::optional<Json> special_input(InputSpec::Format format) {
  if (format == InputSpec::Format::kChoices)
    return or_reference(
        {{"type", "array"}, {"minItems", 1}, {"items", schema_reference("choice")}});
  if (format == InputSpec::Format::kCondition) return or_reference(schema_reference("condition"));
  if (format == InputSpec::Format::kSteps) return value_schema(Value::kSteps);
  return std::nullopt;
}

/// Names of inputs are read in any case: the name as it is declared, or not every name is another.
Json has_input_named(std::string_view name) {
  const Json other = {{"not", {{"pattern", fmt::format("^{}$", any_case(name))}}}};
  return {{"anyOf", Json::array({Json{{"required", Json::array({name})}},
                                 Json{{"not", {{"propertyNames", other}}}}})}};
}

Json inputs_schema(const ActionSpec& action) {
  Json properties = Json::object();
  Json needed = Json::array();
  std::string names;
  for (const InputSpec& input : action.inputs) {
    if (input.only_in_change_templates) continue;
    const auto special = special_input(input.format);
    Json schema = special ? *special : input_schema(input);
    if (!input.doc.empty()) schema["description"] = input.doc;
    properties[std::string(input.name)] = std::move(schema);
    if (input.required) needed.push_back(has_input_named(input.name));
    names += (names.empty() ? "" : "|") + any_case(input.name);
  }
  if (!action.alternatives.empty()) {
    Json any = Json::array();
    for (const std::string_view name : action.alternatives) any.push_back(has_input_named(name));
    needed.push_back({{"anyOf", std::move(any)}});
  }
  Json schema = {{"type", Json::array({"object", "null"})},
                 {"description", action.doc},
                 {"properties", std::move(properties)}};
  if (!action.takes_api_parameters && !action.takes_other_inputs)
    schema["propertyNames"] = {{"pattern", fmt::format("^({})$", names)}};
  if (!needed.empty()) schema["allOf"] = std::move(needed);
  return schema;
}

/// `is_choice`: with the step that follows.
Json condition_schema(bool is_choice) {
  SchemaRecord record;
  record.add("Variable", Json::object(), "What is compared, mostly a reference", false);
  for (const ConditionOperator& each : condition_operators())
    record.add(each.name, Json::object(), fmt::format("Variable {} this", each.words), false);
  const Json several = {
      {"type", "array"}, {"minItems", 2}, {"items", schema_reference("condition")}};
  record.add("And", several, "All of these hold", false);
  record.add("Or", several, "At least one of these holds", false);
  record.add("Not", schema_reference("condition"), "This does not hold", false);
  if (is_choice)
    record.add("NextStep", value_schema(Value::kText), "The step that follows then", true);
  return record.finish();
}

Json step_schema() {
  Json step = keys_schema(step_keys());
  Json cases = Json::array();
  for (const ActionSpec* action : action_catalog().all()) {
    Json when = {{"properties", {{"action", {{"const", action->name}}}}},
                 {"required", Json::array({"action"})}};
    Json then = {
        {"properties",
         {{"inputs", schema_reference(fmt::format("inputs-{}", action->name.substr(4)))}}}};
    if (action->needs_inputs) then["required"] = Json::array({"inputs"});
    cases.push_back({{"if", std::move(when)}, {"then", std::move(then)}});
  }
  step["allOf"] = std::move(cases);
  return step;
}

}  // namespace

Json runbook_schema() {
  Json parts = {{"parameter", keys_schema(parameter_keys())},
                {"output", keys_schema(output_keys())},
                {"condition", condition_schema(false)},
                {"choice", condition_schema(true)},
                {"step", step_schema()}};
  for (const ActionSpec* action : action_catalog().all())
    parts[fmt::format("inputs-{}", action->name.substr(4))] = inputs_schema(*action);
  return whole_schema("AWS Systems Manager Automation runbook, schemaVersion 0.3",
                      keys_schema(document_keys()), std::move(parts));
}

}  // namespace ssm
