// SPDX-License-Identifier: Apache-2.0
#pragma once
// What became of a case: read by the reports, by coverage and by the fault sweep.

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/testkit/test_case.h"
#include "core/document/document.h"
#include "core/engine/cloud.h"
#include "core/machine/event.h"
#include "core/machine/state.h"

namespace ssm::testkit {

/// One call of an AWS API, in the order in which they were made.
struct RecordedCall {
  std::string service;    // "ec2"
  std::string operation;  // "StopInstances"
  std::string execution_id;
  std::string step;
  Json parameters = Json::object();
  Time time;
  std::optional<AwsError> error;  // nullopt = it was answered
};

/// An expectation that was not met.
struct Mismatch {
  Location at;           // of the expected value, in the test file
  std::string what;      // "steps.stop.StepStatus"
  std::string expected;  // "Success"
  std::string seen;
  std::string execution = {};  // the name the case gives it
  std::string step = {};       // the step it is about; empty = none
  Json inputs = {};            // of the step, resolved; null = it did not start
  std::string cause = {};      // the step's or the execution's FailureMessage
};

/// One execution of a case, when nothing was left to do.
struct ExecutionResult {
  std::string name;  // as the case calls it
  std::string id;
  std::shared_ptr<const Document> document;  // as it was run
  ExecutionState state;
  std::vector<Event> history;                  // oldest first
  std::map<std::string, std::int64_t> mocked;  // by step: attempts that mocks stood in for
  /// By step: the lines of its script, and in how many runs each was run.
  std::map<std::string, std::map<int, std::int64_t>> script_lines;
};

/// What a step's script printed, all attempts of one step execution.
struct Printed {
  std::string execution;  // the name the case gives it
  std::string step;
  std::string iteration;  // "each: iteration 2 (b)"; empty: in no loop
  std::string text;
};

struct CaseResult {
  enum class Outcome { kPassed, kFailed, kStopped, kSkipped };
  Outcome outcome = Outcome::kSkipped;
  std::vector<Mismatch> mismatches;
  std::string stopped;           // kStopped: why it could not be played to its end
  std::vector<Printed> printed;  // in the order in which the steps began
  // The details, when they were asked for:
  std::vector<ExecutionResult> executions;  // in order of their starts
  std::vector<RecordedCall> calls;
  Json account_before;  // as `account show` prints it
  Json account_after;
  Milliseconds virtual_time{};
  std::chrono::microseconds real_time{};
};

}  // namespace ssm::testkit
