// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "core/model/shape.h"

namespace ssm::cloud {

// What the operations of the simulated account take: a small part of what the SDK's own models say.
inline constexpr Shape kString{.kind = Shape::Kind::kString};
inline constexpr Shape kInteger{.kind = Shape::Kind::kInteger};
inline constexpr Shape kBoolean{.kind = Shape::Kind::kBoolean};
inline constexpr const Shape* kAnything = nullptr;

constexpr Shape list_of(const Shape& element) {
  return {.kind = Shape::Kind::kList, .element = &element};
}
template <std::size_t N>
constexpr Shape structure(const MemberShape (&members)[N]) {
  return {.kind = Shape::Kind::kStructure, .members = members};
}

inline constexpr Shape kStrings = list_of(kString);

}  // namespace ssm::cloud
