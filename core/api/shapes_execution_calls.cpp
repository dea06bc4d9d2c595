// SPDX-License-Identifier: Apache-2.0
// Requests and responses of the operations on executions.
#include "core/api/shape_table.h"
#include "core/api/shapes.h"

namespace ssm::shapes {

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
    {"Targets", &kTargets, kOptional, "What to run on, one child execution each."},
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
    {"SignalType", &kSignalType, kRequired, "What the execution is told."},
    {"Payload", &kAutomationParameterMap, kOptional,
     "Details of the signal: StepName, StepExecutionId or Comment."},
};
constinit const Shape kSendAutomationSignalRequest =
    structure("SendAutomationSignalRequest", kSendAutomationSignalRequestMembers);

constinit const Shape kSendAutomationSignalResult = structure("SendAutomationSignalResult", {});

constexpr MemberShape kStopAutomationExecutionRequestMembers[] = {
    {"AutomationExecutionId", &kAutomationExecutionId, kRequired, "Id of the execution."},
    {"Type", &kStopType, kOptional, "Cancel ends the running step too, Complete lets it finish."},
};
constinit const Shape kStopAutomationExecutionRequest =
    structure("StopAutomationExecutionRequest", kStopAutomationExecutionRequestMembers);

constinit const Shape kStopAutomationExecutionResult =
    structure("StopAutomationExecutionResult", {});

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
