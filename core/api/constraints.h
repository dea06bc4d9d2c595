// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/model/shape.h"

namespace ssm {

/// Every constraint of the model that a request breaks, in model order, in the words of the
/// service's front end ("Value 'x' at 'mode' failed to satisfy constraint: ...").
/// The request has been through fit_to_shape(). Source: spec/api 2; the wording for map keys and
/// unions and the order are assumed.
std::vector<std::string> constraint_violations(const Shape& input, const Json& request);

}  // namespace ssm
