// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm::cloud {

struct ShapeMember;

/// What an operation takes: a small part of what the SDK's own models say.
struct Shape {
  enum class Type { kString, kInteger, kBoolean, kList, kStructure, kAny };
  Type type = Type::kAny;
  const Shape* element = nullptr;        // of a list
  const ShapeMember* members = nullptr;  // of a structure
  std::size_t member_count = 0;
};
struct ShapeMember {
  std::string_view name;
  const Shape* shape = nullptr;
  bool required = false;
};

inline constexpr Shape kString{Shape::Type::kString};
inline constexpr Shape kInteger{Shape::Type::kInteger};
inline constexpr Shape kBoolean{Shape::Type::kBoolean};
inline constexpr Shape kAnything{Shape::Type::kAny};

constexpr Shape list_of(const Shape& element) {
  return {Shape::Type::kList, &element, nullptr, 0};
}
template <std::size_t N>
constexpr Shape structure(const ShapeMember (&members)[N]) {
  return {Shape::Type::kStructure, nullptr, members, N};
}

inline constexpr Shape kStrings = list_of(kString);

/// Checks parameters the way the Python SDK does before it calls. Errors: code "ParamValidation",
/// the SDK's text with one line per problem. Source: botocore's validate.py, behaviour.
Completed check_parameters(const Shape& shape, const Json& parameters);

}  // namespace ssm::cloud
