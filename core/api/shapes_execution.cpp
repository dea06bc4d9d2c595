// SPDX-License-Identifier: Apache-2.0
// Executions, their steps and their filters.
#include "core/api/shape_table.h"
#include "core/api/shapes.h"

namespace ssm::shapes {

constexpr MemberShape kFailureDetailsMembers[] = {
    {"FailureStage", &kString, kOptional, "Where in the step it failed."},
    {"FailureType", &kString, kOptional, "What kind of failure it is."},
    {"Details", &kAutomationParameterMap, kOptional, "More about the failure."},
};
constinit const Shape kFailureDetails = structure("FailureDetails", kFailureDetailsMembers);

constexpr MemberShape kAlarmStateInformationMembers[] = {
    {"Name", &kAlarmName, kRequired, "Name of the CloudWatch alarm."},
    {"State", &kExternalAlarmState, kRequired, "State the alarm was found in."},
};
constinit const Shape kAlarmStateInformation =
    structure("AlarmStateInformation", kAlarmStateInformationMembers);

constinit const Shape kAlarmStateInformationList =
    list("AlarmStateInformationList", &kAlarmStateInformation, {1, 1});

constexpr MemberShape kParentStepDetailsMembers[] = {
    {"StepExecutionId", &kString, kOptional, "Step execution id of the loop."},
    {"StepName", &kString, kOptional, "Name of the loop step."},
    {"Action", &kAutomationActionName, kOptional, "Action of the loop step."},
    {"Iteration", &kInteger, kOptional, "Which turn of the loop it is."},
    {"IteratorValue", &kString, kOptional, "The item of this turn, as text."},
};
constinit const Shape kParentStepDetails =
    structure("ParentStepDetails", kParentStepDetailsMembers);

constexpr MemberShape kStepExecutionMembers[] = {
    {"StepName", &kString, kOptional, "Name of the step in the runbook."},
    {"Action", &kAutomationActionName, kOptional, "Action of the step, such as aws:sleep."},
    {"TimeoutSeconds", &kLong, kOptional, "Seconds that the step may take."},
    {"OnFailure", &kString, kOptional, "What happens when the step fails."},
    {"MaxAttempts", &kInteger, kOptional, "How often the step is tried."},
    {"ExecutionStartTime", &kDateTime, kOptional, "When the step started."},
    {"ExecutionEndTime", &kDateTime, kOptional, "When the step ended."},
    {"StepStatus", &kAutomationExecutionStatus, kOptional, "Status of the step."},
    {"ResponseCode", &kString, kOptional, "Code that the action ended with."},
    {"Inputs", &kNormalStringMap, kOptional,
     "The step's inputs as they were resolved, each as JSON text."},
    {"Outputs", &kAutomationParameterMap, kOptional, "Outputs by name, a list of strings each."},
    {"Response", &kString, kOptional, "What the action answered."},
    {"FailureMessage", &kString, kOptional, "Why it failed."},
    {"FailureDetails", &kFailureDetails, kOptional, "Where and how the step failed."},
    {"StepExecutionId", &kString, kOptional, "Id of the step execution."},
    {"OverriddenParameters", &kAutomationParameterMap, kOptional,
     "Parameters that this step was given in place of the execution's."},
    {"IsEnd", &kBoolean, kOptional, "Whether the execution ends after this step."},
    {"NextStep", &kString, kOptional, "The step that follows."},
    {"IsCritical", &kBoolean, kOptional, "Whether a failure of this step fails the execution."},
    {"ValidNextSteps", &kValidNextStepList, kOptional, "Steps that may follow."},
    {"Targets", &kTargets, kOptional, "The targets that this step's child executions ran on."},
    {"TargetLocation", &kTargetLocation, kOptional, "The account and Region the step ran in."},
    {"TriggeredAlarms", &kAlarmStateInformationList, kOptional, "Alarms that went off."},
    {"ParentStepDetails", &kParentStepDetails, kOptional, "The loop that this step belongs to."},
};
constinit const Shape kStepExecution = structure("StepExecution", kStepExecutionMembers);

constinit const Shape kStepExecutionList = list("StepExecutionList", &kStepExecution);

constexpr MemberShape kResolvedTargetsMembers[] = {
    {"ParameterValues", &kTargetParameterList, kOptional,
     "The values that the targets resolved to."},
    {"Truncated", &kBoolean, kOptional, "Whether there are more values than listed."},
};
constinit const Shape kResolvedTargets = structure("ResolvedTargets", kResolvedTargetsMembers);

constexpr MemberShape kProgressCountersMembers[] = {
    {"TotalSteps", &kInteger, kOptional, "Number of steps over all locations."},
    {"SuccessSteps", &kInteger, kOptional, "How many of them succeeded."},
    {"FailedSteps", &kInteger, kOptional, "How many of them failed."},
    {"CancelledSteps", &kInteger, kOptional, "How many of them were cancelled."},
    {"TimedOutSteps", &kInteger, kOptional, "How many of them ran out of time."},
};
constinit const Shape kProgressCounters = structure("ProgressCounters", kProgressCountersMembers);

constexpr MemberShape kRunbookMembers[] = {
    {"DocumentName", &kDocumentARN, kRequired, "Name of the runbook."},
    {"DocumentVersion", &kDocumentVersion, kOptional, "Version: a number, $LATEST or $DEFAULT."},
    {"Parameters", &kAutomationParameterMap, kOptional,
     "Values of the runbook's parameters, a list of strings each."},
    {"TargetParameterName", &kAutomationParameterKey, kOptional,
     "The runbook parameter that receives each target."},
    {"Targets", &kTargets, kOptional, "What to run on, one child execution each."},
    {"TargetMaps", &kTargetMaps, kOptional, "Sets of parameter values, one child execution each."},
    {"MaxConcurrency", &kMaxConcurrency, kOptional,
     "How many targets run at the same time, a number or percentage."},
    {"MaxErrors", &kMaxErrors, kOptional, "How many targets may fail before no more are started."},
    {"TargetLocations", &kTargetLocations, kOptional, "Accounts and Regions to run in."},
};
constinit const Shape kRunbook = structure("Runbook", kRunbookMembers);

constinit const Shape kRunbooks = list("Runbooks", &kRunbook, {1, 1});

constexpr MemberShape kAutomationExecutionMembers[] = {
    {"AutomationExecutionId", &kAutomationExecutionId, kOptional, "Id of the execution."},
    {"DocumentName", &kDocumentName, kOptional, "Name of the runbook that runs."},
    {"DocumentVersion", &kDocumentVersion, kOptional, "Number of the version that runs."},
    {"ExecutionStartTime", &kDateTime, kOptional, "When the execution started."},
    {"ExecutionEndTime", &kDateTime, kOptional, "When the execution ended."},
    {"AutomationExecutionStatus", &kAutomationExecutionStatus, kOptional,
     "Status of the execution."},
    {"StepExecutions", &kStepExecutionList, kOptional, "The steps, in order."},
    {"StepExecutionsTruncated", &kBoolean, kOptional, "Whether there are more steps than listed."},
    {"Parameters", &kAutomationParameterMap, kOptional,
     "Values of all parameters, defaults filled in."},
    {"Outputs", &kAutomationParameterMap, kOptional, "Outputs by name, a list of strings each."},
    {"FailureMessage", &kString, kOptional, "Why it failed."},
    {"Mode", &kExecutionMode, kOptional, "Auto, or Interactive when each step waits for a signal."},
    {"ParentAutomationExecutionId", &kAutomationExecutionId, kOptional,
     "Id of the execution that started this one."},
    {"ExecutedBy", &kString, kOptional, "ARN of the caller."},
    {"CurrentStepName", &kString, kOptional, "The step that is running."},
    {"CurrentAction", &kString, kOptional, "The action that is running."},
    {"TargetParameterName", &kAutomationParameterKey, kOptional,
     "The runbook parameter that receives each target."},
    {"Targets", &kTargets, kOptional, "The targets of the request."},
    {"TargetMaps", &kTargetMaps, kOptional, "The target maps of the request."},
    {"ResolvedTargets", &kResolvedTargets, kOptional, "What the targets resolved to."},
    {"MaxConcurrency", &kMaxConcurrency, kOptional,
     "How many targets run at the same time, a number or percentage."},
    {"MaxErrors", &kMaxErrors, kOptional, "How many targets may fail before no more are started."},
    {"Target", &kString, kOptional, "The one target of this child execution."},
    {"TargetLocations", &kTargetLocations, kOptional, "The accounts and Regions of the request."},
    {"ProgressCounters", &kProgressCounters, kOptional,
     "How many steps are done, over all locations."},
    {"AlarmConfiguration", &kAlarmConfiguration, kOptional, "Alarm that stops the execution."},
    {"TriggeredAlarms", &kAlarmStateInformationList, kOptional, "Alarms that went off."},
    {"TargetLocationsURL", &kTargetLocationsURL, kOptional,
     "Presigned S3 URL of a file with the target locations."},
    {"AutomationSubtype", &kAutomationSubtype, kOptional,
     "Set when the execution belongs to a change or access request."},
    {"ScheduledTime", &kDateTime, kOptional, "When the change was to start."},
    {"Runbooks", &kRunbooks, kOptional, "The runbook of the change request and its settings."},
    {"OpsItemId", &kString, kOptional, "Id of the OpsItem of the change request."},
    {"AssociationId", &kString, kOptional, "Id of the State Manager association that started it."},
    {"ChangeRequestName", &kChangeRequestName, kOptional, "Name of the change request."},
    {"Variables", &kAutomationParameterMap, kOptional, "The runbook's variables and their values."},
};
constinit const Shape kAutomationExecution =
    structure("AutomationExecution", kAutomationExecutionMembers);

constexpr MemberShape kAutomationExecutionFilterMembers[] = {
    {"Key", &kAutomationExecutionFilterKey, kRequired, "The property that is compared."},
    {"Values", &kAutomationExecutionFilterValueList, kRequired,
     "Any one of these values lets an execution pass."},
};
constinit const Shape kAutomationExecutionFilter =
    structure("AutomationExecutionFilter", kAutomationExecutionFilterMembers);

constinit const Shape kAutomationExecutionFilterList =
    list("AutomationExecutionFilterList", &kAutomationExecutionFilter, {1, 10});

constexpr MemberShape kAutomationExecutionMetadataMembers[] = {
    {"AutomationExecutionId", &kAutomationExecutionId, kOptional, "Id of the execution."},
    {"DocumentName", &kDocumentName, kOptional, "Name of the runbook that runs."},
    {"DocumentVersion", &kDocumentVersion, kOptional, "Number of the version that runs."},
    {"AutomationExecutionStatus", &kAutomationExecutionStatus, kOptional,
     "Status of the execution."},
    {"ExecutionStartTime", &kDateTime, kOptional, "When the execution started."},
    {"ExecutionEndTime", &kDateTime, kOptional, "When the execution ended."},
    {"ExecutedBy", &kString, kOptional, "ARN of the caller."},
    {"LogFile", &kString, kOptional, "Name of a log file; always empty."},
    {"Outputs", &kAutomationParameterMap, kOptional, "Outputs by name, a list of strings each."},
    {"Mode", &kExecutionMode, kOptional, "Auto, or Interactive when each step waits for a signal."},
    {"ParentAutomationExecutionId", &kAutomationExecutionId, kOptional,
     "Id of the execution that started this one."},
    {"CurrentStepName", &kString, kOptional, "The step that is running."},
    {"CurrentAction", &kString, kOptional, "The action that is running."},
    {"FailureMessage", &kString, kOptional, "Why it failed."},
    {"TargetParameterName", &kAutomationParameterKey, kOptional,
     "The runbook parameter that receives each target."},
    {"Targets", &kTargets, kOptional, "The targets of the request."},
    {"TargetMaps", &kTargetMaps, kOptional, "The target maps of the request."},
    {"ResolvedTargets", &kResolvedTargets, kOptional, "What the targets resolved to."},
    {"MaxConcurrency", &kMaxConcurrency, kOptional,
     "How many targets run at the same time, a number or percentage."},
    {"MaxErrors", &kMaxErrors, kOptional, "How many targets may fail before no more are started."},
    {"Target", &kString, kOptional, "The one target of this child execution."},
    {"AutomationType", &kAutomationType, kOptional,
     "Local, or CrossAccount for several accounts or Regions."},
    {"AlarmConfiguration", &kAlarmConfiguration, kOptional, "Alarm that stops the execution."},
    {"TriggeredAlarms", &kAlarmStateInformationList, kOptional, "Alarms that went off."},
    {"TargetLocationsURL", &kTargetLocationsURL, kOptional,
     "Presigned S3 URL of a file with the target locations."},
    {"AutomationSubtype", &kAutomationSubtype, kOptional,
     "Set when the execution belongs to a change or access request."},
    {"ScheduledTime", &kDateTime, kOptional, "When the change was to start."},
    {"Runbooks", &kRunbooks, kOptional, "The runbook of the change request and its settings."},
    {"OpsItemId", &kString, kOptional, "Id of the OpsItem of the change request."},
    {"AssociationId", &kString, kOptional, "Id of the State Manager association that started it."},
    {"ChangeRequestName", &kChangeRequestName, kOptional, "Name of the change request."},
};
constinit const Shape kAutomationExecutionMetadata =
    structure("AutomationExecutionMetadata", kAutomationExecutionMetadataMembers);

constinit const Shape kAutomationExecutionMetadataList =
    list("AutomationExecutionMetadataList", &kAutomationExecutionMetadata);

constexpr MemberShape kStepExecutionFilterMembers[] = {
    {"Key", &kStepExecutionFilterKey, kRequired, "The property that is compared."},
    {"Values", &kStepExecutionFilterValueList, kRequired,
     "Any one of these values lets a step pass."},
};
constinit const Shape kStepExecutionFilter =
    structure("StepExecutionFilter", kStepExecutionFilterMembers);

constinit const Shape kStepExecutionFilterList =
    list("StepExecutionFilterList", &kStepExecutionFilter, {1, 6});

}  // namespace ssm::shapes
