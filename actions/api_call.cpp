// SPDX-License-Identifier: Apache-2.0
#include "actions/api_call.h"

#include "actions/cloud_failure.h"
#include "actions/inputs.h"
#include "core/base/text.h"

namespace ssm {

std::string operation_name(std::string_view api) {
  std::string name;
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

Result<CloudCall> described_call(const StepCall& step,
                                 std::initializer_list<std::string_view> own) {
  TRY_ASSIGN(const std::string service, string_input(step.inputs, "Service"));
  TRY_ASSIGN(const std::string api, string_input(step.inputs, "Api"));
  Json parameters = Json::object();
  for (const auto& [name, value] : step.inputs.items()) {
    const bool is_parameter =
        name != "Service" && name != "Api" && std::ranges::find(own, name) == own.end();
    if (is_parameter) parameters[name] = value;
  }
  return cloud_call(step, to_lower(trim(service)), operation_name(trim(api)),
                    std::move(parameters));
}

}  // namespace ssm
