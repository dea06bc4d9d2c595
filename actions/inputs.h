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

// Reading an action's resolved inputs with the service's lenient conversions: a list of one element
// where a String is wanted, text where a Boolean or Integer is wanted, a String where a StringList
// is wanted. An optional input that is null or an empty text counts as absent.
// Errors: code "Input", the message is the cause for input_failure(), without a full stop.
// Source: spec/actions 0.3, points 3, 5 and 6.

Result<std::string> string_input(const Json& inputs, std::string_view name);
Result<std::optional<std::string>> optional_string_input(const Json& inputs, std::string_view name);
Result<std::optional<bool>> optional_boolean_input(const Json& inputs, std::string_view name);
Result<std::optional<std::int64_t>> optional_integer_input(const Json& inputs,
                                                           std::string_view name);
/// Not empty. Numbers and Booleans among the elements become text.
Result<std::vector<std::string>> string_list_input(const Json& inputs, std::string_view name);
/// Not empty. A single map becomes a list of one.
Result<Json> map_list_input(const Json& inputs, std::string_view name);

/// "a String", "a list", ...: how messages call the kind of a value.
std::string_view kind_of(const Json& value);

/// The error of a reader above.
tl::unexpected<Error> bad_input(std::string message);

/// What an action returns when its inputs are bad.
Outcome refuse_inputs(const Error& error);

}  // namespace ssm
