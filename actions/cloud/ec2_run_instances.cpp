// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <array>

#include "actions/cloud/account_file.h"
#include "actions/cloud/block_device.h"
#include "actions/cloud/default_network.h"
#include "actions/cloud/image.h"
#include "actions/cloud/security_group.h"
#include "actions/cloud/volume.h"
#include "core/base/arn.h"

namespace ssm::cloud {
namespace {

constexpr std::int64_t kMostInstances = 100;

constexpr MemberShape kPlacementMembers[] = {{"AvailabilityZoneId", &kString},
                                             {"Affinity", &kString},
                                             {"GroupName", &kString},
                                             {"PartitionNumber", &kInteger},
                                             {"HostId", &kString},
                                             {"Tenancy", &kString},
                                             {"SpreadDomain", &kString},
                                             {"HostResourceGroupArn", &kString},
                                             {"GroupId", &kString},
                                             {"AvailabilityZone", &kString}};
constexpr Shape kPlacement = structure(kPlacementMembers);
constexpr MemberShape kMetadataOptionsMembers[] = {{"HttpTokens", &kString},
                                                   {"HttpPutResponseHopLimit", &kInteger},
                                                   {"HttpEndpoint", &kString},
                                                   {"HttpProtocolIpv6", &kString},
                                                   {"InstanceMetadataTags", &kString}};
constexpr Shape kMetadataOptions = structure(kMetadataOptionsMembers);
constexpr MemberShape kProfileMembers[] = {{"Arn", &kString}, {"Name", &kString}};
constexpr Shape kProfile = structure(kProfileMembers);
// Members that change nothing here are known by name, so that a misspelt one is still found.
constexpr MemberShape kRunMembers[] = {{"BlockDeviceMappings", &kBlockDevices},
                                       {"ImageId", &kString},
                                       {"InstanceType", &kString},
                                       {"Ipv6AddressCount", &kInteger},
                                       {"Ipv6Addresses", kAnything},
                                       {"KernelId", &kString},
                                       {"KeyName", &kString},
                                       {"MaxCount", &kInteger, true},
                                       {"MinCount", &kInteger, true},
                                       {"Monitoring", kAnything},
                                       {"Placement", &kPlacement},
                                       {"RamdiskId", &kString},
                                       {"SecurityGroupIds", &kStrings},
                                       {"SecurityGroups", &kStrings},
                                       {"SubnetId", &kString},
                                       {"UserData", &kString},
                                       {"ElasticGpuSpecification", kAnything},
                                       {"ElasticInferenceAccelerators", kAnything},
                                       {"TagSpecifications", &kTagSpecifications},
                                       {"LaunchTemplate", kAnything},
                                       {"InstanceMarketOptions", kAnything},
                                       {"CreditSpecification", kAnything},
                                       {"CpuOptions", kAnything},
                                       {"CapacityReservationSpecification", kAnything},
                                       {"HibernationOptions", kAnything},
                                       {"LicenseSpecifications", kAnything},
                                       {"MetadataOptions", &kMetadataOptions},
                                       {"EnclaveOptions", kAnything},
                                       {"PrivateDnsNameOptions", kAnything},
                                       {"MaintenanceOptions", kAnything},
                                       {"DisableApiStop", &kBoolean},
                                       {"EnablePrimaryIpv6", &kBoolean},
                                       {"NetworkPerformanceOptions", kAnything},
                                       {"Operator", kAnything},
                                       {"SecondaryInterfaces", kAnything},
                                       {"DryRun", &kBoolean},
                                       {"DisableApiTermination", &kBoolean},
                                       {"InstanceInitiatedShutdownBehavior", &kString},
                                       {"PrivateIpAddress", &kString},
                                       {"ClientToken", &kString},
                                       {"AdditionalInfo", &kString},
                                       {"NetworkInterfaces", kAnything},
                                       {"IamInstanceProfile", &kProfile},
                                       {"EbsOptimized", &kBoolean}};
constexpr Shape kRun = structure(kRunMembers);

Result<std::int64_t> wanted_count(const Json& parameters) {
  const auto least = parameters["MinCount"].get<std::int64_t>();
  const auto most = parameters["MaxCount"].get<std::int64_t>();
  if (least < 1 || most < least) {
    return failure("InvalidParameterValue",
                   fmt::format("Values MinCount {} and MaxCount {} are invalid: expecting 1 <= "
                               "MinCount <= MaxCount.",
                               least, most));
  }
  if (least > kMostInstances) {
    return failure("InstanceLimitExceeded",
                   fmt::format("The simulated account launches at most {} instances in one call",
                               kMostInstances));
  }
  return std::min(most, kMostInstances);
}

Completed check_launch(const Json& parameters) {
  if (string_member(parameters, "ImageId").empty() && !parameters.contains("LaunchTemplate")) {
    return failure("MissingParameter", "The request must contain the parameter ImageId");
  }
  const std::string type = string_member(parameters, "InstanceType", "m1.small");
  if (type.find('.') == std::string::npos) {
    return failure("InvalidParameterValue",
                   fmt::format("Invalid value '{}' for InstanceType.", type));
  }
  return {};
}

/// The image as far as the account knows it; empty: somebody else's, or that of a launch template.
Result<Json> launched_image(AccountSession& session, const Json& parameters) {
  const std::string id = string_member(parameters, "ImageId");
  if (id.empty()) return Json::object();
  TRY_ASSIGN(std::optional<Json> image, image_to_launch(session, id));
  return std::move(image).value_or(Json::object());
}

/// The volumes that an image gives an instance; of one that is not known, a root volume.
Json mappings_of_image(const Json& image) {
  if (!image.empty()) return list_member(image, "BlockDeviceMappings");
  return Json::array({{{"DeviceName", kRootDevice}, {"Ebs", Json::object()}}});
}

/// By id, and by name in the default VPC; the default group when neither is given. What the account
/// does not have is shown as it is named.
Result<Json> launched_groups(AccountSession& session, const Json& parameters) {
  Json groups = Json::array();
  for (const std::string& id : strings_of(parameters, "SecurityGroupIds")) {
    TRY_ASSIGN(const std::optional<Json> group, find_resource(session, kSecurityGroups, id));
    groups.push_back(
        {{"GroupId", id}, {"GroupName", group ? string_member(*group, "GroupName") : id}});
  }
  std::vector<std::string> names = strings_of(parameters, "SecurityGroups");
  if (groups.empty() && names.empty()) names.emplace_back(kDefaultGroupName);
  if (!names.empty()) {
    TRY_ASSIGN(const std::vector<Json> found, groups_by_name(session, names));
    for (const Json& group : found)
      groups.push_back({{"GroupId", group["GroupId"]}, {"GroupName", group["GroupName"]}});
  }
  return groups;
}

/// What all instances of one call have in common.
Result<Json> common_members(AccountSession& session, const Json& parameters, const Json& image) {
  Json instance = Json::object();
  copy_members(instance, image, {"Architecture", "Platform", "RootDeviceName"});
  inherit(instance, "start", image, "launch");
  inherit(instance, "checks", image, "checks");
  for (const std::string_view name :
       {"ImageId", "InstanceType", "KeyName", "SubnetId", "UserData", "DisableApiStop",
        "DisableApiTermination", "InstanceInitiatedShutdownBehavior", "ClientToken", "EbsOptimized",
        "MetadataOptions"}) {
    const Json* value = find_member(parameters, name);
    if (value != nullptr) instance[std::string(name)] = *value;
  }
  if (!instance.contains("InstanceType")) instance["InstanceType"] = "m1.small";
  if (const DefaultSubnet* subnet = find_default_subnet(string_member(instance, "SubnetId")))
    instance["AvailabilityZone"] = zone_of(*subnet, session.scope);
  if (const Json* placement = find_member(parameters, "Placement")) {
    const std::string zone = string_member(*placement, "AvailabilityZone");
    if (!zone.empty()) instance["AvailabilityZone"] = zone;
  }
  TRY_ASSIGN(Json groups, launched_groups(session, parameters));
  instance["SecurityGroups"] = std::move(groups);
  if (const Json* profile = find_member(parameters, "IamInstanceProfile")) {
    const std::string arn =
        Arn::iam(session.scope, "instance-profile/" + string_member(*profile, "Name")).text();
    instance["IamInstanceProfile"] = {{"Arn", string_member(*profile, "Arn", arn)}};
  }
  TRY_ASSIGN(instance["Tags"], tags_for(parameters, kInstances.type));
  instance["ReservationId"] = new_id("r-");
  return instance;
}

Result<Json> launch(AccountSession& session, const Json& parameters) {
  TRY(check_launch(parameters));
  TRY_ASSIGN(const std::int64_t count, wanted_count(parameters));
  TRY_ASSIGN(const Timing timing, account_timing(session));
  TRY_ASSIGN(const Json image, launched_image(session, parameters));
  TRY_ASSIGN(const Json common, common_members(session, parameters, image));
  TRY_ASSIGN(const Json mappings, merged_mappings(session, mappings_of_image(image),
                                                  list_member(parameters, "BlockDeviceMappings")));
  TRY_ASSIGN(const Json volume_tags, tags_for(parameters, kVolumes.type));
  Json launched = Json::array();
  for (std::int64_t index = 0; index < count; ++index) {
    Json instance = {{"InstanceId", new_id("i-")}, {"State", "running"}};
    instance.update(common);
    instance["AmiLaunchIndex"] = index;
    const std::string address = string_member(parameters, "PrivateIpAddress");
    if (!address.empty() && index == 0) instance["PrivateIpAddress"] = address;
    record_change(instance, "running", session.now, false);
    instance = with_instance_defaults(std::move(instance), session.scope, session.now);
    add_default(instance, "RootDeviceName", kRootDevice);
    TRY(add_resource(session, kInstances, instance));
    TRY(add_instance_volumes(session, instance, mappings, volume_tags));
    TRY_ASSIGN(const AttachedVolumes volumes, AttachedVolumes::of(session, {instance}));
    launched.push_back(describe_instance(instance, snapshot_at(instance, timing, session.now),
                                         session.scope, volumes.mappings(instance)));
  }
  return Json{{"ReservationId", common["ReservationId"]},
              {"OwnerId", session.scope.account},
              {"Groups", Json::array()},
              {"Instances", std::move(launched)}};
}

Result<Json> run_instances(AccountSession& session, const Json& parameters) {
  return answer_once(session, "RunInstances", parameters, launch);
}

constexpr std::array kRunInstancesOperations = {
    AccountOperation{"ec2", "RunInstances", &kRun, true, run_instances},
};

}  // namespace

std::span<const AccountOperation> ec2_launch_operations() {
  return kRunInstancesOperations;
}

}  // namespace ssm::cloud
