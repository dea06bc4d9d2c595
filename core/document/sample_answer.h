// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a mock answers so that a step finds something: blank values at the places of its selectors.

#include <string_view>

#include "core/base/json.h"
#include "core/document/action.h"

namespace ssm {

/// "", 0, false; of a list one such element.
Json blank_value(ValueType type);

/// A map with the outputs that the action itself has, each "".
Json blank_outputs(const ActionSpec& action);

/// Puts `value` where the selector ("$.A.B[0].C") would find it. Of other selectors, and of places
/// that hold something already, it makes nothing.
void place_in_sample(Json& response, std::string_view selector, Json value);

}  // namespace ssm
