// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/testkit/case_result.h"
#include "cli/testkit/world.h"

namespace ssm::testkit {

struct CaseRunOptions {
  RunLimits limits;
  bool with_details = false;     // fills executions, account_before and account_after
  Programs* programs = nullptr;  // on several threads; nullptr: no program runs
};

/// Plays one case in a world of its own. `database`: made from World::fresh_state(); it is as
/// before when the case is over, so that one is enough for all cases of a thread.
CaseResult run_case(const TestCase& test, Database& database, const CaseRunOptions& options);

}  // namespace ssm::testkit
