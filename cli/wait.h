// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/global_options.h"
#include "cli/operation_options.h"
#include "cli/waiters.h"
#include "core/base/result.h"

namespace ssm {

/// The options of the operation, and --timeout.
std::vector<OptionSpec> waiter_option_specs(const Waiter& waiter);

/// `wait WAITER ...` of a service: ends within milliseconds of the change. Errors:
/// code "Usage" and those of run_operation; "General" when the wait failed or took too long.
Completed run_wait(const GlobalOptions& options, std::string_view service,
                   std::span<const std::string> words);

}  // namespace ssm
