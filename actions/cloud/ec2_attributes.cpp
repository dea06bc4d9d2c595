// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <array>

#include "actions/cloud/volume.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr MemberShape kBooleanMembers[] = {{"Value", &kBoolean}};
constexpr MemberShape kStringMembers[] = {{"Value", &kString}};
constexpr Shape kAttributeBoolean = structure(kBooleanMembers);
constexpr Shape kStringValue = structure(kStringMembers);
constexpr MemberShape kInstanceEbsMembers[] = {{"DeleteOnTermination", &kBoolean},
                                               {"VolumeId", &kString}};
constexpr Shape kInstanceEbs = structure(kInstanceEbsMembers);
constexpr MemberShape kInstanceDeviceMembers[] = {{"DeviceName", &kString},
                                                  {"Ebs", &kInstanceEbs},
                                                  {"VirtualName", &kString},
                                                  {"NoDevice", &kString}};
constexpr Shape kInstanceDevice = structure(kInstanceDeviceMembers);
constexpr Shape kInstanceDevices = list_of(kInstanceDevice);
constexpr MemberShape kModifyMembers[] = {{"SourceDestCheck", &kAttributeBoolean},
                                          {"DisableApiStop", &kAttributeBoolean},
                                          {"DryRun", &kBoolean},
                                          {"InstanceId", &kString, true},
                                          {"Attribute", &kString},
                                          {"Value", &kString},
                                          {"BlockDeviceMappings", &kInstanceDevices},
                                          {"DisableApiTermination", &kAttributeBoolean},
                                          {"InstanceType", &kStringValue},
                                          {"Kernel", &kStringValue},
                                          {"Ramdisk", &kStringValue},
                                          {"UserData", &kStringValue},
                                          {"InstanceInitiatedShutdownBehavior", &kStringValue},
                                          {"Groups", &kStrings},
                                          {"EbsOptimized", &kAttributeBoolean},
                                          {"SriovNetSupport", &kStringValue},
                                          {"EnaSupport", &kAttributeBoolean}};
constexpr Shape kModify = structure(kModifyMembers);
constexpr MemberShape kDescribeAttributeMembers[] = {
    {"DryRun", &kBoolean}, {"InstanceId", &kString, true}, {"Attribute", &kString, true}};
constexpr Shape kDescribeAttribute = structure(kDescribeAttributeMembers);
constexpr MemberShape kModifyMetadataMembers[] = {{"InstanceId", &kString, true},
                                                  {"HttpTokens", &kString},
                                                  {"HttpPutResponseHopLimit", &kInteger},
                                                  {"HttpEndpoint", &kString},
                                                  {"DryRun", &kBoolean},
                                                  {"HttpProtocolIpv6", &kString},
                                                  {"InstanceMetadataTags", &kString}};
constexpr Shape kModifyMetadata = structure(kModifyMetadataMembers);

/// An attribute that is kept: its name as a parameter, as the value of Attribute, its kind.
struct Attribute {
  std::string_view member;
  std::string_view name;
  bool is_boolean;
  bool needs_stop;  // only a stopped instance can change it
};
constexpr std::array<Attribute, 7> kAttributes = {
    {{"InstanceType", "instanceType", false, true},
     {"UserData", "userData", false, true},
     {"DisableApiTermination", "disableApiTermination", true, false},
     {"DisableApiStop", "disableApiStop", true, false},
     {"InstanceInitiatedShutdownBehavior", "instanceInitiatedShutdownBehavior", false, false},
     {"SourceDestCheck", "sourceDestCheck", true, false},
     {"EbsOptimized", "ebsOptimized", true, true}}};

struct Setting {
  const Attribute* attribute;
  Json value;
};

tl::unexpected<Error> invalid_value(std::string_view value, std::string_view parameter) {
  return failure("InvalidParameterValue",
                 fmt::format("Value ({}) for parameter {} is invalid.", value, parameter));
}

/// Attribute and Value, the other way to name what changes.
Result<Setting> named_setting(const Json& parameters) {
  const std::string name = string_member(parameters, "Attribute");
  const auto* attribute = std::ranges::find(kAttributes, name, &Attribute::name);
  if (attribute == kAttributes.end()) return invalid_value(name, "attribute");
  const std::string value = string_member(parameters, "Value");
  if (!attribute->is_boolean) return Setting{attribute, value};
  const bool on = equals_ignore_case(value, "true");
  if (!on && !equals_ignore_case(value, "false")) return invalid_value(value, "value");
  return Setting{attribute, on};
}

/// The one attribute a call may change.
Result<Setting> setting_of(const Json& parameters) {
  std::optional<Setting> setting;
  int given = 0;
  for (const auto& [name, value] : parameters.items()) {
    if (name == "InstanceId" || name == "DryRun" || name == "Value") continue;
    ++given;
    const auto* attribute = std::ranges::find(kAttributes, name, &Attribute::member);
    if (attribute != kAttributes.end() && value.contains("Value")) {
      setting = Setting{attribute, value["Value"]};
    } else if (name == "Attribute") {
      TRY_ASSIGN(setting, named_setting(parameters));
    } else {
      return failure("NotSimulated",
                     fmt::format("The simulated account does not keep the attribute {}", name));
    }
  }
  if (given > 1) {
    return failure("InvalidParameterCombination", "Fields for multiple attribute types specified");
  }
  if (!setting) return failure("InvalidParameterCombination", "No attributes specified.");
  return *std::move(setting);
}

