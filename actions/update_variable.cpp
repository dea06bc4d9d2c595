// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "actions/inputs.h"
#include "core/base/text.h"
#include "core/document/bind.h"
#include "core/document/input_value.h"
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
    {"Value", Type::kAny, true, "Its new value"},
};

constexpr ActionSpec kUpdateVariableSpec = {
    .name = "aws:updateVariable",
    .doc = "Gives a variable a new value.",
    .kind = ActionKind::kVariable,
    .impact = Impact::kMutating,
    .inputs = kUpdateVariableInputs,
};

// Source: spec/documents-and-engine 3.5.
constexpr std::size_t kMaxMaps = 200;
constexpr std::size_t kMaxKey = 50;
constexpr std::size_t kMaxListItems = 50;
constexpr std::size_t kMaxString = 512;

Completed check_keys(const Json& map) {
  for (const auto& [key, value] : map.items()) {
    if (key.empty() || utf8_length(key) > kMaxKey) {
      return bad_input(
          fmt::format("Keys in input Value must have 1 to {} characters: \"{}\"", kMaxKey, key));
    }
  }
  return {};
}

Completed check_limits(const Json& value) {
  if (value.is_string()) {
    const std::size_t length = utf8_length(value.get_ref<const std::string&>());
    if (length < 1 || length > kMaxString) {
      return bad_input(fmt::format("Input Value must have 1 to {} characters, but it has {}",
                                   kMaxString, length));
    }
  }
  if (value.is_object()) return check_keys(value);
  if (!value.is_array()) return {};
  const bool maps = !value.empty() && value.front().is_object();
  const std::size_t most = maps ? kMaxMaps : kMaxListItems;
  if (value.size() > most) {
    return bad_input(
        fmt::format("Input Value must have at most {} items, but it has {}", most, value.size()));
  }
  for (const Json& item : value) {
    if (item.is_object()) TRY(check_keys(item));
  }
  return {};
}

Result<const Parameter*> named_variable(const StepCall& call) {
  TRY(check_input_values(*call.step.spec, call.inputs));
  TRY_ASSIGN(const std::string text, string_input(call.inputs, "Name"));
  const std::string_view name = trim(text).substr(kVariablePrefix.size());
  const Parameter* variable = call.plan.find_variable(name);
  if (variable == nullptr) return bad_input(fmt::format("Variable \"{}\" is not declared", name));
  return variable;
}

/// {name: new value}. Errors: code "Input".
Result<Json> new_value(const StepCall& call) {
  TRY_ASSIGN(const Parameter* variable, named_variable(call));
  const Json* value = find_input_value(call.inputs, "Value");
  if (value == nullptr || value->is_null()) return bad_input("Required input Value is missing");
  if (!fits_type(*value, variable->type)) {
    return bad_input(fmt::format("Input Value must be of type {} as variable {} is, but it is {}",
                                 to_text(variable->type), variable->name, kind_of(*value)));
  }
  TRY(check_limits(*value));
  const auto& allowed = variable->allowed_values;
  if (!allowed.empty() && std::ranges::find(allowed, *value) == allowed.end()) {
    return bad_input(
        fmt::format("Input Value is not among the allowed values of variable {}", variable->name));
  }
  if (!check_form(*variable, *value)) {
    return bad_input(
        fmt::format("Input Value does not keep to the allowed pattern or the sizes of variable {}",
                    variable->name));
  }
  Json variables = Json::object();
  variables[variable->name] = *value;
  return variables;
}

Outcome advance_update_variable(const StepCall& call, Ports& /*ports*/) {
  Result<Json> variables = new_value(call);
  if (!variables) return refuse_inputs(variables.error());
  Done done;
  done.variables = *std::move(variables);
  return done;
}

}  // namespace

extern constinit const Action kUpdateVariableAction{kUpdateVariableSpec, advance_update_variable};

}  // namespace ssm
