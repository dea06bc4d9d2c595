// SPDX-License-Identifier: Apache-2.0
#pragma once
// Starting an execution: for the operations above, and for whatever starts executions by itself.

#include <optional>
#include <string>

#include "core/document/document.h"
#include "core/launch/find_document.h"
#include "core/machine/machine.h"
#include "core/store/execution_store.h"

namespace ssm {

struct Runbook {
  DocumentRecord record;
  PlannedRunbook planned;
};

/// An execution that is about to be stored, and what it runs.
struct NewExecution {
  ExecutionState state;
  PlannedRunbook runbook;
  MockUseCounts mock_uses = {};  // by the start
};

/// By name or ARN. Errors: AutomationDefinitionNotFoundException, also for other types of document,
/// AutomationDefinitionVersionNotFoundException, InternalServerError for a stored text that this
/// program refuses.
Result<Runbook> find_runbook(const LaunchContext& context, const std::string& name,
                             const std::string& version);

/// A text that was accepted and its plan: the one that is kept of it, else a new one. Errors:
/// InternalServerError when this program refuses the text.
Result<PlannedRunbook> plan_runbook(const LaunchContext& context, PlanSource source,
                                    const DocumentLimits& limits = {});

/// The document of a text that was accepted. Errors: InternalServerError.
Result<Document> read_accepted(const ActionCatalog& actions, const PlanSource& source,
                               const DocumentLimits& limits = {});

/// Whether every step can run here, or a mock stands in for it, and the mocks fit the runbook.
/// Errors: InvalidAutomationExecutionParametersException, which tells all steps that cannot; those
/// of the mocks.
Completed check_runnable(const LaunchContext& context, const Plan& plan);

/// The execution that an earlier request with this ClientToken started, if there was one.
/// Errors: IdempotentParameterMismatch.
Result<std::optional<std::string>> started_before(const LaunchContext& context,
                                                  const Json& request);

/// An execution of `runbook` as it begins its life, in mode Auto, shown under the name and version
/// of `record`; everything checked but the room in the queue. `request`: what is kept with it, Tags
/// and ClientToken among it. `settings`: the request, or the entry of Runbooks: Parameters and what
/// says on what to run.
/// Errors: InvalidAutomationExecutionParametersException, ValidationException for its tags.
Result<NewExecution> new_execution(const LaunchContext& context, const DocumentRecord& record,
                                   PlannedRunbook runbook, const Json& request,
                                   const Json& settings);

/// What a request of StartAutomationExecution asks for, everything checked but its ClientToken and
/// the room in the queue. Order of the checks: document, version, type, mocks, every action,
/// parameters, assume role, tags. Source: spec/api 2.
Result<NewExecution> prepare(const LaunchContext& context, const Json& request);

/// Stores a new execution, which begins when a slot is free and no other waits for one. Children
/// have slots of their own; a child of a child begins at once, for its parent keeps one until it
/// ends. Returns its id. Inside a Transaction. Errors: AutomationExecutionLimitExceededException.
Result<std::string> launch(const LaunchContext& context, NewExecution execution);

/// Appends an event that happens now: history, rows and due time. Inside a Transaction. Errors:
/// InternalServerError when the event does not fit.
Completed append_event(Time now, ExecutionStore& store, StoredExecution& execution, Event event);

/// What StopAutomationExecution asks for. An execution that was queued has ended then: wake its
/// parent. Inside a Transaction. Errors: InvalidAutomationStatusUpdateException.
Completed stop_execution(Time now, ExecutionStore& store, StoredExecution& execution,
                         StopAccepted stop);

/// When `child` has ended: the step that started it, and waits for it, is called again. Inside the
/// Transaction in which it ends, and not while the parent's rows are behind its history.
Completed wake_parent(Time now, ExecutionStore& store, const ExecutionState& child);

}  // namespace ssm
