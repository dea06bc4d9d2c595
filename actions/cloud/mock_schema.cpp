// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/mock_file.h"
#include "actions/cloud/mock_keys.h"

namespace ssm {
namespace {

using Value = DocumentKey::Value;

Json value_schema(Value value) {
  if (value == Value::kBoolean) return {{"type", Json::array({"boolean", "string"})}};
  if (value == Value::kMap) return {{"type", Json::array({"object", "null"})}};
  if (value == Value::kList) return {{"type", Json::array({"array", "null"})}};
  if (value == Value::kCount)
    return {{"type", Json::array({"integer", "string"})}, {"minimum", 400}, {"maximum", 599}};
  return {{"type", Json::array({"string", "number", "boolean", "null"})}};
}

Json keys_schema(std::span<const DocumentKey> keys) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const DocumentKey& key : keys) {
    Json schema = value_schema(key.value);
    schema["description"] = key.doc;
    properties[std::string(key.name)] = std::move(schema);
    if (key.required) required.push_back(key.name);
  }
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

Json one_of(std::initializer_list<std::string_view> names) {
  Json alternatives = Json::array();
  for (const std::string_view name : names)
    alternatives.push_back(Json{{"required", Json::array({name})}});
  return alternatives;
}

Json answer_schema(std::span<const DocumentKey> keys) {
  Json schema = keys_schema(keys);
  schema["properties"]["Throw"].update(keys_schema(mock_keys::kThrow));
  return schema;
}

Json mock_schema() {
  Json answer = answer_schema(mock_keys::kAnswer);
  answer["anyOf"] = one_of({"Return", "Throw"});
  Json schema = answer_schema(mock_keys::kMock);
  constexpr const char* kUses = "^[0-9]+(-[0-9]*)?$";
  schema["properties"]["call"]["pattern"] = "^\\s*[^:\\s]+\\s*:\\s*[^:\\s]+\\s*$";
  schema["patternProperties"][kUses] = std::move(answer);
  schema["anyOf"] = one_of({"call", "step"});
  // Without numbers of uses the mock itself is the answer.
  schema["if"] = {{"propertyNames", {{"not", {{"pattern", kUses}}}}}};
  schema["then"] = {{"anyOf", one_of({"Return", "Throw"})}};
  const Json not_both = {{"not", {{"required", Json::array({"Return", "Throw"})}}}};
  Json of_call = not_both;  // a call that fails has no response
  of_call["patternProperties"][kUses] = not_both;
  schema["allOf"] =
      Json::array({{{"if", {{"required", Json::array({"call"})}}}, {"then", std::move(of_call)}}});
  return schema;
}

}  // namespace

Json mock_file_schema() {
  const Json list = {{"type", "array"}, {"items", mock_schema()}};
  Json file = keys_schema(mock_keys::kFile);
  file["properties"]["mocks"].update(Json{{"items", mock_schema()}});
  return {{"anyOf", Json::array({std::move(file), list})}};
}

}  // namespace ssm
