// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "actions/cloud/instance.h"
#include "actions/cloud/volume.h"

namespace ssm::cloud {
namespace {

/// "10.0.1.2" in "ip-10-0-1-2.eu-north-1.compute.internal".
std::string private_dns_name(std::string address, const std::string& region) {
  if (address.empty()) return {};
  std::ranges::replace(address, '.', '-');
  return region == "us-east-1" ? fmt::format("ip-{}.ec2.internal", address)
                               : fmt::format("ip-{}.{}.compute.internal", address, region);
}

std::string public_dns_name(std::string address, const std::string& region) {
  if (address.empty()) return {};
  std::ranges::replace(address, '.', '-');
  return region == "us-east-1" ? fmt::format("ec2-{}.compute-1.amazonaws.com", address)
                               : fmt::format("ec2-{}.{}.compute.amazonaws.com", address, region);
}

void copy_member(Json& to, const Json& from, std::string_view name) {
  if (const Json* value = find_member(from, name)) to[std::string(name)] = *value;
}

/// Addresses and networks: a terminated instance has none, a stopped one no public address.
void add_network(Json& answer, const Json& instance, const InstanceSnapshot& snapshot,
                 const AccountRegion& scope) {
  const bool terminated = snapshot.state == InstanceState::kTerminated;
  const bool stopped = snapshot.state == InstanceState::kStopped;
  const std::string private_address = terminated ? "" : string_member(instance, "PrivateIpAddress");
  const std::string public_address =
      terminated || stopped ? "" : string_member(instance, "PublicIpAddress");
  answer["PrivateDnsName"] = private_dns_name(private_address, scope.region);
  if (!private_address.empty()) answer["PrivateIpAddress"] = private_address;
  answer["ProductCodes"] = Json::array();
  answer["PublicDnsName"] = public_dns_name(public_address, scope.region);
  if (!public_address.empty()) answer["PublicIpAddress"] = public_address;
  if (terminated) return;
  copy_member(answer, instance, "SubnetId");
  copy_member(answer, instance, "VpcId");
}

/// Why it is not running, as far as that is known.
void add_reason(Json& answer, const Json& instance, const InstanceSnapshot& snapshot) {
  const Json* change = find_member(instance, "change");
  const std::string to = change == nullptr ? "" : string_member(*change, "to");
  answer["StateTransitionReason"] = "";
  if (snapshot.failed) {
    answer["StateTransitionReason"] = "Server.InternalError";
    answer["StateReason"] = {{"Code", "Server.InternalError"},
                             {"Message", "Server.InternalError: Internal error on launch"}};
  } else if (to == "stopped" || to == "terminated") {
    const std::string when =
        api_time(parse_time(string_member(*change, "at")).value_or(Time{})).substr(0, 19);
    answer["StateTransitionReason"] =
        fmt::format("User initiated ({} {} GMT)", when.substr(0, 10), when.substr(11));
    answer["StateReason"] = {{"Code", "Client.UserInitiatedShutdown"},
                             {"Message", "Client.UserInitiatedShutdown: User initiated shutdown"}};
  } else if (snapshot.state == InstanceState::kPending) {
    answer["StateReason"] = {{"Code", "pending"}, {"Message", "pending"}};
  }
}

}  // namespace

Json metadata_options(const Json& instance) {
  Json options = {{"State", "applied"},
                  {"HttpTokens", "optional"},
                  {"HttpPutResponseHopLimit", 1},
                  {"HttpEndpoint", "enabled"},
                  {"HttpProtocolIpv6", "disabled"},
                  {"InstanceMetadataTags", "disabled"}};
  if (const Json* given = find_member(instance, "MetadataOptions")) options.update(*given);
  return options;
}

Json describe_instance(const Json& instance, const InstanceSnapshot& snapshot,
                       const AccountRegion& scope, Json mappings) {
  const bool windows = string_member(instance, "Platform") == "windows";
  Json answer = Json::object();
  answer["AmiLaunchIndex"] = instance.value("AmiLaunchIndex", 0);
  for (const auto name : {"ImageId", "InstanceId", "InstanceType", "KeyName"}) {
    copy_member(answer, instance, name);
  }
  answer["LaunchTime"] =
      api_time(parse_time(string_member(instance, "LaunchTime")).value_or(Time{}));
  answer["Monitoring"] = {{"State", "disabled"}};
  answer["Placement"] = {{"AvailabilityZone", string_member(instance, "AvailabilityZone")},
                         {"GroupName", ""},
                         {"Tenancy", "default"}};
  copy_member(answer, instance, "Platform");
  add_network(answer, instance, snapshot, scope);
  answer["State"] = state_json(snapshot.state);
  add_reason(answer, instance, snapshot);
  answer["Architecture"] = string_member(instance, "Architecture", "x86_64");
  answer["BlockDeviceMappings"] = std::move(mappings);
  answer["ClientToken"] = string_member(instance, "ClientToken");
  answer["EbsOptimized"] = is_set(instance, "EbsOptimized");
  answer["EnaSupport"] = true;
  answer["Hypervisor"] = "xen";
  copy_member(answer, instance, "IamInstanceProfile");
  answer["NetworkInterfaces"] = Json::array();
  answer["MetadataOptions"] = metadata_options(instance);
  answer["RootDeviceName"] = string_member(instance, "RootDeviceName", kRootDevice);
  answer["RootDeviceType"] = "ebs";
  answer["SecurityGroups"] = instance.value("SecurityGroups", Json::array());
  answer["SourceDestCheck"] = instance.value("SourceDestCheck", true);
  const Json tags = tag_list(instance.value("Tags", Json::object()));
  if (!tags.empty()) answer["Tags"] = tags;
  answer["VirtualizationType"] = "hvm";
  answer["PlatformDetails"] = windows ? "Windows" : "Linux/UNIX";
  return answer;
}

}  // namespace ssm::cloud
