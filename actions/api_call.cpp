// SPDX-License-Identifier: Apache-2.0
#include "actions/api_call.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "actions/cloud_failure.h"
#include "actions/inputs.h"
#include "core/base/text.h"
#include "core/document/input_value.h"

namespace ssm {

std::string operation_name(std::string_view api) {
  std::string name;
  if (const std::size_t slash = api.find('/'); slash != std::string_view::npos) {
    name = to_lower(trim(api.substr(0, slash))) + "/";
    api = trim(api.substr(slash + 1));
  }
  bool start_of_word = true;
  for (const char c : api) {
    if (c == '_') {
      start_of_word = true;
      continue;
    }
    const bool lower = c >= 'a' && c <= 'z';
    name += start_of_word && lower ? static_cast<char>(c - 'a' + 'A') : c;
    start_of_word = false;
  }
  return name;
}

CloudCall described_call(const StepCall& step, std::initializer_list<std::string_view> own) {
  const std::string service = string_input(step.inputs, "Service").value();
  const std::string api = string_input(step.inputs, "Api").value();
  std::vector<const Json*> own_values = {find_input_value(step.inputs, "Service"),
                                         find_input_value(step.inputs, "Api")};
  for (const std::string_view name : own) own_values.push_back(find_input_value(step.inputs, name));
  Json parameters = Json::object();
  // Not by name: beside Service, UpdateService of ECS takes a parameter "service".
  for (const auto& [name, value] : step.inputs.items())
    if (std::ranges::find(own_values, &value) == own_values.end()) parameters[name] = value;
  const std::string_view other = step.step.spec->other_cloud;
  if (!other.empty()) {
    return cloud_call(step, other, operation_name(fmt::format("{}/{}", trim(service), trim(api))),
                      std::move(parameters));
  }
  return cloud_call(step, to_lower(trim(service)), operation_name(trim(api)),
                    std::move(parameters));
}

std::optional<Failed> check_api_call(const StepCall& step) {
  return check_sdk_call(described_call(step));
}

Outcome advance_api_call(const StepCall& step, Ports& ports) {
  const CloudCall call = described_call(step);
  auto response = ports.cloud.call(call);
  if (!response) return Failed{sdk_failure(response.error(), call.operation), nullptr};
  Done done;
  done.response = *std::move(response);
  return done;
}

}  // namespace ssm
