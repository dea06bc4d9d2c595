// SPDX-License-Identifier: Apache-2.0
#include "actions/action_functions.h"
#include "actions/branch_condition.h"
#include "actions/inputs.h"

namespace ssm {
namespace {

/// The step to go to, or empty when neither a choice nor Default applies. Errors: code "Input".
Result<std::string> chosen_step(const Json& inputs) {
  TRY_ASSIGN(const Json choices, map_list_input(inputs, "Choices"));
  for (const Json& choice : choices) {
    TRY_ASSIGN(const bool chosen, holds(choice));
    if (!chosen) continue;
    std::string next = string_member(choice, "NextStep");
    if (next.empty()) return bad_input("A choice has no NextStep");
    return next;
  }
  TRY_ASSIGN(std::optional<std::string> otherwise, optional_string_input(inputs, "Default"));
  return otherwise.value_or("");
}

}  // namespace

Outcome advance_branch(const StepCall& call, Ports& /*ports*/) {
  const Result<std::string> next = chosen_step(call.inputs);
  if (!next) return refuse_inputs(next.error());
  Done done;
  if (next->empty()) return done;
  done.next = *next;
  done.outputs = {{"NextStep", *next}, {"OutputPayload", {{"NextStep", *next}}}};
  return done;
}

}  // namespace ssm
