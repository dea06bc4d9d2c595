// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/model/shape.h"

namespace ssm {

/// What the SDK checks before it sends: required members, types, unknown members, minimum lengths
/// and values. One line each, in model order, in botocore's words. Empty = good.
/// Source: spec/aws-cli 7.
std::vector<std::string> client_side_problems(const Shape& input, const Json& request);

}  // namespace ssm
