// SPDX-License-Identifier: Apache-2.0
#pragma once
// Kinds of values that members of an account file have in common.

#include <initializer_list>
#include <string>
#include <string_view>

#include "actions/cloud/account_file_members.h"

namespace ssm::cloud {

std::string text_problem(const Json& value);
std::string named_problem(const Json& value);
std::string boolean_problem(const Json& value);
std::string whole_number_problem(const Json& value);
std::string time_problem(const Json& value);
std::string seconds_problem(const Json& value);
std::string maps_problem(const Json& value);
std::string map_problem(const Json& value);
std::string texts_problem(const Json& value);
std::string tags_problem(const Json& value);
std::string text_map_problem(const Json& value);
std::string json_problem(const Json& value);
/// A behaviour out of `names`, or "error:CODE" where calls can fail.
std::string behaviour_problem(const Json& value, std::initializer_list<std::string_view> names,
                              bool may_refuse);

inline constexpr AccountValue kTextValue{text_problem, R"({"type": "string"})"};
/// What tells a resource from others.
inline constexpr AccountValue kNamedValue{named_problem, R"({"type": "string", "minLength": 1})"};
inline constexpr AccountValue kBooleanValue{boolean_problem, R"({"type": "boolean"})"};
inline constexpr AccountValue kWholeNumberValue{whole_number_problem, R"({"type": "integer"})"};
inline constexpr AccountValue kTimeValue{
    time_problem, R"({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}"})"};
inline constexpr AccountValue kSecondsValue{
    seconds_problem, R"({"type": "number", "minimum": 0, "maximum": 86400})"};
inline constexpr AccountValue kMapsValue{maps_problem,
                                         R"({"type": "array", "items": {"type": "object"}})"};
inline constexpr AccountValue kMapValue{map_problem, R"({"type": "object"})"};
inline constexpr AccountValue kTextsValue{texts_problem,
                                          R"({"type": "array", "items": {"type": "string"}})"};
inline constexpr AccountValue kTextMapValue{
    text_map_problem, R"({"type": "object", "additionalProperties": {"type": "string"}})"};
inline constexpr AccountValue kTagsValue{
    tags_problem,
    R"({"anyOf": [{"type": "object", "additionalProperties": {"type": "string"}},
                  {"type": "array", "items": {"type": "object", "required": ["Key"]}}]})"};
inline constexpr AccountValue kJsonValue{json_problem, "{}"};
/// Only "error:CODE": nothing else can go wrong.
inline constexpr AccountValue kRefusalValue{.may_refuse = true};

}  // namespace ssm::cloud
