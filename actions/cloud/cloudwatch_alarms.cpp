// SPDX-License-Identifier: Apache-2.0
// Alarms of CloudWatch: their states change as the account file says, not by metrics. Source: the
// API reference of CloudWatch.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "actions/cloud/account_values.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/resource.h"
#include "core/base/arn.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

// --- The file -----------------------------------------------------------------------------------

constexpr std::string_view kAlarmStates[] = {"OK", "ALARM", "INSUFFICIENT_DATA"};
constexpr AccountValue kAlarmStateValue{.values = kAlarmStates};

constexpr AccountMember kAlarmMembers[] = {{"AlarmName", kNamedValue, true},
                                           {"AlarmArn", kNamedValue},
                                           {"AlarmDescription", kTextValue},
                                           {"ActionsEnabled", kBooleanValue},
                                           {"OKActions", kTextsValue},
                                           {"AlarmActions", kTextsValue},
                                           {"InsufficientDataActions", kTextsValue},
                                           {"StateValue", kAlarmStateValue},
                                           {"StateReason", kTextValue},
                                           {"StateUpdatedTimestamp", kTimeValue},
                                           {"MetricName", kTextValue},
                                           {"Namespace", kTextValue},
                                           {"Statistic", kTextValue},
                                           {"ExtendedStatistic", kTextValue},
                                           {"Dimensions", kMapsValue},
                                           {"Period", kWholeNumberValue},
                                           {"Unit", kTextValue},
                                           {"EvaluationPeriods", kWholeNumberValue},
                                           {"DatapointsToAlarm", kWholeNumberValue},
                                           {"Threshold", kJsonValue},
                                           {"ComparisonOperator", kTextValue},
                                           {"TreatMissingData", kTextValue},
                                           {"changes", kMapsValue}};
constexpr AccountMember kAlarmChangeMembers[] = {
    {"StateValue", kAlarmStateValue, true}, {"after", kSecondsValue}, {"at", kTimeValue}};
constexpr AccountPart kAlarmParts[] = {{"changes", kAlarmChangeMembers, kMostInList}};

std::string name_of_alarm(const Json& alarm) {
  return string_member(alarm, "AlarmName");
}

Time time_of_alarm_change(const Json& change) {
  return time_member(change, "at", {});
}

/// "after" so many seconds is a time from now on.
Json stored_alarm(const AccountSession& session, Json alarm) {
  add_default(alarm, "AlarmArn",
              Arn::regional(session.scope, "cloudwatch", "alarm:" + name_of_alarm(alarm)).text());
  add_default(alarm, "StateValue", "OK");
  add_default(alarm, "StateUpdatedTimestamp", to_iso8601(session.now));
  add_default(alarm, "ActionsEnabled", true);
  std::vector<Json> changes;
  for (const Json& change : alarm.value("changes", Json::array())) {
    const Milliseconds after = duration_of({{"timing", change}}, "after", Milliseconds(0));
    const Time at = time_member(change, "at", session.now + after);
    changes.push_back({{"StateValue", change["StateValue"]}, {"at", to_iso8601(at)}});
  }
  std::ranges::stable_sort(changes, {}, time_of_alarm_change);
  alarm.erase("changes");
  if (!changes.empty()) alarm["changes"] = Json(std::move(changes));
  return alarm;
}

std::vector<Phase> alarm_phases(const Json& alarm) {
  std::vector<Phase> phases{
      {time_member(alarm, "StateUpdatedTimestamp", {}), string_member(alarm, "StateValue")}};
  for (const Json& change : alarm.value("changes", Json::array()))
    phases.push_back({time_of_alarm_change(change), string_member(change, "StateValue")});
  return phases;
}

/// The changes that are over have become its state.
Json alarm_at(Json alarm, Time now) {
  const std::vector<Phase> phases = alarm_phases(alarm);
  const Phase& reached = phase_at(phases, now);
  const auto over = &reached - phases.data();
  if (over == 0) return alarm;
  Json& changes = alarm["changes"];
  changes.erase(changes.begin(), changes.begin() + over);
  if (changes.empty()) alarm.erase("changes");
  alarm["StateValue"] = reached.state;
  alarm["StateUpdatedTimestamp"] = to_iso8601(reached.from);
  alarm.erase("StateReason");
  return alarm;
}

Json shown_alarm(const AccountSession& session, Json alarm) {
  return alarm_at(std::move(alarm), session.now);
}

