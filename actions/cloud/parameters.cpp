// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/parameters.h"

#include <fmt/format.h>

#include "actions/python_text.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

using Problems = std::vector<std::string>;

void check(const Shape& shape, const Json& value, const std::string& path, Problems& problems);

/// How the SDK calls the top level.
std::string place(const std::string& path) {
  return path.empty() ? "input" : path;
}

std::span<const ShapeMember> members_of(const Shape& shape) {
  return {shape.members, shape.member_count};
}

std::string_view wanted_types(Shape::Type type) {
  switch (type) {
    case Shape::Type::kString:
      return "<class 'str'>";
    case Shape::Type::kInteger:
      return "<class 'int'>";
    case Shape::Type::kBoolean:
      return "<class 'bool'>";
    case Shape::Type::kList:
      return "<class 'list'>, <class 'tuple'>";
    case Shape::Type::kStructure:
      return "<class 'dict'>";
    case Shape::Type::kAny:
      break;
  }
  return "";
}

bool has_type(Shape::Type type, const Json& value) {
  switch (type) {
    case Shape::Type::kString:
      return value.is_string();
    case Shape::Type::kInteger:
      return value.is_number_integer() || value.is_boolean();  // in Python True is an int
    case Shape::Type::kBoolean:
      return value.is_boolean();
    case Shape::Type::kList:
      return value.is_array();
    case Shape::Type::kStructure:
      return value.is_object();
    case Shape::Type::kAny:
      break;
  }
  return true;
}

void check_structure(const Shape& shape, const Json& value, const std::string& path,
                     Problems& problems) {
  const auto members = members_of(shape);
  for (const ShapeMember& member : members) {
    if (!member.required || value.contains(member.name)) continue;
    problems.push_back(
        fmt::format("Missing required parameter in {}: \"{}\"", place(path), member.name));
  }
  std::vector<std::string> names;
  for (const ShapeMember& member : members) names.emplace_back(member.name);
  for (const auto& [key, item] : value.items()) {
    if (std::ranges::find(names, key) != names.end()) continue;
    problems.push_back(fmt::format("Unknown parameter in {}: \"{}\", must be one of: {}",
                                   place(path), key, join(names, ", ")));
  }
  for (const auto& [key, item] : value.items()) {
    const auto member = std::ranges::find(members, key, &ShapeMember::name);
    if (member == members.end()) continue;
    check(*member->shape, item, path.empty() ? key : path + "." + key, problems);
  }
}

void check(const Shape& shape, const Json& value, const std::string& path, Problems& problems) {
  if (!has_type(shape.type, value)) {
    problems.push_back(
        fmt::format("Invalid type for parameter {}, value: {}, type: {}, valid types: {}",
                    place(path), python_str(value), python_type(value), wanted_types(shape.type)));
    return;
  }
  if (shape.type == Shape::Type::kStructure) check_structure(shape, value, path, problems);
  if (shape.type != Shape::Type::kList) return;
  for (std::size_t i = 0; i < value.size(); ++i) {
    check(*shape.element, value[i], fmt::format("{}[{}]", path, i), problems);
  }
}

}  // namespace

Completed check_parameters(const Shape& shape, const Json& parameters) {
  Problems problems;
  check(shape, parameters, "", problems);
  if (problems.empty()) return {};
  return failure("ParamValidation", "Parameter validation failed:\n" + join(problems, "\n"));
}

}  // namespace ssm::cloud
