// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/base/json.h"

namespace ssm::jmespath {

/// A whole number as an integer; past 64 bits it stays a float.
Json whole(double value);

/// Integers add up to an integer, with a float among them or past 64 bits to a float.
Json sum_of(const Json& numbers);

/// The number a text writes, as Python's int() and float() read it; null when it writes none.
/// Differs there: "inf" and "nan", which JSON cannot say, are none.
Json number_of(std::string_view text);

}  // namespace ssm::jmespath
