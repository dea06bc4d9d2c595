// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/base/result.h"

// Compiled once, in json.cpp: else every file that knows the type compiles most of it again.
extern template class nlohmann::basic_json<nlohmann::ordered_map>;

namespace ssm {

/// Objects keep the order in which their members were written: answers are printed in model order.
using Json = nlohmann::ordered_json;

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
