// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/account_file_members.h"

#include <fmt/format.h>

#include "actions/cloud/command_record.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/managed_nodes.h"
#include "actions/cloud/parameter_versions.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr double kLongestSeconds = 86400;

std::string text(const Json& value) {
  return value.is_string() ? "" : "must be text";
}
std::string boolean(const Json& value) {
  return value.is_boolean() ? "" : "must be true or false";
}
std::string whole_number(const Json& value) {
  return value.is_number_integer() ? "" : "must be a whole number";
}
std::string time(const Json& value) {
  const bool good = value.is_string() && parse_time(value.get_ref<const std::string&>());
  return good ? "" : "must be an ISO 8601 time";
}
std::string seconds(const Json& value) {
  const bool good =
      value.is_number() && value.get<double>() >= 0.0 && value.get<double>() <= kLongestSeconds;
  return good ? "" : fmt::format("must be seconds between 0 and {}", kLongestSeconds);
}
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
std::string maps(const Json& value) {
  const bool good = value.is_array() && std::ranges::all_of(value, &Json::is_object);
  return good ? "" : "must be a list of maps";
}
std::string map(const Json& value) {
  return value.is_object() ? "" : "must be a map";
}

std::string tags(const Json& value) {
  constexpr std::string_view kSentence = "must be a map of texts, or a list of {Key, Value}";
  if (!value.is_structured()) return std::string(kSentence);
  for (const Json& item : value) {
    const bool good = value.is_object() ? item.is_string()
                                        : item.is_object() && !string_member(item, "Key").empty() &&
                                              text(item.value("Value", Json(""))).empty();
    if (!good) return std::string(kSentence);
  }
  return "";
}

/// A behaviour out of `names`, or "error:CODE" where calls can fail.
std::string behaviour(const Json& value, std::initializer_list<std::string_view> names,
                      bool may_refuse) {
  const std::string wanted = value.is_string() ? value.get<std::string>() : "";
  if (std::ranges::find(names, wanted) != names.end()) return "";
  if (may_refuse && wanted.starts_with("error:") && wanted.size() > 6) return "";
  std::vector<std::string> known(names.begin(), names.end());
  if (may_refuse) known.emplace_back("error:CODE");
  return "must be " + join(known, ", ");
}
std::string start_behaviour(const Json& value) {
  return behaviour(value, {"stuck", "fail-to-stopped", "fail-to-terminated"}, true);
}
std::string stop_behaviour(const Json& value) {
  return behaviour(value, {"stuck"}, true);
}
std::string reboot_behaviour(const Json& value) {
  return behaviour(value, {}, true);
}
std::string checks_behaviour(const Json& value) {
  return behaviour(value, {"stuck", "impaired"}, false);
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

std::string ping_status_value(const Json& value) {
  const bool good = value == "Online" || value == "ConnectionLost" || value == "Inactive";
  return good ? "" : "must be Online, ConnectionLost or Inactive";
}
std::string platform_type(const Json& value) {
  const bool good = value == "Linux" || value == "Windows" || value == "MacOS";
  return good ? "" : "must be Linux, Windows or MacOS";
}
std::string transport(const Json& value) {
  if (value == "simulated" || value == "local") return "";
  const bool good = value.is_object() && value.size() == 1 && value.contains("ssh") &&
                    value["ssh"].is_string() &&
                    is_ssh_host(value["ssh"].get_ref<const std::string&>());
  return good ? "" : "must be simulated, local or {\"ssh\": \"[USER@]HOST\"}";
}
std::string command_result(const Json& value) {
  const bool good =
      value == "Success" || value == "Failed" || value == "TimedOut" || value == "InProgress";
  return good ? "" : "must be Success, Failed, TimedOut or InProgress";
}
std::string exit_code_number(const Json& value) {
  constexpr std::int64_t kMostCode = 255;
  const bool good = value.is_number_integer() && value.get<std::int64_t>() >= 0 &&
                    value.get<std::int64_t>() <= kMostCode;
  return good ? "" : "must be a whole number between 0 and 255";
}
std::string texts(const Json& value) {
  const bool good = value.is_array() && std::ranges::all_of(value, &Json::is_string);
  return good ? "" : "must be a list of texts";
}

constexpr AccountValue kTextValue{text, R"({"type": "string"})"};
constexpr AccountValue kBooleanValue{boolean, R"({"type": "boolean"})"};
constexpr AccountValue kWholeNumberValue{whole_number, R"({"type": "integer"})"};
constexpr AccountValue kTimeValue{
    time, R"({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}"})"};
