// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/testkit/case_result.h"
#include "cli/testkit/world.h"

namespace ssm::testkit {

struct CaseRunOptions {
  RunLimits limits;
  bool with_details = false;  // fills executions, account_before and account_after
};

/// Plays one case in a world of its own. `state`: World::fresh_state(). From any thread.
CaseResult run_case(const TestCase& test, const std::string& state, const CaseRunOptions& options);

}  // namespace ssm::testkit
