// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <span>

#include "core/model/shape.h"

namespace ssm::cloud {

// What the operations of the simulated account take: a small part of what the SDK's own models say.
inline constexpr Shape kString{.kind = Shape::Kind::kString};
inline constexpr Shape kNonEmpty{.kind = Shape::Kind::kString, .min = 1};
inline constexpr Shape kThreeOrMore{.kind = Shape::Kind::kString, .min = 3};
inline constexpr Shape kAccountId{.kind = Shape::Kind::kString, .min = 12};
inline constexpr Shape kArn{.kind = Shape::Kind::kString, .min = 20};
inline constexpr Shape kUuid{.kind = Shape::Kind::kString, .min = 36};
inline constexpr Shape kInteger{.kind = Shape::Kind::kInteger};
inline constexpr Shape kBoolean{.kind = Shape::Kind::kBoolean};
inline constexpr const Shape* kAnything = nullptr;

constexpr Shape list_of(const Shape& element) {
  return {.kind = Shape::Kind::kList, .element = &element};
}
constexpr Shape structure(std::span<const MemberShape> members) {
  return {.kind = Shape::Kind::kStructure, .members = members};
}
/// Several lists as one.
template <std::size_t... N>
constexpr std::array<MemberShape, (N + ...)> joined_members(const MemberShape (&... lists)[N]) {
  std::array<MemberShape, (N + ...)> all{};
  auto end = all.begin();
  ((end = std::copy(std::begin(lists), std::end(lists), end)), ...);
  return all;
}

inline constexpr Shape kStrings = list_of(kString);

}  // namespace ssm::cloud
