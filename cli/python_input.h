// SPDX-License-Identifier: Apache-2.0
#pragma once
// How Python, in which the AWS CLI is written, reads numbers and JSON.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace ssm {

/// Text as int() reads it (blanks and a sign allowed). nullopt: it does not, or it needs over 64
/// bits.
std::optional<std::int64_t> to_integer(std::string_view text);

/// The same; errors: code "General" with int()'s message.
Result<std::int64_t> integer_value(std::string_view text);

/// What json.loads() says about text that is not JSON: "Expecting ',' delimiter: line 1 column 11
/// (char 10)". Empty when it finds nothing wrong.
std::string json_problem(std::string_view text);

}  // namespace ssm
