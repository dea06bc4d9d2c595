// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/document.h"

namespace ssm {

/// What a step's declared onFailure or onCancel says to do.
struct Route {
  enum class Kind { kAbort, kContinue, kStep };
  Kind kind = Kind::kAbort;
  std::string step;  // for kStep
};

/// Reads "Abort", "Continue" (any case) or "step:x"; nullopt: something else.
std::optional<Route> parse_route(std::string_view text);

/// onFailure with its default Abort.
Route on_failure_of(const Step& step);
/// onCancel with its default Abort.
Route on_cancel_of(const Step& step);

/// Declared isCritical, else false when onFailure is Continue, else true.
bool is_critical(const Step& step);

/// Every edge from one step, by the names of the steps it leads to. The one answer to "where does
/// the flow go": the machine runs it (core/plan), checks, lint, coverage and graphs read it
/// (StepGraph).
struct StepFlow {
  /// What follows when the step succeeds, or fails and is passed over. nullopt: the list ends here.
  std::optional<std::string> next;
  /// aws:branch: the NextStep of each choice, "" where only the run can tell; then Default.
  std::vector<std::string> choices;
  std::string otherwise;
  bool has_default = false;
  /// aws:branch whose choices or Default come from a reference: any step of the list may follow.
  bool is_open = false;
  Route on_failure;
  Route on_cancel;

  /// Whether success always jumps, so that `next` follows a failure alone: a branch with Default.
  bool always_jumps() const { return has_default; }
};

/// The flow from `steps[place]`, a list of a document.
StepFlow flow_of(const std::vector<Step>& steps, std::size_t place);

/// The names of the steps that a branch step can jump to: its choices' NextStep, then Default.
std::vector<std::string> branch_targets(const Step& step);

}  // namespace ssm
