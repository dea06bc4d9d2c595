// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "actions/inputs.h"
#include "core/document/input_value.h"
#include "core/document/variable_value.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr InputSpec kUpdateVariableInputs[] = {
    {.name = "Name",
     .type = Type::kString,
     .required = true,
     .doc = "The variable: variable:NAME",
     .format = InputSpec::Format::kVariable},
    {.name = "Value",
     .required = true,
     .doc = "Its new value",
     .format = InputSpec::Format::kVariableValue},
};

constexpr ActionSpec kUpdateVariableSpec = {
    .name = "aws:updateVariable",
    .doc = "Gives a variable a new value.",
    .kind = ActionKind::kVariable,
    .impact = Impact::kMutating,
    .inputs = kUpdateVariableInputs,
};

/// {name: new value}. Errors: code "Input".
Result<Json> new_value(const StepCall& call) {
  const std::string name = variable_name(*find_input_value(call.inputs, "Name"));
  const Parameter* variable = call.plan.find_variable(name);
  if (variable == nullptr) return bad_input(fmt::format("Variable \"{}\" is not declared", name));
  const Json& value = *find_input_value(call.inputs, "Value");
  if (const auto fault = find_variable_fault(*variable, value))
    return bad_input(fmt::format("Input Value {}", fault->text));
  Json variables = Json::object();
  variables[variable->name] = value;
  return variables;
}

Outcome advance_update_variable(const StepCall& call, Ports& /*ports*/) {
  Done done;
  done.variables = new_value(call).value();
  return done;
}

}  // namespace

extern constinit const Action kUpdateVariableAction{kUpdateVariableSpec, can_read<new_value>,
                                                    advance_update_variable};

}  // namespace ssm
