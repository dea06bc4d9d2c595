// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/global_options.h"
#include "cli/operation_options.h"
#include "core/base/result.h"

namespace ssm {

/// Asks an operation until a text of its answer has one of some values. AWS has no waiter for
/// Automation; this follows the style of its others.
struct Waiter {
  std::string_view name;     // "AutomationExecutionComplete", as messages have it
  std::string_view command;  // "automation-execution-complete"
  std::string_view operation;
  std::string_view structure;  // where the text is: "AutomationExecution"
  std::string_view member;     // and "AutomationExecutionStatus"
  std::span<const std::string_view> success;
  std::span<const std::string_view> failure;
  std::string_view doc;
};

std::span<const Waiter> waiters();
const Waiter* find_waiter(std::string_view command);
/// The options of the operation, and --timeout.
std::vector<OptionSpec> waiter_option_specs(const Waiter& waiter);

/// `wait WAITER ...`: ends within milliseconds of the change. Errors:
/// code "Usage" and those of run_operation; "General" when the wait failed or took too long.
Completed run_wait(const GlobalOptions& options, std::span<const std::string> words);

}  // namespace ssm
