// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <array>
#include <map>

#include "core/base/text.h"
#include "core/document/document_keys.h"
#include "core/document/structure_reader.h"
#include "core/expression/reference.h"

namespace ssm {
namespace {

constexpr Check kParameterCheck = Check::kParameters;

bool is_parameter_store_reference(std::string_view text) {
  text = trim(text);
  if (!text.starts_with("{{") || !text.ends_with("}}") || text.size() < 4) return false;
  return trim(text.substr(2, text.size() - 4)).starts_with("ssm:");
}

bool is_list_of(const Node& node, bool maps) {
  if (node.kind != Node::Kind::kList) return false;
  return std::all_of(node.items.begin(), node.items.end(), [&](const Node& item) {
    return maps ? item.kind == Node::Kind::kMap
                : item.is_scalar() && item.kind != Node::Kind::kNull;
  });
}

Json texts_of(const Node& list) {
  Json texts = Json::array();
  for (const Node& item : list.items) texts.push_back(item.text);
  return texts;
}

/// The typed default, or nullopt when the literal does not fit the type (specification 2.3).
std::optional<Json> default_of(const Node& node, ValueType type) {
  switch (type) {
    case ValueType::kString:
      if (node.is_scalar()) return node.text;
      return std::nullopt;
    case ValueType::kStringList:
      if (is_list_of(node, false)) return texts_of(node);
      if (node.kind == Node::Kind::kString && is_parameter_store_reference(node.text)) {
        return node.text;
      }
      return std::nullopt;
    case ValueType::kInteger:
      if (node.kind == Node::Kind::kInteger || node.kind == Node::Kind::kString) {
        if (const auto value = parse_integer(value_text(node))) return *value;
      }
      return std::nullopt;
    case ValueType::kBoolean:
      return node.kind == Node::Kind::kBoolean ? std::optional(to_json(node)) : std::nullopt;
    case ValueType::kStringMap:
      return node.kind == Node::Kind::kMap ? std::optional(to_json(node)) : std::nullopt;
    case ValueType::kMapList:
      return is_list_of(node, true) ? std::optional(to_json(node)) : std::nullopt;
  }
  return std::nullopt;
}

void read_type(StructureReader& reader, const Place& place, Parameter& parameter) {
  const auto text = reader.text(kParameterCheck, place);
  if (!text) return;
  parameter.type_text = *text;
  if (const auto type = value_type_of(*text)) {
    parameter.type = *type;
  } else {
    reader.add_unknown_type(kParameterCheck, place,
                            fmt::format("Parameter type: {} is invalid.", *text));
    parameter.type_text.clear();
  }
}

void read_default(StructureReader& reader, const Place& place, Parameter& parameter) {
  if (place.node.kind == Node::Kind::kNull || parameter.type_text.empty()) return;
  parameter.default_value = default_of(place.node, parameter.type);
  if (!parameter.default_value) {
    reader.add(kParameterCheck, place,
               fmt::format("Wrong default value for a \"{}\" parameters", parameter.type_text));
  }
}

void read_allowed_values(StructureReader& reader, const Place& place, Parameter& parameter) {
  if (place.node.kind == Node::Kind::kNull) return;
  if (place.node.kind != Node::Kind::kList) {
    reader.add(kParameterCheck, place, "\"allowedValues\" must be a list.");
    return;
  }
  for (const Node& item : place.node.items) {
    const bool as_text = item.is_scalar() && parameter.type != ValueType::kInteger &&
                         parameter.type != ValueType::kBoolean;
    parameter.allowed_values.push_back(as_text ? Json(item.text) : to_json(item));
  }
}

void read_property(StructureReader& reader, const Place& place, std::string_view name,
                   Parameter& parameter) {
  if (name == "default") read_default(reader, place, parameter);
  if (name == "description")
    parameter.description = reader.text(kParameterCheck, place).value_or("");
  if (name == "allowedValues") read_allowed_values(reader, place, parameter);
  if (name == "allowedPattern") parameter.allowed_pattern = reader.text(kParameterCheck, place);
  if (name == "minItems") parameter.min_items = reader.integer(kParameterCheck, place, 0);
  if (name == "maxItems") parameter.max_items = reader.integer(kParameterCheck, place, 0);
  if (name == "minChars") parameter.min_chars = reader.integer(kParameterCheck, place, 0);
  if (name == "maxChars") parameter.max_chars = reader.integer(kParameterCheck, place, 0);
}

Parameter read_parameter(StructureReader& reader, const Place& place, const std::string& name) {
  Parameter parameter;
  parameter.name = name;
  parameter.at = place.at;
  if (place.node.kind != Node::Kind::kMap) {
    reader.add(kParameterCheck, place,
               fmt::format("The definition of \"{}\" must be a map.", name));
    return parameter;
  }
  reader.refuse_unknown(kParameterCheck, place, parameter_keys());
  const Node* type = place.node.find("type");
  if (type == nullptr || type->kind == Node::Kind::kNull) {
    reader.add(kParameterCheck, place, "Missing \"type\" in parameter definition.");
  }
  for (const Node::Member& member : place.node.members) {
    if (member.name == "type") read_type(reader, place.member(member), parameter);
  }
  for (const Node::Member& member : place.node.members) {
    read_property(reader, place.member(member), member.name, parameter);
  }
  return parameter;
}

/// Of each parameter, the numbers of those that its default names.
std::vector<std::vector<std::size_t>> named_in_defaults(const std::vector<Parameter>& parameters) {
  std::map<std::string_view, std::size_t> numbers;
  for (std::size_t i = 0; i < parameters.size(); ++i) numbers.emplace(parameters[i].name, i);
  std::vector<std::vector<std::size_t>> named(parameters.size());
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (!parameters[i].default_value) continue;
    for (const Reference& reference : find_references(*parameters[i].default_value))
      if (const auto found = numbers.find(reference.name);
          found != numbers.end() && reference.kind == Reference::Kind::kParameter)
        named[i].push_back(found->second);
  }
  return named;
}

bool leads_back(std::size_t start, const std::vector<std::vector<std::size_t>>& named) {
  std::vector<bool> seen(named.size());
  std::vector<std::size_t> open = {start};
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    for (const std::size_t next : named[at]) {
      if (next == start) return true;
      if (!seen[next]) open.push_back(next);
      seen[next] = true;
    }
  }
  return false;
}

