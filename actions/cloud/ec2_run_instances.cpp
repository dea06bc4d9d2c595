// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <array>

#include "actions/cloud/account_file.h"
#include "actions/cloud/ec2_tags.h"
#include "actions/cloud/instance.h"
#include "core/base/arn.h"
#include "core/base/id.h"

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
constexpr MemberShape kProfileMembers[] = {{"Arn", &kString}, {"Name", &kString}};
constexpr Shape kProfile = structure(kProfileMembers);
constexpr MemberShape kTagSpecificationMembers[] = {{"ResourceType", &kString}, {"Tags", &kTags}};
constexpr Shape kTagSpecification = structure(kTagSpecificationMembers);
constexpr Shape kTagSpecifications = list_of(kTagSpecification);

// Members that change nothing here are known by name, so that a misspelt one is still found.
constexpr MemberShape kRunMembers[] = {{"BlockDeviceMappings", kAnything},
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
                                       {"MetadataOptions", kAnything},
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

std::string new_id(std::string_view prefix) {
  return std::string(prefix) + sha256_hex(new_uuid()).substr(0, 17);
}

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
  const std::string image = string_member(parameters, "ImageId");
  if (image.empty() && !parameters.contains("LaunchTemplate")) {
    return failure("MissingParameter", "The request must contain the parameter ImageId");
  }
  if (!image.empty() && !is_resource_id(image, "ami-")) {
    return failure("InvalidAMIID.Malformed",
                   fmt::format("Invalid id: \"{}\" (expecting \"ami-...\")", image));
  }
  const std::string type = string_member(parameters, "InstanceType", "m1.small");
  if (type.find('.') == std::string::npos) {
    return failure("InvalidParameterValue",
                   fmt::format("Invalid value '{}' for InstanceType.", type));
  }
  return {};
}

Result<Json> tags_of(const Json& parameters) {
  Json tags = Json::object();
  const Json* specifications = find_member(parameters, "TagSpecifications");
  if (specifications == nullptr) return tags;
  for (const Json& specification : *specifications) {
    if (string_member(specification, "ResourceType") != "instance") continue;
    const Json* list = find_member(specification, "Tags");
    if (list != nullptr) TRY(put_tags(tags, *list));
  }
  return tags;
}

/// What all instances of one call have in common.
Result<Json> common_members(AccountSession& session, const Json& parameters) {
  Json instance = Json::object();
  for (const std::string_view name :
       {"ImageId", "InstanceType", "KeyName", "SubnetId", "UserData", "DisableApiStop",
        "DisableApiTermination", "InstanceInitiatedShutdownBehavior", "ClientToken",
        "EbsOptimized"}) {
    const Json* value = find_member(parameters, name);
    if (value != nullptr) instance[std::string(name)] = *value;
  }
  if (!instance.contains("InstanceType")) instance["InstanceType"] = "m1.small";
  if (const Json* placement = find_member(parameters, "Placement")) {
    const std::string zone = string_member(*placement, "AvailabilityZone");
    if (!zone.empty()) instance["AvailabilityZone"] = zone;
  }
  Json groups = Json::array();
  for (const std::string& id : strings_of(parameters, "SecurityGroupIds")) {
    groups.push_back({{"GroupId", id}, {"GroupName", id}});
  }
  if (!groups.empty()) instance["SecurityGroups"] = std::move(groups);
  if (const Json* profile = find_member(parameters, "IamInstanceProfile")) {
    const std::string arn =
        Arn::iam(session.scope, "instance-profile/" + string_member(*profile, "Name")).text();
    instance["IamInstanceProfile"] = {{"Arn", string_member(*profile, "Arn", arn)}};
  }
  TRY_ASSIGN(Json tags, tags_of(parameters));
  instance["Tags"] = std::move(tags);
  instance["ReservationId"] = new_id("r-");
  return instance;
}

Result<Json> launch(AccountSession& session, const Json& parameters) {
  TRY(check_launch(parameters));
  TRY_ASSIGN(const std::int64_t count, wanted_count(parameters));
  TRY_ASSIGN(const Timing timing, account_timing(session));
  TRY_ASSIGN(const Json common, common_members(session, parameters));
  Json launched = Json::array();
  for (std::int64_t index = 0; index < count; ++index) {
    Json instance = {{"InstanceId", new_id("i-")}, {"State", "running"}};
    instance.update(common);
    instance["AmiLaunchIndex"] = index;
    const std::string address = string_member(parameters, "PrivateIpAddress");
    if (!address.empty() && index == 0) instance["PrivateIpAddress"] = address;
    record_change(instance, "running", session.now, false);
    instance = with_instance_defaults(std::move(instance), session.scope, session.now);
    TRY(put_instance(session, instance));
    launched.push_back(
        describe_instance(instance, snapshot_at(instance, timing, session.now), session.scope));
  }
  return Json{{"ReservationId", common["ReservationId"]},
              {"OwnerId", session.scope.account},
              {"Groups", Json::array()},
              {"Instances", std::move(launched)}};
}

/// Parameters in one spelling, whatever the order of their members.
Json canonical(const Json& parameters) {
  return to_text(in_canonical_order(parameters));
}

Result<Json> run_instances(AccountSession& session, const Json& parameters) {
  const std::string token = string_member(parameters, "ClientToken");
  if (token.empty()) return launch(session, parameters);
  TRY_ASSIGN(const auto earlier, session.store.find_token(session.scope, "RunInstances", token));
  if (earlier) {
    if (earlier->parameters == canonical(parameters)) return earlier->response;
    return failure("IdempotentParameterMismatch",
                   "Arguments on this idempotent request are inconsistent with arguments used in "
                   "previous request(s).");
  }
  TRY_ASSIGN(Json answer, launch(session, parameters));
  TRY(session.store.put_token(session.scope, "RunInstances", token,
                              {canonical(parameters), answer}));
  return answer;
}

constexpr std::array kRunInstancesOperations = {
    AccountOperation{"ec2", "RunInstances", &kRun, true, run_instances},
};

}  // namespace

std::span<const AccountOperation> ec2_launch_operations() {
  return kRunInstancesOperations;
}

}  // namespace ssm::cloud