std::vector<std::string> alarm_problems(const Json& alarm) {
  std::vector<std::string> problems;
  const Json changes = alarm.value("changes", Json());
  for (std::size_t i = 0; changes.is_array() && i < changes.size(); ++i)
    if (changes[i].is_object() && changes[i].contains("after") == changes[i].contains("at"))
      problems.push_back(fmt::format(".changes[{}]: must have either `after` or `at`", i));
  return problems;
}

}  // namespace

extern constinit const ResourceList kAlarmList{
    {"alarms", kAlarmMembers, kAlarmParts, alarm_problems},
    "cloudwatch:alarm",
    stored_alarm,
    name_of_alarm,
    shown_alarm};

namespace {

constexpr MemberShape kDescribeAlarmsShapes[] = {
    {"AlarmNames", &kStrings},         {"AlarmNamePrefix", &kString},    {"AlarmTypes", &kStrings},
    {"ChildrenOfAlarmName", &kString}, {"ParentsOfAlarmName", &kString}, {"StateValue", &kString},
    {"ActionPrefix", &kString},        {"MaxRecords", &kInteger},        {"NextToken", &kString}};
constexpr MemberShape kSetAlarmStateShapes[] = {{"AlarmName", &kNonEmpty, true},
                                                {"StateValue", &kString, true},
                                                {"StateReason", &kString, true},
                                                {"StateReasonData", &kString}};
constexpr MemberShape kAlarmNamesShapes[] = {{"AlarmNames", &kStrings, true}};
constexpr MemberShape kPutMetricAlarmShapes[] = {{"AlarmName", &kNonEmpty, true},
                                                 {"AlarmDescription", &kString},
                                                 {"ActionsEnabled", &kBoolean},
                                                 {"OKActions", &kStrings},
                                                 {"AlarmActions", &kStrings},
                                                 {"InsufficientDataActions", &kStrings},
                                                 {"MetricName", &kString},
                                                 {"Namespace", &kString},
                                                 {"Statistic", &kString},
                                                 {"ExtendedStatistic", &kString},
                                                 {"Dimensions", kAnything},
                                                 {"Period", &kInteger},
                                                 {"Unit", &kString},
                                                 {"EvaluationPeriods", &kInteger},
                                                 {"DatapointsToAlarm", &kInteger},
                                                 {"Threshold", kAnything},
                                                 {"ComparisonOperator", &kString},
                                                 {"TreatMissingData", &kString},
                                                 {"EvaluateLowSampleCountPercentile", &kString},
                                                 {"Metrics", kAnything},
                                                 {"Tags", kAnything},
                                                 {"ThresholdMetricId", &kString},
                                                 {"EvaluationCriteria", kAnything},
                                                 {"EvaluationInterval", &kInteger}};
constexpr Shape kDescribeAlarmsInput = structure(kDescribeAlarmsShapes);
constexpr Shape kSetAlarmStateInput = structure(kSetAlarmStateShapes);
constexpr Shape kAlarmNamesInput = structure(kAlarmNamesShapes);
constexpr Shape kPutMetricAlarmInput = structure(kPutMetricAlarmShapes);

/// As it is now. Errors: ResourceNotFound.
Result<Json> alarm_named(AccountSession& session, const std::string& name) {
  TRY_ASSIGN(std::optional<Json> alarm, find_resource(session, kAlarmList, name));
  if (alarm) return alarm_at(*std::move(alarm), session.now);
  return failure("ResourceNotFound", fmt::format("Alarm {} does not exist", name));
}

Json described_alarm(const Json& alarm, Time now) {
  Json answer = Json::object();
  for (const AccountMember& member : kAlarmMembers)
    if (member.name != "changes") copy_given(answer, alarm, member.name);
  for (const std::string_view actions :
       {"OKActions", "AlarmActions", "InsufficientDataActions", "Dimensions"})
    add_default(answer, actions, Json::array());
  answer["StateUpdatedTimestamp"] = api_time(time_member(alarm, "StateUpdatedTimestamp", now));
  return answer;
}

/// What a request looks for.
bool is_wanted_alarm(const Json& alarm, const Json& parameters) {
  const std::vector<std::string> names = strings_of(parameters, "AlarmNames");
  const std::string name = name_of_alarm(alarm);
  const std::string state = string_member(parameters, "StateValue");
  return (names.empty() || std::ranges::find(names, name) != names.end()) &&
         name.starts_with(string_member(parameters, "AlarmNamePrefix")) &&
         (state.empty() || state == string_member(alarm, "StateValue"));
}

Result<Json> describe_alarms(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(std::vector<Json> all, all_resources(session, kAlarmList));
  Json alarms = Json::array();
  for (Json& one : all) {
    phase_at(session, alarm_phases(one));
    const Json alarm = alarm_at(std::move(one), session.now);
    if (is_wanted_alarm(alarm, parameters)) alarms.push_back(described_alarm(alarm, session.now));
  }
  TRY_ASSIGN(const Json page, page_answer(std::move(alarms), parameters,
                                          {.most = "MaxRecords",
                                           .token = "NextToken",
                                           .next = "NextToken",
                                           .items = "MetricAlarms",
                                           .code = "InvalidNextToken"}));
  Json answer{{"CompositeAlarms", Json::array()}};
  answer.update(page);
  return answer;
}

Result<Json> set_alarm_state(AccountSession& session, const Json& parameters) {
  const std::string state = string_member(parameters, "StateValue");
  if (std::ranges::find(kAlarmStates, state) == std::end(kAlarmStates))
    return constraint_error("ValidationError", state, "stateValue",
                            "satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]");
  TRY_ASSIGN(Json alarm, alarm_named(session, string_member(parameters, "AlarmName")));
  alarm["StateValue"] = state;
  alarm["StateReason"] = string_member(parameters, "StateReason");
  alarm["StateUpdatedTimestamp"] = to_iso8601(session.now);
  TRY(save_resource(session, kAlarmList, alarm));
  return Json::object();
}

Result<Json> put_metric_alarm(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "AlarmName");
  for (const std::string_view member : {"EvaluationPeriods", "ComparisonOperator"})
    if (!find_member(parameters, member))
      return failure("ValidationError", fmt::format("{} is required", member));
  TRY_ASSIGN(const std::optional<Json> known, find_resource(session, kAlarmList, name));
  Json alarm{{"AlarmName", name}, {"StateValue", "INSUFFICIENT_DATA"}};
  if (known) {
    alarm = alarm_at(*known, session.now);
  } else {
    TRY(require_room(session, kAlarmList, "LimitExceeded"));
  }
  for (const AccountMember& member : kAlarmMembers) copy_given(alarm, parameters, member.name);
  TRY(save_resource(session, kAlarmList, stored_alarm(session, std::move(alarm))));
  return Json::object();
}

