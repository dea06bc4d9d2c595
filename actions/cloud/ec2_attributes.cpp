// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <array>

#include "actions/cloud/instance.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr MemberShape kBooleanMembers[] = {{"Value", &kBoolean}};
constexpr MemberShape kStringMembers[] = {{"Value", &kString}};
constexpr Shape kAttributeBoolean = structure(kBooleanMembers);
constexpr Shape kStringValue = structure(kStringMembers);
constexpr MemberShape kModifyMembers[] = {{"SourceDestCheck", &kAttributeBoolean},
                                          {"DisableApiStop", &kAttributeBoolean},
                                          {"DryRun", &kBoolean},
                                          {"InstanceId", &kString, true},
                                          {"Attribute", &kString},
                                          {"Value", &kString},
                                          {"BlockDeviceMappings", kAnything},
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

Result<Json> modify_instance_attribute(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(std::vector<Json> instances,
             instances_by_id(session, {string_member(parameters, "InstanceId")}));
  TRY_ASSIGN(const Setting setting, setting_of(parameters));
  TRY_ASSIGN(const Timing timing, account_timing(session));
  Json& instance = instances.front();
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
  return Json{{"InstanceId", instance["InstanceId"]},
              {std::string(attribute->member), std::move(value)}};
}

constexpr std::array kAttributeOperations = {
    AccountOperation{"ec2", "ModifyInstanceAttribute", &kModify, true, modify_instance_attribute},
    AccountOperation{"ec2", "DescribeInstanceAttribute", &kDescribeAttribute, false,
                     describe_instance_attribute},
};

}  // namespace

std::span<const AccountOperation> ec2_attribute_operations() {
  return kAttributeOperations;
}

}  // namespace ssm::cloud
