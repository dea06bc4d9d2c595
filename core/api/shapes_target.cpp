// SPDX-License-Identifier: Apache-2.0
// What an execution runs on: targets, locations, rate control, alarms.
#include "core/api/shapes.h"
#include "core/model/shape_table.h"

namespace ssm::shapes {

constinit const Shape kTargetKey = text(
    "TargetKey", {1, 163},
    R"(^[\p{L}\p{Z}\p{N}_.:/=\-@]*$|resource-groups:ResourceTypeFilters|resource-groups:Name)");
constinit const Shape kTargetValue = text("TargetValue");
constinit const Shape kTargetValues = list("TargetValues", &kTargetValue, {0, 50});

constexpr MemberShape kTargetMembers[] = {
    {"Key", &kTargetKey, kOptional,
     "What is compared: ParameterValues, ResourceGroup, tag:NAME, tag-key or CloudConnector."},
    {"Values", &kTargetValues, kOptional, "The values that the key may have."},
};
constinit const Shape kTarget = structure("Target", kTargetMembers);

constinit const Shape kTargets = list("Targets", &kTarget, {0, 5});
constinit const Shape kAutomationTargets = list("AutomationTargets", &kTarget, {0, 1});
constinit const Shape kTargetMapKey = text("TargetMapKey", {1, 50});
constinit const Shape kTargetMapValue = text("TargetMapValue", {1, 50});
constinit const Shape kTargetMapValueList = list("TargetMapValueList", &kTargetMapValue, {0, 25});
constinit const Shape kTargetMap = map("TargetMap", &kTargetMapKey, &kTargetMapValueList, {1, 20});
constinit const Shape kTargetMaps = list("TargetMaps", &kTargetMap, {0, 300});
constinit const Shape kMaxConcurrency =
    text("MaxConcurrency", {1, 7}, "^([1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%)$");
constinit const Shape kMaxErrors =
    text("MaxErrors", {1, 7}, "^([1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%)$");
constinit const Shape kAccount = text("Account");
constinit const Shape kAccounts = list("Accounts", &kAccount, {1, 50});
constinit const Shape kRegion = text("Region");
constinit const Shape kRegions = list("Regions", &kRegion, {1, 50});
constinit const Shape kExecutionRoleName = text("ExecutionRoleName", {1, 64}, R"([\w+=,.@/-]+)");
constinit const Shape kAlarmName = text("AlarmName", {1, 255}, R"(^(?!\s*$).+)");

constexpr MemberShape kAlarmMembers[] = {
    {"Name", &kAlarmName, kRequired, "Name of the CloudWatch alarm."},
};
constinit const Shape kAlarm = structure("Alarm", kAlarmMembers);

constinit const Shape kAlarmList = list("AlarmList", &kAlarm, {1, 1});

constexpr MemberShape kAlarmConfigurationMembers[] = {
    {"IgnorePollAlarmFailure", &kBoolean, kOptional,
     "Whether to go on when the alarm's state cannot be read."},
    {"Alarms", &kAlarmList, kRequired, "The alarm to watch."},
};
constinit const Shape kAlarmConfiguration =
    structure("AlarmConfiguration", kAlarmConfigurationMembers);

constinit const Shape kExcludeAccount =
    text("ExcludeAccount", {6, 68}, R"(^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})|(\d{12})$)");
constinit const Shape kExcludeAccounts = list("ExcludeAccounts", &kExcludeAccount, {1, 5000});

constexpr MemberShape kTargetLocationMembers[] = {
    {"Accounts", &kAccounts, kOptional, "Account or organizational unit ids to run in."},
    {"Regions", &kRegions, kOptional, "Regions to run in."},
    {"TargetLocationMaxConcurrency", &kMaxConcurrency, kOptional,
     "How many locations run at the same time, a number or percentage."},
    {"TargetLocationMaxErrors", &kMaxErrors, kOptional,
     "How many locations may fail before no more are started."},
    {"ExecutionRoleName", &kExecutionRoleName, kOptional, "Role to assume in each account."},
    {"TargetLocationAlarmConfiguration", &kAlarmConfiguration, kOptional,
     "Alarm that stops the run in these locations."},
    {"IncludeChildOrganizationUnits", &kBoolean, kOptional,
     "Whether units below the named ones are included."},
    {"ExcludeAccounts", &kExcludeAccounts, kOptional, "Accounts or units to leave out."},
    {"Targets", &kAutomationTargets, kOptional,
     "What to run on in each location, in place of the request's targets."},
    {"TargetsMaxConcurrency", &kMaxConcurrency, kOptional,
     "How many targets of a location run at the same time."},
    {"TargetsMaxErrors", &kMaxErrors, kOptional,
     "How many targets of a location may fail before no more are started."},
};
constinit const Shape kTargetLocation = structure("TargetLocation", kTargetLocationMembers);

constinit const Shape kTargetLocations = list("TargetLocations", &kTargetLocation, {1, 100});
constinit const Shape kTargetLocationsURL = text(
    "TargetLocationsURL", {},
    R"(^https:\/\/[-a-zA-Z0-9@:%._\+~#=]{1,253}\.s3(\.[a-z\d-]{9,16})?\.amazonaws\.com\/.{1,2000})");

}  // namespace ssm::shapes
