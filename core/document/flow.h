// SPDX-License-Identifier: Apache-2.0
#pragma once

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

/// The step that follows in the list that holds `name`, or nullptr after the last.
const Step* next_in_list(const std::vector<Step>& steps, std::string_view name);

/// Where the flow goes after success (branch: when no choice applied): nextStep, else the following
/// step, else nullptr; nullptr when isEnd.
const Step* successor(const std::vector<Step>& steps, const Step& step);

/// Every step name a branch step can jump to: its choices' NextStep, then Default.
std::vector<std::string> branch_targets(const Step& step);

}  // namespace ssm