/// The security groups of an instance become these.
Result<Json> modify_groups(AccountSession& session, Json& instance,
                           const std::vector<std::string>& ids) {
  TRY_ASSIGN(const std::vector<Json> groups, resources_by_id(session, kSecurityGroups, ids));
  if (groups.empty())
    return failure("InvalidParameterValue", "An instance has at least one security group");
  Json& own = instance["SecurityGroups"] = Json::array();
  for (const Json& group : groups)
    own.push_back({{"GroupId", group["GroupId"]}, {"GroupName", group["GroupName"]}});
  TRY(put_instance(session, instance));
  return Json::object();
}

/// Whether volumes go with the instance.
Result<Json> modify_devices(AccountSession& session, const Json& instance, const Json& devices) {
  TRY_ASSIGN(const AttachedVolumes attached, AttachedVolumes::of(session, {instance}));
  for (const Json& device : devices) {
    const std::string name = string_member(device, "DeviceName");
    const Json* ebs = find_member(device, "Ebs");
    bool is_known = false;
    for (Json volume : attached.volumes(instance)) {
      for (Json& attachment : volume["Attachments"]) {
        if (string_member(attachment, "InstanceId") != string_member(instance, "InstanceId") ||
            string_member(attachment, "Device") != name)
          continue;
        is_known = true;
        if (ebs != nullptr) copy_members(attachment, *ebs, {"DeleteOnTermination"});
        TRY(store_resource(session, kVolumes, volume));
      }
    }
    if (!is_known)
      return failure("InvalidInstanceAttributeValue",
                     fmt::format("No device is currently mapped at {}", name));
  }
  return Json::object();
}

Result<Json> modify_instance_attribute(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(std::vector<Json> instances,
             instances_by_id(session, {string_member(parameters, "InstanceId")}));
  Json& instance = instances.front();
  if (parameters.contains("Groups"))
    return modify_groups(session, instance, strings_of(parameters, "Groups"));
  if (const Json* devices = find_member(parameters, "BlockDeviceMappings"))
    return modify_devices(session, instance, *devices);
  TRY_ASSIGN(const Setting setting, setting_of(parameters));
  TRY_ASSIGN(const Timing timing, account_timing(session));
  const InstanceState state = snapshot_at(instance, timing, session.now).state;
  if (state == InstanceState::kTerminated ||
      (setting.attribute->needs_stop && state != InstanceState::kStopped)) {
    return failure("IncorrectInstanceState",
                   fmt::format("The instance '{}' is not in the 'stopped' state.",
                               string_member(instance, "InstanceId")));
  }
  instance[std::string(setting.attribute->member)] = setting.value;
  TRY(put_instance(session, instance));
  return Json::object();
}

Result<Json> describe_instance_attribute(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const std::vector<Json> instances,
             instances_by_id(session, {string_member(parameters, "InstanceId")}));
  const Json& instance = instances.front();
  const std::string name = string_member(parameters, "Attribute");
  Json answer = {{"InstanceId", instance["InstanceId"]}};
  if (name == "blockDeviceMapping" || name == "groupSet" || name == "rootDeviceName") {
    TRY_ASSIGN(const AttachedVolumes volumes, AttachedVolumes::of(session, instances));
    if (name == "groupSet")
      answer["Groups"] = list_member(instance, "SecurityGroups");
    else if (name == "rootDeviceName")
      answer["RootDeviceName"] = {
          {"Value", string_member(instance, "RootDeviceName", kRootDevice)}};
    else
      answer["BlockDeviceMappings"] = volumes.mappings(instance);
    return answer;
  }
  const auto* attribute = std::ranges::find(kAttributes, name, &Attribute::name);
  if (attribute == kAttributes.end()) return invalid_value(name, "attribute");
  Json value = Json::object();
  if (const Json* kept = find_member(instance, attribute->member)) {
    value["Value"] = *kept;
  } else if (attribute->is_boolean) {
    value["Value"] = attribute->member == "SourceDestCheck";
  } else if (attribute->member == "InstanceInitiatedShutdownBehavior") {
    value["Value"] = "stop";
  }
  answer[std::string(attribute->member)] = std::move(value);
  return answer;
}

Result<Json> modify_metadata_options(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json instance,
             resource_by_id(session, kInstances, string_member(parameters, "InstanceId")));
  constexpr std::int64_t kMostHops = 64;
  const std::int64_t hops = integer_member(parameters, "HttpPutResponseHopLimit", 1);
  if (hops < 1 || hops > kMostHops)
    return failure("InvalidParameterValue",
                   fmt::format("Value ({}) for parameter httpPutResponseHopLimit is invalid. It "
                               "must be between 1 and {}.",
                               hops, kMostHops));
  Json& options = instance["MetadataOptions"];
  if (!options.is_object()) options = Json::object();
  copy_members(options, parameters,
               {"HttpTokens", "HttpPutResponseHopLimit", "HttpEndpoint", "HttpProtocolIpv6",
                "InstanceMetadataTags"});
  TRY(put_instance(session, instance));
  Json shown = metadata_options(instance);
  shown["State"] = "pending";
  return Json{{"InstanceId", instance["InstanceId"]},
              {"InstanceMetadataOptions", std::move(shown)}};
}

constexpr std::array kAttributeOperations = {
    AccountOperation{"ec2", "ModifyInstanceAttribute", &kModify, true, modify_instance_attribute},
    AccountOperation{"ec2", "DescribeInstanceAttribute", &kDescribeAttribute, false,
                     describe_instance_attribute},
    AccountOperation{"ec2", "ModifyInstanceMetadataOptions", &kModifyMetadata, true,
                     modify_metadata_options},
};

}  // namespace

std::span<const AccountOperation> ec2_attribute_operations() {
  return kAttributeOperations;
}

}  // namespace ssm::cloud
