// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/account_file_members.h"

#include <fmt/format.h>

#include "actions/cloud/account_values.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/parameter_versions.h"
#include "actions/cloud/resource.h"

namespace ssm::cloud {
namespace {

std::string instance_id(const Json& value) {
  const bool good = value.is_string() && is_resource_id(value.get_ref<const std::string&>(), "i-");
  return good ? "" : "must be \"i-\" and 8 or 17 hexadecimal digits in lower case";
}
std::string state(const Json& value) {
  const bool good = value.is_string() && parse_state(value.get_ref<const std::string&>());
  return good ? "" : "must be running, stopped or terminated";
}
std::string wanted_state(const Json& value) {
  const bool good = value == "running" || value == "stopped" || value == "terminated";
  return good ? "" : "must be running, stopped or terminated";
}
std::string start_behaviour(const Json& value) {
  return behaviour_problem(value, {"stuck", "fail-to-stopped", "fail-to-terminated"}, true);
}
std::string stop_behaviour(const Json& value) {
  return behaviour_problem(value, {"stuck"}, true);
}
std::string reboot_behaviour(const Json& value) {
  return behaviour_problem(value, {}, true);
}
std::string checks_behaviour(const Json& value) {
  return behaviour_problem(value, {"stuck", "impaired"}, false);
}

std::string value_text(const Json& value) {
  return value.is_string() && value != "" ? "" : "must be text that is not empty";
}
std::string parameter_name(const Json& value) {
  if (!value.is_string()) return "must be text";
  const Completed good = check_parameter_name(value.get_ref<const std::string&>());
  return good ? "" : good.error().message;
}
std::string parameter_type(const Json& value) {
  const bool good = value == "String" || value == "StringList" || value == "SecureString";
  return good ? "" : "must be String, StringList or SecureString";
}
std::string version_number(const Json& value) {
  const bool good = value.is_number_integer() && value.get<std::int64_t>() >= 1;
  return good ? "" : "must be a whole number from 1 on";
}
std::string labels(const Json& value) {
  const bool good = value.is_array() && value.size() <= kMostParameterLabels &&
                    std::ranges::all_of(
                        value, [](const Json& label) { return label.is_string() && label != ""; });
  return good ? "" : fmt::format("must be a list of at most {} texts", kMostParameterLabels);
}

constexpr AccountValue kInstanceIdValue{
    instance_id, R"({"type": "string", "pattern": "^i-([0-9a-f]{8}|[0-9a-f]{17})$"})"};
constexpr AccountValue kStateValue{
    state,
    R"({"enum": ["running", "stopped", "terminated", "pending", "shutting-down", "stopping"]})"};
constexpr AccountValue kWantedStateValue{wanted_state,
                                         R"({"enum": ["running", "stopped", "terminated"]})"};
constexpr AccountValue kStartBehaviourValue{
    start_behaviour,
    R"({"anyOf": [{"enum": ["stuck", "fail-to-stopped", "fail-to-terminated"]},
                  {"type": "string", "pattern": "^error:."}]})"};
constexpr AccountValue kStopBehaviourValue{
    stop_behaviour,
    R"({"anyOf": [{"enum": ["stuck"]}, {"type": "string", "pattern": "^error:."}]})"};
constexpr AccountValue kRebootBehaviourValue{reboot_behaviour,
                                             R"({"type": "string", "pattern": "^error:."})"};
constexpr AccountValue kChecksBehaviourValue{checks_behaviour,
                                             R"({"enum": ["stuck", "impaired"]})"};
constexpr AccountValue kValueTextValue{value_text, R"({"type": "string", "minLength": 1})"};
constexpr AccountValue kParameterNameValue{
    parameter_name, R"({"type": "string", "pattern": "^(/[\\w.-]+)+$|^[\\w.-]+$"})"};
constexpr AccountValue kParameterTypeValue{parameter_type,
                                           R"({"enum": ["String", "StringList", "SecureString"]})"};
constexpr AccountValue kVersionNumberValue{version_number, R"({"type": "integer", "minimum": 1})"};
constexpr AccountValue kLabelsValue{
    labels, R"({"type": "array", "maxItems": 10, "items": {"type": "string", "minLength": 1}})"};

