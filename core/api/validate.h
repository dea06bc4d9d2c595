// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/model/shape.h"

namespace ssm {

/// What the service's front end checks: every constraint of the model. Unknown members and nulls
/// are dropped from `request`. Errors: ValidationException ("1 validation error detected: ..."),
/// SerializationException for wrong JSON types. Source: spec/api 2.
Completed validate_request(const Shape& input, Json& request);

/// The members of `value` in model order at every level; unmodelled members and nulls dropped.
Json in_model_order(const Shape& shape, const Json& value);

}  // namespace ssm
