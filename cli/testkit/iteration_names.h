// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>

#include "core/machine/state.h"

namespace ssm {

/// Where the steps in loops ran, "each: iteration 2 (b)", by step execution; of loops in loops the
/// outer one first. `runs`: all step executions of one execution, the loops among them.
std::map<std::string, std::string> iteration_names(std::span<const StepState> runs);

}  // namespace ssm
