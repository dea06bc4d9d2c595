// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/engine/action.h"

namespace ssm {

// Reading an action's resolved inputs, with the conversions of core/document/input_value.h.
// Errors: code "Input", the message is the cause for input_failure(), without a full stop.

Result<std::string> string_input(const Json& inputs, std::string_view name);
Result<std::optional<std::string>> optional_string_input(const Json& inputs, std::string_view name);
Result<std::optional<bool>> optional_boolean_input(const Json& inputs, std::string_view name);
Result<std::optional<std::int64_t>> optional_integer_input(const Json& inputs,
                                                           std::string_view name);
/// Not empty. Numbers and Booleans among the elements become text.
Result<std::vector<std::string>> string_list_input(const Json& inputs, std::string_view name);
/// Not empty. A single map becomes a list of one.
Result<Json> map_list_input(const Json& inputs, std::string_view name);

/// The error of a reader above.
tl::unexpected<Error> bad_input(std::string message);

/// What an action returns when its inputs are bad.
Failed refuse_inputs(const Error& error);

/// Of an action whose inputs are right when `read`, which returns a Result, reads them: its check.
template <auto read>
std::optional<Failed> can_read(const StepCall& step) {
  const auto inputs = read(step);
  return inputs ? std::nullopt : std::optional(refuse_inputs(inputs.error()));
}

}  // namespace ssm
