// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/engine/action.h"

namespace ssm::test {

/// One line for an outcome: "done {...}", "pending {...}", "failed {...}", members without a value
/// left out, wake-up as milliseconds from `now`, "[tail]" for the sentence failures end with.
std::string outcome_text(const Outcome& outcome, Time now);

}  // namespace ssm::test
