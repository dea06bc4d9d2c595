// SPDX-License-Identifier: Apache-2.0
#pragma once
// The service model: each operation's request and response, described once. Options, shorthand,
// validation, skeletons, help, completion and HTTP decoding are derived from it.

#include <cstdint>
#include <span>
#include <string_view>

namespace ssm {

struct Shape;

struct MemberShape {
  std::string_view name;  // as in the API: "DocumentName"
  const Shape* shape = nullptr;
  bool required = false;
  std::string_view doc;  // one sentence, ours
};

/// A type of the API. Only the fields of its kind are used. -1 = no bound.
struct Shape {
  enum class Kind { kString, kInteger, kLong, kBoolean, kTimestamp, kList, kMap, kStructure };
  Kind kind = Kind::kString;
  std::string_view name;  // as in the API: "AutomationExecutionId"
  std::int64_t min = -1;  // characters, items, entries or value
  std::int64_t max = -1;
  std::string_view pattern;                  // strings
  std::span<const std::string_view> values;  // strings: the enumeration, in model order
  const Shape* element = nullptr;            // lists; values of maps
  const Shape* key = nullptr;                // maps
  std::span<const MemberShape> members;      // structures, in model order
  bool is_union = false;                     // exactly one member may be set
  bool enforced = true;                      // false: the service does not check min and max
};

/// How an operation pages.
struct Paging {
  std::string_view input_token;  // "NextToken"
  std::string_view limit_key;    // "MaxResults"
  std::string_view result_key;   // "StepExecutions"
};

struct Operation {
  std::string_view name;     // "StartAutomationExecution"
  std::string_view command;  // "start-automation-execution"
  const Shape* input = nullptr;
  const Shape* output = nullptr;  // nullptr: the answer is {}
  std::span<const std::string_view> errors;
  const Paging* paging = nullptr;  // nullptr: does not page
  std::string_view doc;
};

/// In the order of the specification.
std::span<const Operation> operations();
/// By API name or by command name; nullptr when there is none.
const Operation* find_operation(std::string_view name);

}  // namespace ssm
