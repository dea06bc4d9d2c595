// SPDX-License-Identifier: Apache-2.0
#include "actions/resource_property.h"

#include <fmt/format.h>

#include "actions/api_call.h"
#include "actions/cloud_failure.h"
#include "actions/inputs.h"
#include "actions/polling.h"
#include "core/base/python_text.h"
#include "core/document/input_value.h"

namespace ssm {
namespace {

bool is_among(const std::string& text, const Json& desired_values) {
  return std::ranges::any_of(desired_values,
                             [&](const Json& wanted) { return compared_text(wanted) == text; });
}

}  // namespace

Result<ResourceProperty> read_resource_property(const StepCall& step) {
  TRY_ASSIGN(const std::string text, string_input(step.inputs, "PropertySelector"));
  Result<JsonPath> selector = JsonPath::parse(text);
  if (!selector) {
    return bad_input(
        fmt::format("Input PropertySelector is not a JSONPath: {}", selector.error().message));
  }
  const Json& desired = *find_input_value(step.inputs, "DesiredValues");
  Json desired_values = desired.is_array() ? desired : Json::array({desired});
  return ResourceProperty{described_call(step, {"PropertySelector", "DesiredValues"}),
                          *std::move(selector), std::move(desired_values)};
}

std::string compared_text(const Json& value) {
  return value.is_structured() ? to_text(value) : python_str(value);
}

bool is_desired(const std::optional<Json>& selected, const Json& desired_values) {
  if (!selected || selected->is_null()) return false;
  if (is_among(compared_text(*selected), desired_values)) return true;
  const bool whole_lists =
      std::ranges::any_of(desired_values, [](const Json& wanted) { return wanted.is_array(); });
  return selected->is_array() && !whole_lists && !selected->empty() &&
         std::ranges::all_of(*selected, [&](const Json& element) {
           return !element.is_null() && is_among(compared_text(element), desired_values);
         });
}

std::optional<Failed> check_resource_property(const StepCall& step) {
  const Result<ResourceProperty> property = read_resource_property(step);
  if (!property) return refuse_inputs(property.error());
  return check_sdk_call(property->call);
}

Outcome advance_property_assertion(const StepCall& step, Ports& ports) {
  const ResourceProperty property = read_resource_property(step).value();
  const auto response = ports.cloud.call(property.call);
  if (!response) return Failed{sdk_failure(response.error(), property.call.operation), nullptr};
  const Result<std::optional<Json>> selected = property.selector.select(*response);
  if (!selected) return Failed{verification_failure(kSdkPhase, selected.error().message), nullptr};
  if (is_desired(*selected, property.desired_values)) return Done{};
  // The recorded text ends in a full stop of its own, before the frame's.
  return Failed{verification_failure(
                    kSdkPhase, fmt::format("Property value '{}' from the API output is not in the "
                                           "desired values. Desired values: {}.",
                                           compared_text(selected->value_or(nullptr)),
                                           python_repr(property.desired_values))),
                nullptr};
}

Outcome advance_property_wait(const StepCall& step, Ports& ports) {
  const ResourceProperty property = read_resource_property(step).value();
  const auto response = ports.cloud.call(property.call);
  if (!response) {
    if (is_transient(response.error())) return poll_again(step, kPropertyBackoff);
    return Failed{sdk_failure(response.error(), property.call.operation), nullptr};
  }
  const Result<std::optional<Json>> selected = property.selector.select(*response);
  if (!selected) return Failed{verification_failure(kSdkPhase, selected.error().message), nullptr};
  if (is_desired(*selected, property.desired_values)) return Done{};
  return poll_again(step, kPropertyBackoff);
}

}  // namespace ssm