constexpr AccountMember kInstance[] = {{"InstanceId", kInstanceIdValue, true},
                                       {"State", kStateValue},
                                       {"InstanceType", kTextValue},
                                       {"ImageId", kTextValue},
                                       {"SubnetId", kTextValue},
                                       {"VpcId", kTextValue},
                                       {"PrivateIpAddress", kTextValue},
                                       {"PublicIpAddress", kTextValue},
                                       {"KeyName", kTextValue},
                                       {"AvailabilityZone", kTextValue},
                                       {"Platform", kTextValue},
                                       {"Architecture", kTextValue},
                                       {"LaunchTime", kTimeValue},
                                       {"ReservationId", kTextValue},
                                       {"AmiLaunchIndex", kWholeNumberValue},
                                       {"ClientToken", kTextValue},
                                       {"UserData", kTextValue},
                                       {"InstanceInitiatedShutdownBehavior", kTextValue},
                                       {"DisableApiTermination", kBooleanValue},
                                       {"DisableApiStop", kBooleanValue},
                                       {"EbsOptimized", kBooleanValue},
                                       {"SourceDestCheck", kBooleanValue},
                                       {"SecurityGroups", kMapsValue},
                                       {"IamInstanceProfile", kMapValue},
                                       {"Tags", kTagsValue},
                                       {"change", kMapValue},
                                       {"timing", kMapValue},
                                       {"behaviour", kMapValue}};
constexpr AccountMember kChange[] = {
    {"to", kWantedStateValue, true}, {"at", kTimeValue, true}, {"force", kBooleanValue}};
constexpr AccountMember kTiming[] = {{"start", kSecondsValue},
                                     {"statusChecks", kSecondsValue},
                                     {"stop", kSecondsValue},
                                     {"terminate", kSecondsValue}};
constexpr AccountMember kBehaviour[] = {{"start", kStartBehaviourValue},
                                        {"stop", kStopBehaviourValue},
                                        {"terminate", kStopBehaviourValue},
                                        {"reboot", kRebootBehaviourValue},
                                        {"checks", kChecksBehaviourValue}};
constexpr AccountMember kTopic[] = {
    {"TopicArn", kTextValue, true}, {"Attributes", kTextMapValue}, {"messages", kMapsValue}};
constexpr AccountMember kParameter[] = {{"Name", kParameterNameValue, true},
                                        {"Value", kValueTextValue},
                                        {"Type", kParameterTypeValue},
                                        {"Version", kVersionNumberValue},
                                        {"Labels", kLabelsValue},
                                        {"LastModifiedDate", kTimeValue},
                                        {"Description", kTextValue},
                                        {"AllowedPattern", kTextValue},
                                        {"DataType", kTextValue},
                                        {"Tier", kTextValue},
                                        {"Tags", kTagsValue},
                                        {"earlier", kMapsValue}};
constexpr AccountMember kEarlier[] = {{"Version", kVersionNumberValue, true},
                                      {"Value", kValueTextValue, true},
                                      {"Type", kParameterTypeValue},
                                      {"Labels", kLabelsValue},
                                      {"LastModifiedDate", kTimeValue},
                                      {"Description", kTextValue},
                                      {"AllowedPattern", kTextValue},
                                      {"DataType", kTextValue},
                                      {"Tier", kTextValue}};
constexpr AccountMember kManagedInstance[] = {{"InstanceId", kTextValue, true},
                                              {"Tags", kTagsValue}};
constexpr AccountMember kWindow[] = {{"WindowId", kTextValue, true}, {"Tags", kTagsValue}};

constexpr AccountPart kInstanceParts[] = {
    {"change", kChange}, {"timing", kTiming}, {"behaviour", kBehaviour}};
constexpr AccountList kLists[] = {{"instances", kInstance, kInstanceParts},
                                  {"topics", kTopic},
                                  {"managedInstances", kManagedInstance},
                                  {"parameters", kParameter},
                                  {"maintenanceWindows", kWindow}};

}  // namespace

std::span<const AccountList> account_lists() {
  static const std::vector<AccountList> all = [] {
    std::vector<AccountList> lists(std::begin(kLists), std::end(kLists));
    for (const ResourceList* list : resource_lists()) lists.push_back(list->file);
    return lists;
  }();
  return all;
}

std::span<const AccountMember> timing_members() {
  return kTiming;
}

std::span<const AccountMember> earlier_members() {
  return kEarlier;
}

bool is_settled_state(std::string_view state) {
  return wanted_state(Json(state)).empty();
}

}  // namespace ssm::cloud
