// SPDX-License-Identifier: Apache-2.0
// Strings, lists and maps of executions and their steps.
#include "core/api/shape_table.h"
#include "core/api/shapes.h"

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

}  // namespace ssm::shapes
