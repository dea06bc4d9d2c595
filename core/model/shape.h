// SPDX-License-Identifier: Apache-2.0
#pragma once
// The types of requests and responses, of our own operations and of the services that runbooks
// call.

#include <cstdint>
#include <span>
#include <string_view>

namespace ssm {

struct Shape;

struct MemberShape {
  std::string_view name;         // as in the API: "DocumentName"
  const Shape* shape = nullptr;  // nullptr: any value, not looked at
  bool required = false;
  std::string_view doc = {};  // one sentence, ours
};

/// A type of the API. Only the fields of its kind are used. -1 = no bound.
struct Shape {
  enum class Kind { kString, kInteger, kLong, kBoolean, kTimestamp, kList, kMap, kStructure };
  Kind kind = Kind::kString;
  std::string_view name = {};  // as in the API: "AutomationExecutionId"
  std::int64_t min = -1;       // characters, items, entries or value
  std::int64_t max = -1;
  std::string_view pattern = {};                  // strings
  std::span<const std::string_view> values = {};  // strings: the enumeration, in model order
  const Shape* element = nullptr;                 // lists; values of maps
  const Shape* key = nullptr;                     // maps
  std::span<const MemberShape> members = {};      // structures, in model order
  bool is_union = false;                          // exactly one member may be set
  bool enforced = true;                           // false: the service does not check min and max
};

/// What is known of a member: of one that may have any value, a text.
inline const Shape& shape_of(const MemberShape& member) {
  static constexpr Shape kUnknown;
  return member.shape == nullptr ? kUnknown : *member.shape;
}

}  // namespace ssm
