// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/machine/status.h"

namespace ssm {

struct StepCall;

/// What a step sees of an execution that it started.
struct ChildExecution {
  Status status = Status::kPending;
  Json outputs = Json::object();  // document_outputs()
};

/// How a step starts another execution and follows it. Each call is a part of the engine's
/// transaction; the end of a child calls its step again (Awaits::kChild). Errors that are not
/// refusals undo that transaction, whatever the action makes of them.
class Children {
 public:
  virtual ~Children() = default;
  /// Starts what the members of StartAutomationExecution say, with the step's execution as parent
  /// and its client token as ClientToken: the same call gives the same execution. Returns its id.
  /// Errors: those of StartAutomationExecution; InvalidAutomationExecutionParametersException, too,
  /// when it would lie deeper than kMostNested, or be one too many (Quotas::descendants).
  virtual Result<std::string> start(const StepCall& step, Json request) = 0;
  /// One that is gone, or cannot be read, has Failed.
  virtual Result<ChildExecution> look(const std::string& id) = 0;
  /// Asks it to stop, as StopAutomationExecution of type Cancel does. No error when it has ended or
  /// is being stopped already.
  virtual Completed stop(const std::string& id) = 0;
};

/// How many executions one may descend from. (assumed; Source: spec/actions 11)
inline constexpr int kMostNested = 10;

}  // namespace ssm
