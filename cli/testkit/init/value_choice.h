// SPDX-License-Identifier: Apache-2.0
#pragma once
// Values that decide comparisons one way or the other.

#include <optional>
#include <vector>

#include "core/base/json.h"
#include "core/document/document.h"

namespace ssm::testkit {

/// What something is compared with, and what lies beside it: a number more and less, the opposite.
std::vector<Json> values_near(const Json& operand);

/// What a property can be that is looked for among `desired` (a list), and what it can be without
/// being desired. null: there is none.
Json desired_value(const Json& desired);
Json other_value(const Json& desired);

/// The value as one of the type; nullopt: it cannot become one.
std::optional<Json> as_value_of(ValueType type, const Json& value);

}  // namespace ssm::testkit
