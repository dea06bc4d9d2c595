// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/json.h"
#include "tests/engine/scenario.h"

namespace ssm::scenario {

/// What of `expected` is not seen in `execution` (AutomationExecution); one line each.
std::vector<std::string> differences(const Expectation& expected, const Json& execution);

}  // namespace ssm::scenario
