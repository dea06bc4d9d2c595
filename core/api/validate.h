// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/api/model.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// What the SDK checks before it sends: required members, types, unknown members, minimum lengths
/// and values. One line each, in model order, in botocore's words. Empty = good.
/// Source: spec/aws-cli 7.
std::vector<std::string> client_side_problems(const Shape& input, const Json& request);

/// What the service's front end checks: every constraint of the model. Unknown members and nulls
/// are dropped from `request`. Errors: ValidationException ("1 validation error detected: ..."),
/// SerializationException for wrong JSON types. Source: spec/api 2.
Completed validate_request(const Shape& input, Json& request);

/// The members of `value` in model order at every level; unmodelled members and nulls dropped.
Json in_model_order(const Shape& shape, const Json& value);

}  // namespace ssm
