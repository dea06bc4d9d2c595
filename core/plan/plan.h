// SPDX-License-Identifier: Apache-2.0
#pragma once
// A runbook as it runs: compiled once, when it is accepted, and stored with what it starts.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/document.h"
#include "core/expression/jsonpath.h"
#include "core/expression/value_template.h"

namespace ssm {

/// The form and the meaning of a stored plan: to be raised with every change of what compile()
/// makes of a document. A program compiles anew what another version stored.
inline constexpr std::int64_t kPlanVersion = 3;

/// A step of a plan: its place in Plan::steps.
enum class StepIndex : std::uint32_t {};
constexpr std::size_t place_of(StepIndex step) {
  return static_cast<std::size_t>(step);
}

/// One input of a step.
struct PlanInput {
  std::string name;
  ValueTemplate value;
  WhenMissing when_missing = WhenMissing::kFail;
};

/// An output that the step itself declares.
struct PlanOutput {
  std::string name;
  std::string selector;
  ValueType type = ValueType::kString;
  /// The selector, or why it cannot be read: the step fails when it is to be applied.
  Result<JsonPath> path = failure("JsonPath", "the selector was not read");
};

/// What a step declares, as written: responses show it.
struct Declared {
  std::optional<std::string> on_failure;
  std::optional<std::string> next_step;
  std::optional<std::int64_t> max_attempts;
  std::optional<bool> is_end;
  std::optional<bool> is_critical;
  std::optional<Json> timeout_seconds;
};

enum class OnFailure { kAbort, kContinue, kStep };

struct PlanStep {
  std::string name;
  std::string action;                          // "aws:sleep"
  const ActionSpec* spec = &unknown_action();  // never nullptr
  Declared declared;
  std::vector<PlanInput> inputs;
  std::vector<PlanOutput> outputs;

  /// After success, and after a failure that is passed over; nullopt: the list of steps ends, or
  /// isEnd says so.
  std::optional<StepIndex> next;
  /// aws:branch: where each choice leads (nullopt: only the run can tell), and Default.
  std::vector<std::optional<StepIndex>> choices;
  std::optional<StepIndex> otherwise;
  /// aws:branch whose targets come from a reference: any step of its list may follow.
  bool is_open = false;
  OnFailure on_failure = OnFailure::kAbort;
  std::optional<StepIndex> failure_step;  // for kStep
  std::optional<StepIndex> cancel_step;
  bool is_critical = true;
  std::int64_t max_attempts = 1;
  std::optional<ValueTemplate> timeout;  // seconds; nullopt: the action's default

  std::optional<StepIndex> loop;  // the innermost loop that it is in
  std::vector<StepIndex> body;    // of a loop: its steps, without those of loops in it

  bool has_input(std::string_view name) const;
};

struct Plan {
  // Of the runbook in order, then those inside its loops: a loop comes before its steps.
  std::vector<PlanStep> steps;
  std::size_t main_steps = 0;  // how many of them are not inside a loop
  // Of these the name, the type, the default and what a value must keep to.
  std::vector<Parameter> parameters;
  std::vector<Parameter> variables;
  std::optional<std::string> assume_role;
  std::vector<std::string> outputs;  // "step.Output", as declared

  const PlanStep& operator[](StepIndex step) const { return steps[place_of(step)]; }
  std::optional<StepIndex> find(std::string_view name) const;
  const Parameter* find_variable(std::string_view name) const;
  std::optional<StepIndex> first() const {
    return main_steps == 0 ? std::nullopt : std::optional(StepIndex{});
  }
  /// Whether the step is in the loop, or in a loop that is in it.
  bool is_inside(StepIndex step, StepIndex loop) const;
  bool has_loops() const { return steps.size() > main_steps; }
  /// To be called when `steps` is complete.
  void index_names();

 private:
  std::unordered_map<std::string, StepIndex, TextHash, std::equal_to<>> by_name_;
};

/// In the order of the runbook, those inside a loop after the loop.
std::vector<const PlanStep*> steps_in_order(const Plan& plan);

/// A document that passed all checks, as it runs.
Plan compile(const Document& document);

/// For the store: JSON text of the present kPlanVersion.
std::string to_text_of(const Plan& plan);
/// Reads what to_text_of() wrote. Errors: kMalformed.
Result<Plan> read_plan(std::string_view text, const ActionCatalog& actions);

/// How many iterations of loops a plan allows in all: an execution that goes on longer is ended.
inline constexpr std::int64_t kMostStepsStarted = 100'000;

}  // namespace ssm
