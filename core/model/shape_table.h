// SPDX-License-Identifier: Apache-2.0
#pragma once
// The words that the tables of shapes are written in. Everything is a constant: the tables cost
// nothing at start-up.

#include <cstdint>
#include <span>
#include <string_view>

#include "core/model/shape.h"

namespace ssm::shapes {

using Kind = Shape::Kind;

inline constexpr bool kRequired = true;
inline constexpr bool kOptional = false;

/// -1 = no bound.
struct Bounds {
  std::int64_t min = -1;
  std::int64_t max = -1;
};

constexpr Shape plain(std::string_view name, Kind kind, Bounds bounds = {}) {
  Shape shape;
  shape.kind = kind;
  shape.name = name;
  shape.min = bounds.min;
  shape.max = bounds.max;
  return shape;
}

constexpr Shape text(std::string_view name, Bounds bounds = {}, std::string_view pattern = {}) {
  Shape shape = plain(name, Kind::kString, bounds);
  shape.pattern = pattern;
  return shape;
}

constexpr Shape choice(std::string_view name, std::span<const std::string_view> values) {
  Shape shape = plain(name, Kind::kString);
  shape.values = values;
  return shape;
}

constexpr Shape list(std::string_view name, const Shape* element, Bounds bounds = {}) {
  Shape shape = plain(name, Kind::kList, bounds);
  shape.element = element;
  return shape;
}

constexpr Shape map(std::string_view name, const Shape* key, const Shape* value,
                    Bounds bounds = {}) {
  Shape shape = plain(name, Kind::kMap, bounds);
  shape.key = key;
  shape.element = value;
  return shape;
}

constexpr Shape structure(std::string_view name, std::span<const MemberShape> members) {
  Shape shape = plain(name, Kind::kStructure);
  shape.members = members;
  return shape;
}

constexpr Shape tagged_union(std::string_view name, std::span<const MemberShape> members) {
  Shape shape = structure(name, members);
  shape.is_union = true;
  return shape;
}

/// A shape whose bounds the service's model states and the service does not keep.
constexpr Shape unenforced(Shape shape) {
  shape.enforced = false;
  return shape;
}

}  // namespace ssm::shapes