constexpr AccountValue kInstanceIdValue{
    instance_id, R"({"type": "string", "pattern": "^i-([0-9a-f]{8}|[0-9a-f]{17})$"})"};
constexpr AccountValue kStateValue{
    state,
    R"({"enum": ["running", "stopped", "terminated", "pending", "shutting-down", "stopping"]})"};
constexpr AccountValue kWantedStateValue{wanted_state,
                                         R"({"enum": ["running", "stopped", "terminated"]})"};
constexpr AccountValue kMapsValue{maps, R"({"type": "array", "items": {"type": "object"}})"};
constexpr AccountValue kMapValue{map, R"({"type": "object"})"};
constexpr AccountValue kTagsValue{
    tags,
    R"({"anyOf": [{"type": "object", "additionalProperties": {"type": "string"}},
                  {"type": "array", "items": {"type": "object", "required": ["Key"]}}]})"};
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
constexpr AccountValue kSecondsValue{seconds,
                                     R"({"type": "number", "minimum": 0, "maximum": 86400})"};
constexpr AccountValue kValueTextValue{value_text, R"({"type": "string", "minLength": 1})"};
constexpr AccountValue kParameterNameValue{
    parameter_name, R"({"type": "string", "pattern": "^(/[\\w.-]+)+$|^[\\w.-]+$"})"};
constexpr AccountValue kParameterTypeValue{parameter_type,
                                           R"({"enum": ["String", "StringList", "SecureString"]})"};
constexpr AccountValue kVersionNumberValue{version_number, R"({"type": "integer", "minimum": 1})"};
constexpr AccountValue kLabelsValue{
    labels, R"({"type": "array", "maxItems": 10, "items": {"type": "string", "minLength": 1}})"};

constexpr AccountValue kPingStatusValue{ping_status_value,
                                        R"({"enum": ["Online", "ConnectionLost", "Inactive"]})"};
constexpr AccountValue kPlatformTypeValue{platform_type,
                                          R"({"enum": ["Linux", "Windows", "MacOS"]})"};
constexpr AccountValue kTransportValue{transport,
                                       R"({"anyOf": [{"enum": ["simulated", "local"]},
                  {"type": "object", "required": ["ssh"], "additionalProperties": false,
                   "properties": {"ssh": {"type": "string", "maxLength": 255,
                     "pattern": "^([A-Za-z0-9_.][A-Za-z0-9_.-]*@)?[A-Za-z0-9_.:][A-Za-z0-9_.:-]*$"}}}]})"};
constexpr AccountValue kCommandResultValue{
    command_result, R"({"enum": ["Success", "Failed", "TimedOut", "InProgress"]})"};
constexpr AccountValue kExitCodeValue{exit_code_number,
                                      R"({"type": "integer", "minimum": 0, "maximum": 255})"};
constexpr AccountValue kTextsValue{texts, R"({"type": "array", "items": {"type": "string"}})"};

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
                                       {"behaviour", kMapValue},
                                       {"PingStatus", kPingStatusValue},
                                       {"transport", kTransportValue},
                                       {"commandResults", kMapsValue}};
constexpr AccountMember kChange[] = {
    {"to", kWantedStateValue, true}, {"at", kTimeValue, true}, {"force", kBooleanValue}};