/// A default that leads back to its own parameter has no value. (assumed: refused at creation)
void refuse_circles(StructureReader& reader, const Place& map,
                    const std::vector<Parameter>& parameters) {
  const auto named = named_in_defaults(parameters);
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (!named[i].empty() && leads_back(i, named))
      reader.add(
          kParameterCheck, map.member(map.node.members[i]),
          fmt::format("The default of parameter \"{}\" leads back to itself.", parameters[i].name));
}

/// What may be declared, and the type of the value.
constexpr std::array<std::pair<std::string_view, ValueType>, 12> kTypes = {{
    {"String", ValueType::kString},
    {"StringList", ValueType::kStringList},
    {"Integer", ValueType::kInteger},
    {"Boolean", ValueType::kBoolean},
    {"StringMap", ValueType::kStringMap},
    {"MapList", ValueType::kMapList},
    {"AWS::EC2::Instance::Id", ValueType::kString},
    {"List<AWS::EC2::Instance::Id>", ValueType::kStringList},
    {"AWS::S3::Bucket::Name", ValueType::kString},
    {"List<AWS::S3::Bucket::Name>", ValueType::kStringList},
    {"AWS::IAM::Role::Arn", ValueType::kString},
    {"List<AWS::IAM::Role::Arn>", ValueType::kStringList},
}};

}  // namespace

std::vector<Parameter> read_parameters(StructureReader& reader, const Place& map) {
  std::vector<Parameter> parameters;
  if (map.node.kind == Node::Kind::kNull) return parameters;
  if (map.node.kind != Node::Kind::kMap) {
    reader.add(kParameterCheck, map, fmt::format("\"{}\" must be a map.", map.path));
    return parameters;
  }
  for (const Node::Member& member : map.node.members) {
    parameters.push_back(read_parameter(reader, map.member(member), member.name));
  }
  refuse_circles(reader, map, parameters);
  return parameters;
}

std::string_view to_text(ValueType type) {
  switch (type) {
    case ValueType::kString:
      return "String";
    case ValueType::kStringList:
      return "StringList";
    case ValueType::kInteger:
      return "Integer";
    case ValueType::kBoolean:
      return "Boolean";
    case ValueType::kStringMap:
      return "StringMap";
    case ValueType::kMapList:
      return "MapList";
  }
  return "";
}

std::optional<ValueType> value_type_of(std::string_view type_text) {
  for (const auto& [name, type] : kTypes) {
    if (name == type_text) return type;
  }
  return std::nullopt;
}

std::vector<std::string_view> value_type_names() {
  std::vector<std::string_view> names;
  for (const auto& [name, type] : kTypes) names.push_back(name);
  return names;
}

}  // namespace ssm
