// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/testkit/case_result.h"

namespace ssm::testkit {

/// What an expectation is held against.
struct Seen {
  const Json& execution;                   // AutomationExecution
  const ExecutionState& state;             // the same, with typed inputs
  const std::vector<StepState>& runs;      // of its StepExecutions
  const std::vector<RecordedCall>& calls;  // of all executions of the case
};

/// What of `expected` is not seen. Maps are compared by the members that are named, messages by
/// what they contain, everything else must be equal.
std::vector<Mismatch> mismatches(const Expectation& expected, const Seen& seen);

/// The part of it that concerns calls: `calls` and `not-called`.
void add_call_mismatches(const Expectation& expected, const Seen& seen,
                         std::vector<Mismatch>& found);

/// "P7DT10.5S", as durations are written in test files.
std::string duration_text(Milliseconds time);

/// Whether `value` has what `wanted` names: maps member by member, everything else equal.
bool is_part_of(const Json& wanted, const Json& value);

}  // namespace ssm::testkit
