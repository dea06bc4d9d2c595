// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/account_file_members.h"

#include <fmt/format.h>

#include "actions/cloud/account_values.h"
#include "actions/cloud/block_device.h"
#include "actions/cloud/command_record.h"
#include "actions/cloud/managed_nodes.h"
#include "actions/cloud/parameter_versions.h"
#include "actions/cloud/resource.h"
#include "actions/cloud/security_group.h"
#include "core/base/text.h"
#include "core/model/client_checks.h"

namespace ssm::cloud {
namespace {

std::string resource_id(const Json& value, std::string_view prefix) {
  const bool good =
      value.is_string() && is_resource_id(value.get_ref<const std::string&>(), prefix);
  return good ? ""
              : fmt::format("must be \"{}\" and 8 or 17 hexadecimal digits in lower case", prefix);
}
std::string instance_id(const Json& value) {
  return resource_id(value, "i-");
}
std::string image_id(const Json& value) {
  return resource_id(value, "ami-");
}
std::string snapshot_id(const Json& value) {
  return resource_id(value, "snap-");
}
std::string volume_id(const Json& value) {
  return resource_id(value, "vol-");
}
std::string group_id(const Json& value) {
  return resource_id(value, "sg-");
}
std::string image_state(const Json& value) {
  return behaviour_problem(value, {"available", "failed", "pending"}, false);
}
std::string snapshot_state(const Json& value) {
  return behaviour_problem(value, {"completed", "error", "pending"}, false);
}
std::string volume_state(const Json& value) {
  return behaviour_problem(value, {"available", "in-use", "error", "creating"}, false);
}
std::string attachment_state(const Json& value) {
  return behaviour_problem(value, {"attached", "attaching", "detaching"}, false);
}
std::string size_in_gib(const Json& value) {
  const bool good = value.is_number_integer() && value.get<std::int64_t>() >= 1 &&
                    value.get<std::int64_t>() <= 65'536;
  return good ? "" : "must be a whole number between 1 and 65536";
}
/// A list as a request of the API would have it.
std::string like_in_requests(const Json& value, const Shape& list) {
  const MemberShape members[] = {{"value", &list}};
  const Shape request = structure(members);
  return client_side_problems(request, Json{{"value", value}}).empty()
             ? ""
             : "must be a list as the API of EC2 takes it";
}
std::string block_devices(const Json& value) {
  const std::string problem = like_in_requests(value, kBlockDevices);
  if (!problem.empty()) return problem;
  const bool named = std::ranges::all_of(
      value, [](const Json& mapping) { return !string_member(mapping, "DeviceName").empty(); });
  return named ? "" : "must have a DeviceName in each element";
}
std::string permissions(const Json& value) {
  const std::string problem = like_in_requests(value, kIpPermissions);
  if (!problem.empty()) return problem;
  const bool named = std::ranges::all_of(value, [](const Json& permission) {
    return !string_member(permission, "IpProtocol").empty();
  });
  return named ? "" : "must have an IpProtocol in each element";
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

std::string made_behaviour(const Json& value) {
  return behaviour_problem(value, {"stuck", "fail"}, false);
}
std::string making_behaviour(const Json& value) {
  return behaviour_problem(value, {"stuck", "fail"}, true);
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

constexpr AccountValue kImageIdValue{
    image_id, R"({"type": "string", "pattern": "^ami-([0-9a-f]{8}|[0-9a-f]{17})$"})"};
constexpr AccountValue kSnapshotIdValue{
    snapshot_id, R"({"type": "string", "pattern": "^snap-([0-9a-f]{8}|[0-9a-f]{17})$"})"};
constexpr AccountValue kVolumeIdValue{
    volume_id, R"({"type": "string", "pattern": "^vol-([0-9a-f]{8}|[0-9a-f]{17})$"})"};
constexpr AccountValue kGroupIdValue{
    group_id, R"({"type": "string", "pattern": "^sg-([0-9a-f]{8}|[0-9a-f]{17})$"})"};
constexpr AccountValue kImageStateValue{image_state,
                                        R"({"enum": ["available", "failed", "pending"]})"};
constexpr AccountValue kSnapshotStateValue{snapshot_state,
                                           R"({"enum": ["completed", "error", "pending"]})"};
constexpr AccountValue kVolumeStateValue{
    volume_state, R"({"enum": ["available", "in-use", "error", "creating"]})"};
constexpr AccountValue kAttachmentStateValue{attachment_state,
                                             R"({"enum": ["attached", "attaching", "detaching"]})"};
constexpr AccountValue kSizeValue{size_in_gib,
                                  R"({"type": "integer", "minimum": 1, "maximum": 65536})"};
constexpr AccountValue kBlockDevicesValue{
    block_devices, R"({"type": "array", "items": {"type": "object", "required": ["DeviceName"]}})"};
constexpr AccountValue kIpPermissionsValue{
    permissions, R"({"type": "array", "items": {"type": "object", "required": ["IpProtocol"]}})"};
constexpr AccountValue kMadeBehaviourValue{made_behaviour, R"({"enum": ["stuck", "fail"]})"};
constexpr AccountValue kMakingBehaviourValue{
    making_behaviour,
    R"({"anyOf": [{"enum": ["stuck", "fail"]}, {"type": "string", "pattern": "^error:."}]})"};
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
                                       {"RootDeviceName", kValueTextValue},
                                       {"MetadataOptions", kMapValue},
                                       {"Tags", kTagsValue},
                                       {"change", kMapValue},
                                       {"timing", kMapValue},
                                       {"behaviour", kMapValue},
                                       {"PingStatus", kPingStatusValue},
                                       {"transport", kTransportValue},
                                       {"commandResults", kMapsValue}};
constexpr AccountMember kChange[] = {
    {"to", kWantedStateValue, true}, {"at", kTimeValue, true}, {"force", kBooleanValue}};
constexpr AccountMember kTiming[] = {
    {"start", kSecondsValue},     {"statusChecks", kSecondsValue}, {"stop", kSecondsValue},
    {"terminate", kSecondsValue}, {"image", kSecondsValue},        {"snapshot", kSecondsValue},
    {"volume", kSecondsValue},    {"attach", kSecondsValue},       {"detach", kSecondsValue},
    {"modify", kSecondsValue},    {"command", kSecondsValue}};
constexpr AccountMember kInstanceTiming[] = {{"start", kSecondsValue},
                                             {"statusChecks", kSecondsValue},
                                             {"stop", kSecondsValue},
                                             {"terminate", kSecondsValue},
                                             {"image", kSecondsValue}};
constexpr AccountMember kBehaviour[] = {
    {"start", kStartBehaviourValue},    {"stop", kStopBehaviourValue},
    {"terminate", kStopBehaviourValue}, {"reboot", kRebootBehaviourValue},
    {"checks", kChecksBehaviourValue},  {"image", kMakingBehaviourValue}};
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
                                         {"waits", kBooleanValue},
                                         {"sent", kTimeValue},
                                         {"started", kTimeValue},
                                         {"ended", kTimeValue},
                                         {"plugins", kMapsValue},
                                         {"outcome", kMapValue},
                                         {"work", kMapValue}};
constexpr AccountMember kWindow[] = {{"WindowId", kTextValue, true}, {"Tags", kTagsValue}};

/// Of what is being made: it gets there by itself.
constexpr AccountMember kMadeChange[] = {{"to", kTextValue, true}, {"at", kTimeValue, true}};

constexpr AccountMember kImage[] = {{"ImageId", kImageIdValue, true},
                                    {"Name", kValueTextValue},
                                    {"State", kImageStateValue},
                                    {"OwnerId", kTextValue},
                                    {"ImageOwnerAlias", kTextValue},
                                    {"Description", kTextValue},
                                    {"CreationDate", kTimeValue},
                                    {"Architecture", kTextValue},
                                    {"Platform", kTextValue},
                                    {"RootDeviceName", kValueTextValue},
                                    {"BlockDeviceMappings", kBlockDevicesValue},
                                    {"LaunchPermissions", kMapsValue},
                                    {"SourceInstanceId", kTextValue},
                                    {"SourceImageId", kTextValue},
                                    {"SourceImageRegion", kTextValue},
                                    {"BootMode", kTextValue},
                                    {"ImdsSupport", kTextValue},
                                    {"DeprecationTime", kTextValue},
                                    {"EnaSupport", kBooleanValue},
                                    {"Tags", kTagsValue},
                                    {"change", kMapValue},
                                    {"timing", kMapValue},
                                    {"behaviour", kMapValue}};
constexpr AccountMember kImageTiming[] = {
    {"image", kSecondsValue}, {"copy", kSecondsValue}, {"launch", kSecondsValue}};
constexpr AccountMember kImageBehaviour[] = {{"image", kMadeBehaviourValue},
                                             {"copy", kMakingBehaviourValue},
                                             {"deregister", kRebootBehaviourValue},
                                             {"launch", kStartBehaviourValue},
                                             {"checks", kChecksBehaviourValue}};

constexpr AccountMember kSnapshot[] = {{"SnapshotId", kSnapshotIdValue, true},
                                       {"VolumeId", kTextValue},
                                       {"VolumeSize", kSizeValue},
                                       {"State", kSnapshotStateValue},
                                       {"Progress", kTextValue},
                                       {"StartTime", kTimeValue},
                                       {"Description", kTextValue},
                                       {"OwnerId", kTextValue},
                                       {"Encrypted", kBooleanValue},
                                       {"KmsKeyId", kTextValue},
                                       {"CreateVolumePermissions", kMapsValue},
                                       {"Tags", kTagsValue},
                                       {"change", kMapValue},
                                       {"timing", kMapValue},
                                       {"behaviour", kMapValue}};
constexpr AccountMember kSnapshotTiming[] = {
    {"snapshot", kSecondsValue}, {"copy", kSecondsValue}, {"volume", kSecondsValue}};
constexpr AccountMember kSnapshotBehaviour[] = {{"snapshot", kMadeBehaviourValue},
                                                {"copy", kMakingBehaviourValue},
                                                {"volume", kMakingBehaviourValue},
                                                {"delete", kRebootBehaviourValue}};

constexpr AccountMember kVolume[] = {{"VolumeId", kVolumeIdValue, true},
                                     {"Size", kSizeValue},
                                     {"VolumeType", kTextValue},
                                     {"AvailabilityZone", kTextValue},
                                     {"State", kVolumeStateValue},
                                     {"SnapshotId", kTextValue},
                                     {"Iops", kWholeNumberValue},
                                     {"Throughput", kWholeNumberValue},
                                     {"Encrypted", kBooleanValue},
                                     {"KmsKeyId", kTextValue},
                                     {"MultiAttachEnabled", kBooleanValue},
                                     {"CreateTime", kTimeValue},
                                     {"Attachments", kMapsValue},
                                     {"Modification", kMapValue},
                                     {"Tags", kTagsValue},
                                     {"change", kMapValue},
                                     {"timing", kMapValue},
                                     {"behaviour", kMapValue}};
constexpr AccountMember kAttachment[] = {{"InstanceId", kInstanceIdValue, true},
                                         {"Device", kValueTextValue},
                                         {"AttachTime", kTimeValue},
                                         {"DeleteOnTermination", kBooleanValue},
                                         {"State", kAttachmentStateValue},
                                         {"change", kMapValue}};
constexpr AccountMember kVolumeTiming[] = {{"volume", kSecondsValue},
                                           {"attach", kSecondsValue},
                                           {"detach", kSecondsValue},
                                           {"modify", kSecondsValue},
                                           {"snapshot", kSecondsValue}};
constexpr AccountMember kVolumeBehaviour[] = {
    {"volume", kMadeBehaviourValue},     {"attach", kStopBehaviourValue},
    {"detach", kStopBehaviourValue},     {"modify", kMakingBehaviourValue},
    {"snapshot", kMakingBehaviourValue}, {"delete", kRebootBehaviourValue}};

constexpr AccountMember kSecurityGroup[] = {{"GroupId", kGroupIdValue, true},
                                            {"GroupName", kValueTextValue},
                                            {"Description", kTextValue},
                                            {"VpcId", kTextValue},
                                            {"IpPermissions", kIpPermissionsValue},
                                            {"IpPermissionsEgress", kIpPermissionsValue},
                                            {"Tags", kTagsValue},
                                            {"behaviour", kMapValue}};
constexpr AccountMember kSecurityGroupBehaviour[] = {{"authorize", kRebootBehaviourValue},
                                                     {"revoke", kRebootBehaviourValue},
                                                     {"delete", kRebootBehaviourValue}};

constexpr AccountPart kInstanceParts[] = {{"change", kChange},
                                          {"timing", kInstanceTiming},
                                          {"behaviour", kBehaviour},
                                          {"commandResults", kCommandResult, kMostCommandResults}};
constexpr AccountPart kManagedInstanceParts[] = {
    {"commandResults", kCommandResult, kMostCommandResults}};
constexpr AccountPart kCommandParts[] = {{"invocations", kInvocation, kMostNodes}};
constexpr AccountPart kImageParts[] = {
    {"change", kMadeChange}, {"timing", kImageTiming}, {"behaviour", kImageBehaviour}};
constexpr AccountPart kSnapshotParts[] = {
    {"change", kMadeChange}, {"timing", kSnapshotTiming}, {"behaviour", kSnapshotBehaviour}};
constexpr AccountPart kVolumeParts[] = {{"change", kMadeChange},
                                        {"timing", kVolumeTiming},
                                        {"behaviour", kVolumeBehaviour},
                                        {"Attachments", kAttachment, kMostInList}};
constexpr AccountPart kSecurityGroupParts[] = {{"behaviour", kSecurityGroupBehaviour}};
constexpr AccountList kLists[] = {{"instances", kInstance, kInstanceParts},
                                  {"topics", kTopic},
                                  {"managedInstances", kManagedInstance, kManagedInstanceParts},
                                  {"parameters", kParameter},
                                  {"maintenanceWindows", kWindow},
                                  {"images", kImage, kImageParts},
                                  {"snapshots", kSnapshot, kSnapshotParts},
                                  {"volumes", kVolume, kVolumeParts},
                                  {"securityGroups", kSecurityGroup, kSecurityGroupParts},

                                  {"commands", kCommand, kCommandParts}};

}  // namespace

std::span<const AccountList> account_lists() {
  static const std::vector<AccountList> all = [] {
    std::vector<AccountList> lists(std::begin(kLists), std::end(kLists));
    for (const ResourceList* list : resource_lists()) lists.push_back(list->file);
    return lists;
  }();
  return all;
}

const AccountList* find_account_list(std::string_view name) {
  for (const AccountList& list : account_lists())
    if (name == list.name ||
        (list.name.ends_with('s') && name == list.name.substr(0, list.name.size() - 1)))
      return &list;
  return nullptr;
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