constexpr AccountMember kTiming[] = {{"start", kSecondsValue},
                                     {"statusChecks", kSecondsValue},
                                     {"stop", kSecondsValue},
                                     {"terminate", kSecondsValue},
                                     {"command", kSecondsValue}};
constexpr AccountMember kBehaviour[] = {{"start", kStartBehaviourValue},
                                        {"stop", kStopBehaviourValue},
                                        {"terminate", kStopBehaviourValue},
                                        {"reboot", kRebootBehaviourValue},
                                        {"checks", kChecksBehaviourValue}};
constexpr AccountMember kTopic[] = {{"TopicArn", kTextValue, true}, {"messages", kMapsValue}};
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
                                              {"Tags", kTagsValue},
                                              {"Name", kTextValue},
                                              {"PingStatus", kPingStatusValue},
                                              {"PlatformType", kPlatformTypeValue},
                                              {"PlatformName", kTextValue},
                                              {"PlatformVersion", kTextValue},
                                              {"AgentVersion", kTextValue},
                                              {"ComputerName", kTextValue},
                                              {"IPAddress", kTextValue},
                                              {"transport", kTransportValue},
                                              {"commandResults", kMapsValue}};
constexpr AccountMember kCommandResult[] = {
    {"DocumentName", kTextValue},    {"Parameters", kMapValue},
    {"Status", kCommandResultValue}, {"ResponseCode", kExitCodeValue},
    {"StandardOutput", kTextValue},  {"StandardError", kTextValue},
    {"seconds", kSecondsValue}};
constexpr AccountMember kCommand[] = {{"CommandId", kTextValue, true},
                                      {"DocumentName", kTextValue, true},
                                      {"RequestedDateTime", kTimeValue, true},
                                      {"invocations", kMapsValue, true},
                                      {"DocumentVersion", kTextValue},
                                      {"Comment", kTextValue},
                                      {"Parameters", kMapValue},
                                      {"InstanceIds", kTextsValue},
                                      {"Targets", kMapsValue},
                                      {"TimeoutSeconds", kWholeNumberValue},
                                      {"OutputS3Region", kTextValue},
                                      {"OutputS3BucketName", kTextValue},
                                      {"OutputS3KeyPrefix", kTextValue},
                                      {"MaxConcurrency", kTextValue},
                                      {"MaxErrors", kTextValue},
                                      {"ServiceRoleArn", kTextValue},
                                      {"NotificationConfig", kMapValue},
                                      {"CloudWatchOutputConfig", kMapValue},
                                      {"ExpiresAfter", kTimeValue},
                                      {"steps", kMapValue}};
constexpr AccountMember kInvocation[] = {{"InstanceId", kTextValue, true},
                                         {"Status", kTextValue, true},
                                         {"StatusDetails", kTextValue, true},
                                         {"InstanceName", kTextValue},
                                         {"started", kTimeValue},
                                         {"ended", kTimeValue},
                                         {"plugins", kMapsValue},
                                         {"outcome", kMapValue},
                                         {"work", kMapValue}};
constexpr AccountMember kWindow[] = {{"WindowId", kTextValue, true}, {"Tags", kTagsValue}};

constexpr AccountPart kInstanceParts[] = {{"change", kChange},
                                          {"timing", kTiming},
                                          {"behaviour", kBehaviour},
                                          {"commandResults", kCommandResult, kMostCommandResults}};
constexpr AccountPart kManagedInstanceParts[] = {
    {"commandResults", kCommandResult, kMostCommandResults}};
constexpr AccountPart kCommandParts[] = {{"invocations", kInvocation, kMostNodes}};
constexpr AccountList kLists[] = {{"instances", kInstance, kInstanceParts},
                                  {"topics", kTopic},
                                  {"managedInstances", kManagedInstance, kManagedInstanceParts},
                                  {"parameters", kParameter},
                                  {"maintenanceWindows", kWindow},
                                  {"commands", kCommand, kCommandParts}};

}  // namespace

std::span<const AccountList> account_lists() {
  return kLists;
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
