// SPDX-License-Identifier: Apache-2.0
#pragma once
// The service model: each operation's request and response, described once. Options, shorthand,
// validation, skeletons, help, completion and HTTP decoding are derived from it.

#include <span>
#include <string_view>

#include "core/model/shape.h"

namespace ssm {

/// How an operation pages.
struct Paging {
  std::string_view input_token;  // "NextToken"
  std::string_view limit_key;    // "MaxResults"; empty: the service decides how long pages are
  std::string_view result_key;   // "StepExecutions"; empty: the first list of the answer
};

struct Operation {
  std::string_view name;     // "StartAutomationExecution"
  std::string_view command;  // "start-automation-execution"
  const Shape* input = nullptr;
  const Shape* output = nullptr;  // nullptr: the answer is {}
  std::span<const std::string_view> errors;
  const Paging* paging = nullptr;  // nullptr: does not page
  std::string_view doc;
  std::string_view service = "ssm";  // as boto3 calls it
  bool of_account = false;           // an operation of the simulated account: invoke() has it not
};

/// The SSM API's, in the order of the specification.
std::span<const Operation> operations();
/// By API name or by command name; nullptr when there is none.
const Operation* find_operation(std::string_view name);

}  // namespace ssm
