// SPDX-License-Identifier: Apache-2.0
#pragma once
// What becomes of a runbook when one of its steps goes wrong.

#include <string>
#include <string_view>
#include <vector>

#include "cli/testkit/test_run.h"

namespace ssm::testkit {

/// error: every attempt of the step fails. timeout: every attempt takes longer than it may.
/// throttle: the first attempt is refused with ThrottlingException. cancel: the execution is
/// stopped while the step runs.
enum class Fault { kError, kTimeout, kThrottle, kCancel };
std::string_view name_of(Fault fault);

/// A case played once more, with one step that goes wrong.
struct FaultRun {
  std::string step;
  Fault fault = Fault::kError;
  std::string stopped;                   // not empty: why the case did not come to its end
  std::string step_status;               // "Success": a further attempt went well
  std::string status;                    // of the execution that has the step
  std::string message;                   // its FailureMessage
  std::vector<std::string> then;         // steps that ran after it; "cleanup (Failed)" unless well
  std::vector<std::string> left;         // what of the account is not as it was before the case
  std::vector<std::string> left_anyway;  // the part of it that the case leaves without a fault, too
  Milliseconds virtual_time{};
};

struct FaultSweep {
  std::string file;
  std::string name;               // of the case
  CaseResult undisturbed;         // when it has not passed there are no runs
  std::vector<std::string> left;  // by it
  std::vector<FaultRun> runs;     // by step as they start, and fault
};

/// Sweeps one case: each step that it starts goes wrong in every way in turn. Errors: as
/// run_tests().
Result<FaultSweep> sweep_faults(const std::string& file, const TestCase& test,
                                TestRunOptions options);

/// Tables. `coloured`: for a terminal.
std::string fault_table(const std::vector<FaultSweep>& sweeps, bool coloured);
std::string fault_json(const std::vector<FaultSweep>& sweeps);

}  // namespace ssm::testkit
