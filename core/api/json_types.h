// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/model/shape.h"

namespace ssm {

/// Makes a request fit its shape: members in model order, unknown ones and nulls dropped, times as
/// epoch numbers, whole numbers as integers. A null inside a list or as a map's value stays.
/// Errors: SerializationException where the JSON type is another one. Source: spec/api 1.1.
Completed fit_to_shape(const Shape& shape, Json& value);

}  // namespace ssm
