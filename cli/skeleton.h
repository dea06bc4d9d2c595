// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/api/model.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// A request with every member of the model, to be filled in. Source: spec/aws-cli 6.
Json input_skeleton(const Shape& input);

/// What skeletons have for a point in time.
inline constexpr std::string_view kSampleTime = "1970-01-01T00:00:00";

/// A sample answer: strings hold their member's name.
Json output_skeleton(const Shape& output);

}  // namespace ssm
