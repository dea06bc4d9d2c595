// SPDX-License-Identifier: Apache-2.0
#include "core/machine/outputs.h"

#include <string>

#include "core/document/convert.h"
#include "core/machine/inputs.h"

namespace ssm {

/// Maps that Automation itself builds are hash maps; what came from an API or a script keeps its
/// order.
Json output_texts(std::string_view name, const Json& value) {
  return to_string_list(name == "OutputPayload" ? in_java_map_order(value) : value);
}

Json document_outputs(const Plan& plan, const ExecutionState& state) {
  Json outputs = Json::object();
  for (const std::string& entry : plan.outputs) {
    const std::size_t dot = entry.find('.');
    const StepState* step = state.find_step(entry.substr(0, dot));
    const std::string_view name =
        dot == std::string::npos ? std::string_view() : std::string_view(entry).substr(dot + 1);
    // A step in a loop has what an earlier iteration left, while it has not run again.
    const bool has_ended = step && (is_terminal(step->status) || step->status == Status::kPending);
    const Json* value = has_ended ? find_output(*step, name) : nullptr;
    // Every listed entry is there; one that the step did not come to have holds nothing. (assumed)
    if (value)
      outputs[entry] = output_texts(name, *value);
    else if (step && step->status == Status::kSuccess && !name.empty())
      outputs[entry] = Json::array();
    else
      outputs[entry] = Json::array({kNoOutputYet});
  }
  return outputs;
}

}  // namespace ssm
