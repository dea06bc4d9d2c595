// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "actions/shared_specs.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/engine/action.h"
#include "core/expression/jsonpath.h"

namespace ssm {

/// The inputs of actions that look at a property of a resource.
inline constexpr InputSpec kPropertyInputs[] = {kServiceInput, kApiInput, kPropertySelectorInput,
                                                kDesiredValuesInput};

/// What such an action looks at.
struct ResourceProperty {
  CloudCall call;
  JsonPath selector;
  Json desired_values;  // a list, not empty
};

/// Errors: code "Input".
Result<ResourceProperty> read_resource_property(const StepCall& step);

/// The text by which values are compared: Python's str(), but lists and maps as compact JSON.
std::string compared_text(const Json& value);

/// Whether the selected value (nullopt: nothing found) is among the desired ones: equal as
/// compared_text(). Of a list every element must be, and there must be one; when a desired value is
/// a list itself, whole lists are compared. Source: spec/actions 2.
bool is_desired(const std::optional<Json>& selected, const Json& desired_values);

/// Whether the call can be made, and the property be looked for in its answer.
std::optional<Failed> check_resource_property(const StepCall& step);
/// All of an action that fails unless the property has a desired value.
Outcome advance_property_assertion(const StepCall& step, Ports& ports);
/// All of an action that looks until it has one.
Outcome advance_property_wait(const StepCall& step, Ports& ports);

}  // namespace ssm