Result<Json> delete_alarms(AccountSession& session, const Json& parameters) {
  for (const std::string& name : strings_of(parameters, "AlarmNames")) {
    TRY(alarm_named(session, name));
    TRY(drop_resource(session, kAlarmList, name));
  }
  return Json::object();
}

Result<Json> set_alarm_actions(AccountSession& session, const Json& parameters, bool enabled) {
  for (const std::string& name : strings_of(parameters, "AlarmNames")) {
    TRY_ASSIGN(Json alarm, alarm_named(session, name));
    alarm["ActionsEnabled"] = enabled;
    TRY(save_resource(session, kAlarmList, alarm));
  }
  return Json::object();
}

Result<Json> enable_alarm_actions(AccountSession& session, const Json& parameters) {
  return set_alarm_actions(session, parameters, true);
}

Result<Json> disable_alarm_actions(AccountSession& session, const Json& parameters) {
  return set_alarm_actions(session, parameters, false);
}

constexpr std::array kAlarmOperations = {
    AccountOperation{"cloudwatch", "DescribeAlarms", &kDescribeAlarmsInput, false, describe_alarms},
    AccountOperation{"cloudwatch", "SetAlarmState", &kSetAlarmStateInput, true, set_alarm_state},
    AccountOperation{"cloudwatch", "PutMetricAlarm", &kPutMetricAlarmInput, true, put_metric_alarm},
    AccountOperation{"cloudwatch", "DeleteAlarms", &kAlarmNamesInput, true, delete_alarms},
    AccountOperation{"cloudwatch", "EnableAlarmActions", &kAlarmNamesInput, true,
                     enable_alarm_actions},
    AccountOperation{"cloudwatch", "DisableAlarmActions", &kAlarmNamesInput, true,
                     disable_alarm_actions},
};

}  // namespace

std::span<const AccountOperation> alarm_operations() {
  return kAlarmOperations;
}

}  // namespace ssm::cloud
