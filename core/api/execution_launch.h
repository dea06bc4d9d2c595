// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the operations that start something share.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/api/documents.h"
#include "core/api/stored_execution.h"

namespace ssm {

struct Runbook {
  DocumentRecord record;
  Document document;
  PlanSource source;
};

/// An execution that is about to be stored, and what it runs.
struct NewExecution {
  ExecutionState state;
  PlanSource source;
  std::shared_ptr<const Plan> plan;
};

/// By name or ARN. Errors: AutomationDefinitionNotFoundException, also for other types of document,
/// AutomationDefinitionVersionNotFoundException.
Result<Runbook> find_runbook(const Call& call, const std::string& name, const std::string& version);

/// Whether there is code for every action, or a mock for its step, and the mocks fit the document.
/// Errors: InvalidAutomationExecutionParametersException, those of the mocks.
Completed check_runnable(const Document& document, const ServicePorts& ports);

/// The execution that an earlier request with this ClientToken started, if there was one.
/// Errors: IdempotentParameterMismatch.
Result<std::optional<std::string>> started_before(const Call& call);

/// An execution of `document` as it begins its life, in mode Auto, shown under the name and version
/// of `record`; everything checked but the room in the queue. `settings`: the request, or the entry
/// of Runbooks: Parameters and what says on what to run.
/// Errors: InvalidAutomationExecutionParametersException, ValidationException for its tags.
Result<NewExecution> new_execution(const Call& call, const DocumentRecord& record,
                                   const Document& document, PlanSource source,
                                   const Json& settings);

/// Stores a new execution, which begins when a slot is free and nobody waits for one. Inside a
/// Transaction. Errors: AutomationExecutionLimitExceededException.
Completed launch(const Call& call, NewExecution execution);

}  // namespace ssm
