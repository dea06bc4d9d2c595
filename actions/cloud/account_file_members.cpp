// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/account_file_members.h"

#include <fmt/format.h>

#include "actions/cloud/block_device.h"
#include "actions/cloud/parameter_versions.h"
#include "actions/cloud/security_group.h"
#include "core/base/text.h"
#include "core/model/client_checks.h"

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
std::string one_of(const Json& value, std::initializer_list<std::string_view> names) {
  const std::string wanted = value.is_string() ? value.get<std::string>() : "";
  if (std::ranges::find(names, wanted) != names.end()) return "";
  return "must be " + join(std::vector<std::string>(names.begin(), names.end()), ", ");
}
std::string image_state(const Json& value) {
  return one_of(value, {"available", "failed", "pending"});
}
std::string snapshot_state(const Json& value) {
  return one_of(value, {"completed", "error", "pending"});
}
std::string volume_state(const Json& value) {
  return one_of(value, {"available", "in-use", "error", "creating"});
}
std::string attachment_state(const Json& value) {
  return one_of(value, {"attached", "attaching", "detaching"});
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

std::string made_behaviour(const Json& value) {
  return behaviour(value, {"stuck", "fail"}, false);
}
std::string making_behaviour(const Json& value) {
  return behaviour(value, {"stuck", "fail"}, true);
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
                                       {"behaviour", kMapValue}};
constexpr AccountMember kChange[] = {
    {"to", kWantedStateValue, true}, {"at", kTimeValue, true}, {"force", kBooleanValue}};
constexpr AccountMember kTiming[] = {{"start", kSecondsValue},  {"statusChecks", kSecondsValue},
                                     {"stop", kSecondsValue},   {"terminate", kSecondsValue},
                                     {"image", kSecondsValue},  {"snapshot", kSecondsValue},
                                     {"volume", kSecondsValue}, {"attach", kSecondsValue},
                                     {"detach", kSecondsValue}, {"modify", kSecondsValue}};
constexpr AccountMember kInstanceTiming[] = {{"start", kSecondsValue},
                                             {"statusChecks", kSecondsValue},
                                             {"stop", kSecondsValue},
                                             {"terminate", kSecondsValue},
                                             {"image", kSecondsValue}};
constexpr AccountMember kBehaviour[] = {
    {"start", kStartBehaviourValue},    {"stop", kStopBehaviourValue},
    {"terminate", kStopBehaviourValue}, {"reboot", kRebootBehaviourValue},
    {"checks", kChecksBehaviourValue},  {"image", kMakingBehaviourValue}};
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
                                              {"Tags", kTagsValue}};
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

constexpr AccountPart kInstanceParts[] = {
    {"change", kChange}, {"timing", kInstanceTiming}, {"behaviour", kBehaviour}};
constexpr AccountPart kImageParts[] = {
    {"change", kMadeChange}, {"timing", kImageTiming}, {"behaviour", kImageBehaviour}};
constexpr AccountPart kSnapshotParts[] = {
    {"change", kMadeChange}, {"timing", kSnapshotTiming}, {"behaviour", kSnapshotBehaviour}};
constexpr AccountPart kVolumeParts[] = {{"change", kMadeChange},
                                        {"timing", kVolumeTiming},
                                        {"behaviour", kVolumeBehaviour},
                                        {"Attachments", kAttachment, true}};
constexpr AccountPart kSecurityGroupParts[] = {{"behaviour", kSecurityGroupBehaviour}};
constexpr AccountList kLists[] = {{"instances", kInstance, kInstanceParts},
                                  {"topics", kTopic},
                                  {"managedInstances", kManagedInstance},
                                  {"parameters", kParameter},
                                  {"maintenanceWindows", kWindow},
                                  {"images", kImage, kImageParts},
                                  {"snapshots", kSnapshot, kSnapshotParts},
                                  {"volumes", kVolume, kVolumeParts},
                                  {"securityGroups", kSecurityGroup, kSecurityGroupParts}};

}  // namespace

std::span<const AccountList> account_lists() {
  return kLists;
}

const AccountList* find_account_list(std::string_view name) {
  for (const AccountList& list : kLists)
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
