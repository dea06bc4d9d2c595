// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"

namespace ssm {

/// Constructs without exceptions, so that a growing vector moves its elements. It would copy pairs
/// with a constant name, and with them whole values, because the copy of a name may throw; here
/// memory that has run out ends the process.
template <class Value>
struct MovingAllocator : std::allocator<Value> {
  MovingAllocator() = default;
  template <class Other>
  MovingAllocator(const MovingAllocator<Other>&) noexcept {}  // NOLINT(google-explicit-constructor)
  template <class Other>
  struct rebind {
    using other = MovingAllocator<Other>;
  };
  template <class Built, class... Arguments>
  void construct(Built* place, Arguments&&... arguments) noexcept {
    std::construct_at(place, std::forward<Arguments>(arguments)...);
  }
};

template <class Name, class Value, class Less, class>
using OrderedMembers =
    nlohmann::ordered_map<Name, Value, Less, MovingAllocator<std::pair<const Name, Value>>>;

/// Objects keep the order in which their members were written: answers are printed in model order.
using Json = nlohmann::basic_json<OrderedMembers>;

}  // namespace ssm

// Compiled once, in json.cpp: else every file that knows the type compiles most of it again.
extern template class nlohmann::basic_json<ssm::OrderedMembers>;

namespace ssm {

/// Bounds on text from outside. Exceeding one is an error, never a crash.
struct JsonLimits {
  std::size_t max_bytes = 4 * 1024 * 1024;
  int max_depth = 200;
};

/// Parses strict JSON (no comments, UTF-8). On failure: code "JsonSyntax", the message says what
/// and where ("... at line 3, column 7"). A repeated key: the last one wins.
Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

/// Compact text; invalid UTF-8 is replaced, never thrown upon.
std::string to_text(const Json& value);

/// Adds that text to the end of `out`.
void append_text(std::string& out, const Json& value);

/// Adds `text` as a JSON string, quotes included. Invalid UTF-8 is replaced.
void append_json_string(std::string& out, std::string_view text);

/// Compact text as the service writes it into step outputs: `= < > & '` become \u00XX.
/// Source: recorded outputs (Gson's default escaping).
std::string to_gson_text(const Json& value);

/// The same value with the members of every object in the order of a Java HashMap, at any depth.
/// Source: recorded outputs, section c.2.
Json in_java_map_order(const Json& value);

/// The same value with the members of its top object sorted by name.
Json with_sorted_members(const Json& value);

/// The same value with the members of every object sorted by name, at any depth: equal for all that
/// differ in the order of members alone.
Json in_canonical_order(const Json& value);

/// The text of a value inside a longer string: strings bare, everything else compact JSON.
std::string to_embedded_text(const Json& value);

/// A member of an object, or nullptr when `value` is no object or has no such member.
const Json* find_member(const Json& value, std::string_view name);

/// A member that is a string, else `fallback`.
std::string string_member(const Json& value, std::string_view name, std::string_view fallback = {});

}  // namespace ssm
