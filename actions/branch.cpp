// SPDX-License-Identifier: Apache-2.0
#include "actions/branch_condition.h"
#include "actions/inputs.h"
#include "core/engine/action.h"
#include "core/machine/event.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr InputSpec kBranchInputs[] = {
    {.name = "Choices",
     .type = Type::kMapList,
     .required = true,
     .doc = "Conditions, each with the step that follows when it is the first to hold",
     .format = InputSpec::Format::kChoices},
    {"Default", Type::kString, false, "The step that follows when no choice applies"},
};
constexpr std::string_view kBranchOutputs[] = {"NextStep", "OutputPayload"};

constexpr ActionSpec kBranchSpec = {
    .name = "aws:branch",
    .doc = "Goes on with the step of the first condition that holds.",
    .kind = ActionKind::kBranch,
    .impact = Impact::kNonMutating,
    .inputs = kBranchInputs,
    .missing_reference = MissingReference::kBecomesNull,
    .outputs = kBranchOutputs,
};

struct ChosenStep {
  std::int64_t choice = kNoChoice;
  std::string next;  // empty: neither a choice nor Default applies
};

/// Errors: code "Input".
Result<ChosenStep> chosen_step(const StepCall& call) {
  TRY_ASSIGN(const Json choices, map_list_input(call.inputs, "Choices"));
  for (std::size_t i = 0; i < choices.size(); ++i) {
    TRY_ASSIGN(const bool chosen, holds(choices[i]));
    if (!chosen) continue;
    std::string next = string_member(choices[i], "NextStep");
    if (next.empty()) return bad_input("A choice has no NextStep");
    return ChosenStep{static_cast<std::int64_t>(i), std::move(next)};
  }
  TRY_ASSIGN(std::optional<std::string> otherwise, optional_string_input(call.inputs, "Default"));
  return ChosenStep{kNoChoice, otherwise.value_or("")};
}

Outcome advance_branch(const StepCall& call, Ports& /*ports*/) {
  ChosenStep chosen = chosen_step(call).value();
  Done done;
  done.choice = chosen.choice;
  if (chosen.next.empty()) return done;
  done.outputs = {{"NextStep", chosen.next}, {"OutputPayload", {{"NextStep", chosen.next}}}};
  done.next = std::move(chosen.next);
  return done;
}

}  // namespace

extern constinit const Action kBranchAction{kBranchSpec, can_read<chosen_step>, advance_branch};

}  // namespace ssm
