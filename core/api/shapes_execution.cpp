// SPDX-License-Identifier: Apache-2.0
// Executions, their steps and their filters: values, structures, then requests and responses.
#include "core/api/shapes.h"
#include "core/model/shape_table.h"

namespace ssm::shapes {

constinit const Shape kAutomationParameterKey = text("AutomationParameterKey", {1, 50});

// Recorded responses carry empty values and values of far more than 512 characters.
constinit const Shape kAutomationParameterValue =
    unenforced(text("AutomationParameterValue", {1, 512}));

constinit const Shape kAutomationParameterValueList =
    list("AutomationParameterValueList", &kAutomationParameterValue, {0, 50});
constinit const Shape kAutomationParameterMap = map(
    "AutomationParameterMap", &kAutomationParameterKey, &kAutomationParameterValueList, {1, 200});
constinit const Shape kIdempotencyToken =
    text("IdempotencyToken", {36, 36},
         "[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}");

constexpr std::string_view kExecutionModeValues[] = {"Auto", "Interactive"};
constinit const Shape kExecutionMode = choice("ExecutionMode", kExecutionModeValues);

constinit const Shape kAutomationExecutionId = text("AutomationExecutionId", {36, 36});

constexpr std::string_view kSignalTypeValues[] = {"Approve",  "Reject", "StartStep",
                                                  "StopStep", "Resume", "Revoke"};
constinit const Shape kSignalType = choice("SignalType", kSignalTypeValues);

constexpr std::string_view kStopTypeValues[] = {"Complete", "Cancel"};
constinit const Shape kStopType = choice("StopType", kStopTypeValues);

constexpr std::string_view kAutomationExecutionStatusValues[] = {"Pending",
                                                                 "InProgress",
                                                                 "Waiting",
                                                                 "Success",
                                                                 "TimedOut",
                                                                 "Cancelling",
                                                                 "Cancelled",
                                                                 "Failed",
                                                                 "PendingApproval",
                                                                 "Approved",
                                                                 "Rejected",
                                                                 "Scheduled",
                                                                 "RunbookInProgress",
                                                                 "PendingChangeCalendarOverride",
                                                                 "ChangeCalendarOverrideApproved",
                                                                 "ChangeCalendarOverrideRejected",
                                                                 "CompletedWithSuccess",
                                                                 "CompletedWithFailure",
                                                                 "Exited"};
constinit const Shape kAutomationExecutionStatus =
    choice("AutomationExecutionStatus", kAutomationExecutionStatusValues);

constinit const Shape kString = text("String");
constinit const Shape kAutomationActionName =
    text("AutomationActionName", {}, "^aws:[a-zA-Z]{3,25}$");
constinit const Shape kLong = plain("Long", Kind::kLong);
constinit const Shape kInteger = plain("Integer", Kind::kInteger);
constinit const Shape kNormalStringMap = map("NormalStringMap", &kString, &kString);
constinit const Shape kValidNextStep = text("ValidNextStep", {1, 65535});
constinit const Shape kValidNextStepList = list("ValidNextStepList", &kValidNextStep);

constexpr std::string_view kExternalAlarmStateValues[] = {"UNKNOWN", "ALARM"};
constinit const Shape kExternalAlarmState = choice("ExternalAlarmState", kExternalAlarmStateValues);

constinit const Shape kParameterValue = text("ParameterValue");
constinit const Shape kTargetParameterList = list("TargetParameterList", &kParameterValue);

constexpr std::string_view kAutomationSubtypeValues[] = {"ChangeRequest", "AccessRequest"};
constinit const Shape kAutomationSubtype = choice("AutomationSubtype", kAutomationSubtypeValues);

constinit const Shape kChangeRequestName = text("ChangeRequestName", {1, 1024});

constexpr std::string_view kAutomationExecutionFilterKeyValues[] = {
    "DocumentNamePrefix",  "ExecutionStatus",   "ExecutionId",
    "ParentExecutionId",   "CurrentAction",     "StartTimeBefore",
    "StartTimeAfter",      "AutomationType",    "TagKey",
    "TargetResourceGroup", "AutomationSubtype", "OpsItemId"};
constinit const Shape kAutomationExecutionFilterKey =
    choice("AutomationExecutionFilterKey", kAutomationExecutionFilterKeyValues);

constinit const Shape kAutomationExecutionFilterValue =
    text("AutomationExecutionFilterValue", {1, 150});
constinit const Shape kAutomationExecutionFilterValueList =
    list("AutomationExecutionFilterValueList", &kAutomationExecutionFilterValue, {1, 10});

constexpr std::string_view kAutomationTypeValues[] = {"CrossAccount", "Local"};
constinit const Shape kAutomationType = choice("AutomationType", kAutomationTypeValues);

constexpr std::string_view kStepExecutionFilterKeyValues[] = {"StartTimeBefore",
                                                              "StartTimeAfter",
                                                              "StepExecutionStatus",
                                                              "StepExecutionId",
                                                              "StepName",
                                                              "Action",
                                                              "ParentStepExecutionId",
                                                              "ParentStepIteration",
                                                              "ParentStepIteratorValue"};
constinit const Shape kStepExecutionFilterKey =
    choice("StepExecutionFilterKey", kStepExecutionFilterKeyValues);

constinit const Shape kStepExecutionFilterValue = text("StepExecutionFilterValue", {1, 150});
constinit const Shape kStepExecutionFilterValueList =
    list("StepExecutionFilterValueList", &kStepExecutionFilterValue, {1, 10});

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
    {"WarningMessage", &kString, kOptional, "What went on in spite of a flaw."},
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

constexpr MemberShape kTargetsSummaryMembers[] = {
    {"TotalCount", &kInteger, kOptional, "Number of targets."},
    {"StartedCount", &kInteger, kOptional, "How many of them were started."},
    {"CompletedCount", &kInteger, kOptional, "How many of them have ended."},
    {"SuccessfulCount", &kInteger, kOptional, "How many of them succeeded."},
    {"FailedCount", &kInteger, kOptional,
     "How many of them failed, ran out of time or were cancelled."},
};
constinit const Shape kTargetsSummary = structure("TargetsSummary", kTargetsSummaryMembers);

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
    {"WarningMessage", &kString, kOptional, "What went on in spite of a flaw."},
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
    {"TargetsSummary", &kTargetsSummary, kOptional, "How far the targets are, under rate control."},
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
    {"WarningMessage", &kString, kOptional, "What went on in spite of a flaw."},
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

constexpr MemberShape kStartAutomationExecutionRequestMembers[] = {
    {"DocumentName", &kDocumentARN, kRequired, "Name or ARN of the runbook to run."},
    {"DocumentVersion", &kDocumentVersion, kOptional, "Version: a number, $LATEST or $DEFAULT."},
    {"Parameters", &kAutomationParameterMap, kOptional,
     "Values of the runbook's parameters, a list of strings each."},
    {"ClientToken", &kIdempotencyToken, kOptional,
     "UUID of this request; repeating it starts nothing new."},
    {"Mode", &kExecutionMode, kOptional,
     "Auto runs all steps, Interactive waits for a signal before each."},
    {"TargetParameterName", &kAutomationParameterKey, kOptional,
     "The runbook parameter that receives each target."},
    {"Targets", &kAutomationTargets, kOptional, "What to run on, one child execution each."},
    {"TargetMaps", &kTargetMaps, kOptional, "Sets of parameter values, one child execution each."},
    {"MaxConcurrency", &kMaxConcurrency, kOptional,
     "How many targets run at the same time, a number or percentage."},
    {"MaxErrors", &kMaxErrors, kOptional, "How many targets may fail before no more are started."},
    {"TargetLocations", &kTargetLocations, kOptional, "Accounts and Regions to run in."},
    {"Tags", &kTagList, kOptional, "Tags to put on the execution."},
    {"AlarmConfiguration", &kAlarmConfiguration, kOptional, "Alarm that stops the execution."},
    {"TargetLocationsURL", &kTargetLocationsURL, kOptional,
     "Presigned S3 URL of a file with the target locations."},
};
constinit const Shape kStartAutomationExecutionRequest =
    structure("StartAutomationExecutionRequest", kStartAutomationExecutionRequestMembers);

constexpr MemberShape kStartAutomationExecutionResultMembers[] = {
    {"AutomationExecutionId", &kAutomationExecutionId, kOptional, "Id of the new execution."},
};
constinit const Shape kStartAutomationExecutionResult =
    structure("StartAutomationExecutionResult", kStartAutomationExecutionResultMembers);

constexpr MemberShape kSendAutomationSignalRequestMembers[] = {
    {"AutomationExecutionId", &kAutomationExecutionId, kRequired, "Id of the execution."},
    {"SignalType", &kSignalType, kRequired,
     "What to do. StartStep runs one step; a loop with all its iterations is one step."},
    {"Payload", &kAutomationParameterMap, kOptional,
     "Details of the signal: StepName, StepExecutionId or Comment."},
};
constinit const Shape kSendAutomationSignalRequest =
    structure("SendAutomationSignalRequest", kSendAutomationSignalRequestMembers);

constexpr MemberShape kStopAutomationExecutionRequestMembers[] = {
    {"AutomationExecutionId", &kAutomationExecutionId, kRequired, "Id of the execution."},
    {"Type", &kStopType, kOptional,
     "Cancel ends the running step too, Complete lets it finish (Interactive: needed to end)."},
};
constinit const Shape kStopAutomationExecutionRequest =
    structure("StopAutomationExecutionRequest", kStopAutomationExecutionRequestMembers);

constexpr MemberShape kGetAutomationExecutionRequestMembers[] = {
    {"AutomationExecutionId", &kAutomationExecutionId, kRequired, "Id of the execution."},
};
constinit const Shape kGetAutomationExecutionRequest =
    structure("GetAutomationExecutionRequest", kGetAutomationExecutionRequestMembers);

constexpr MemberShape kGetAutomationExecutionResultMembers[] = {
    {"AutomationExecution", &kAutomationExecution, kOptional, "The execution, its steps included."},
};
constinit const Shape kGetAutomationExecutionResult =
    structure("GetAutomationExecutionResult", kGetAutomationExecutionResultMembers);

constexpr MemberShape kDescribeAutomationExecutionsRequestMembers[] = {
    {"Filters", &kAutomationExecutionFilterList, kOptional,
     "Only executions that pass every filter."},
    {"MaxResults", &kMaxResults, kOptional, "How many results a page may have."},
    {"NextToken", &kNextToken, kOptional, "Where to go on: the token of the page before."},
};
constinit const Shape kDescribeAutomationExecutionsRequest =
    structure("DescribeAutomationExecutionsRequest", kDescribeAutomationExecutionsRequestMembers);

constexpr MemberShape kDescribeAutomationExecutionsResultMembers[] = {
    {"AutomationExecutionMetadataList", &kAutomationExecutionMetadataList, kOptional,
     "The executions, newest first."},
    {"NextToken", &kNextToken, kOptional, "Token of the next page; absent on the last."},
};
constinit const Shape kDescribeAutomationExecutionsResult =
    structure("DescribeAutomationExecutionsResult", kDescribeAutomationExecutionsResultMembers);

constexpr MemberShape kDescribeAutomationStepExecutionsRequestMembers[] = {
    {"AutomationExecutionId", &kAutomationExecutionId, kRequired, "Id of the execution."},
    {"Filters", &kStepExecutionFilterList, kOptional, "Only steps that pass every filter."},
    {"NextToken", &kNextToken, kOptional, "Where to go on: the token of the page before."},
    {"MaxResults", &kMaxResults, kOptional, "How many results a page may have."},
    {"ReverseOrder", &kBoolean, kOptional, "Whether the step that started last comes first."},
};
constinit const Shape kDescribeAutomationStepExecutionsRequest = structure(
    "DescribeAutomationStepExecutionsRequest", kDescribeAutomationStepExecutionsRequestMembers);

constexpr MemberShape kDescribeAutomationStepExecutionsResultMembers[] = {
    {"StepExecutions", &kStepExecutionList, kOptional, "The steps, in order."},
    {"NextToken", &kNextToken, kOptional, "Token of the next page; absent on the last."},
};
constinit const Shape kDescribeAutomationStepExecutionsResult = structure(
    "DescribeAutomationStepExecutionsResult", kDescribeAutomationStepExecutionsResultMembers);

}  // namespace ssm::shapes
