// SPDX-License-Identifier: Apache-2.0
// What the account has of networks and places. The default VPC and its subnets cannot be changed.
#include <fmt/format.h>
#include <array>

#include "actions/cloud/default_network.h"
#include "actions/cloud/ec2_filters.h"
#include "actions/cloud/ec2_resource.h"
#include "actions/cloud/ec2_subnets.h"
#include "core/base/arn.h"
#include "core/base/id.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr MemberShape kVpcsMembers[] = {{"Filters", &kFilters},
                                        {"VpcIds", &kStrings},
                                        {"NextToken", &kString},
                                        {"MaxResults", &kInteger},
                                        {"DryRun", &kBoolean}};
constexpr MemberShape kSubnetsMembers[] = {{"Filters", &kFilters},
                                           {"SubnetIds", &kStrings},
                                           {"NextToken", &kString},
                                           {"MaxResults", &kInteger},
                                           {"DryRun", &kBoolean}};
constexpr MemberShape kRegionsMembers[] = {{"RegionNames", &kStrings},
                                           {"AllRegions", &kBoolean},
                                           {"DryRun", &kBoolean},
                                           {"Filters", &kFilters}};
constexpr MemberShape kZonesMembers[] = {{"ZoneNames", &kStrings},
                                         {"ZoneIds", &kStrings},
                                         {"AllAvailabilityZones", &kBoolean},
                                         {"DryRun", &kBoolean},
                                         {"Filters", &kFilters}};
constexpr MemberShape kTypesMembers[] = {
    {"DryRun", &kBoolean},   {"InstanceTypes", &kStrings},
    {"Filters", &kFilters},  {"MaxResults", &kInteger},
    {"NextToken", &kString}, {"IncludeUnsupportedInRegion", &kBoolean}};
constexpr Shape kDescribeVpcs = structure(kVpcsMembers);
constexpr Shape kDescribeSubnets = structure(kSubnetsMembers);
constexpr Shape kDescribeRegions = structure(kRegionsMembers);
constexpr Shape kDescribeZones = structure(kZonesMembers);
constexpr Shape kDescribeTypes = structure(kTypesMembers);

/// How one list answers: of what, and what is said about a name that it does not have.
struct FixedList {
  std::string_view member;     // "Vpcs"
  std::string_view names;      // the parameter: "VpcIds"
  std::string_view id_member;  // "VpcId"
  std::string_view missing_code;
  std::string_view missing_text;  // {} = the name
  std::span<const MemberFilter> filters;
};

Result<Json> describe_fixed(const FixedList& list, const std::vector<Json>& all,
                            const Json& parameters) {
  const std::vector<std::string> names = strings_of(parameters, list.names);
  const auto has_name = [&](const Json& item, const std::string& name) {
    return string_member(item, list.id_member) == name;
  };
  for (const std::string& name : names)
    if (std::ranges::none_of(all, [&](const Json& item) { return has_name(item, name); }))
      return failure(std::string(list.missing_code),
                     fmt::format(fmt::runtime(list.missing_text), name));
  std::vector<Json> found;
  for (const Json& item : all) {
    const bool named = names.empty() || std::ranges::any_of(names, [&](const std::string& name) {
                         return has_name(item, name);
                       });
    TRY_ASSIGN(const bool passes, passes_filters(parameters, item, list.filters));
    if (named && passes) found.push_back(item);
  }
  return paged_answer(list.member, std::move(found), parameters, list.id_member);
}

Result<Json> describe_vpcs(AccountSession& session, const Json& parameters) {
  constexpr std::array<MemberFilter, 7> kVpcFilters = {
      {{"cidr", "CidrBlock"},
       {"cidr-block-association.cidr-block", "CidrBlockAssociationSet.CidrBlock"},
       {"is-default", "IsDefault"},
       {"isDefault", "IsDefault"},
       {"owner-id", "OwnerId"},
       {"state", "State"},
       {"vpc-id", "VpcId"}}};
  Json associations = Json::array();
  associations.push_back({{"AssociationId", made_up_id("vpc-cidr-assoc-", kDefaultVpcId)},
                          {"CidrBlock", kDefaultVpcCidr},
                          {"CidrBlockState", {{"State", "associated"}}}});
  const Json vpc = {{"OwnerId", session.scope.account},
                    {"InstanceTenancy", "default"},
                    {"CidrBlockAssociationSet", std::move(associations)},
                    {"IsDefault", true},
                    {"Tags", Json::array()},
                    {"VpcId", kDefaultVpcId},
                    {"State", "available"},
                    {"CidrBlock", kDefaultVpcCidr},
                    {"DhcpOptionsId", made_up_id("dopt-", kDefaultVpcId)}};
  return describe_fixed({"Vpcs", "VpcIds", "VpcId", "InvalidVpcID.NotFound",
                         "The vpc ID '{}' does not exist", kVpcFilters},
                        {vpc}, parameters);
}

/// `zone`: "eu-north-1a".
std::string zone_id(std::string_view zone, const AccountRegion& scope) {
  // "eu-north-1" has ids like eun1-az1: the first two letters, that of each word, the number.
  const std::vector<std::string> words = split(scope.region, '-');
  std::string id = words.front();
  for (std::size_t i = 1; i < words.size(); ++i) id += words[i].substr(0, 1);
  return fmt::format("{}-az{}", id, zone.back() - 'a' + 1);
}

Result<Json> describe_subnets(AccountSession& session, const Json& parameters) {
  constexpr std::array<MemberFilter, 14> kSubnetFilters = {
      {{"availability-zone", "AvailabilityZone"},
       {"availabilityZone", "AvailabilityZone"},
       {"availability-zone-id", "AvailabilityZoneId"},
       {"available-ip-address-count", "AvailableIpAddressCount"},
       {"cidr", "CidrBlock"},
       {"cidr-block", "CidrBlock"},
       {"default-for-az", "DefaultForAz"},
       {"defaultForAz", "DefaultForAz"},
       {"map-public-ip-on-launch", "MapPublicIpOnLaunch"},
       {"owner-id", "OwnerId"},
       {"state", "State"},
       {"subnet-arn", "SubnetArn"},
       {"subnet-id", "SubnetId"},
       {"vpc-id", "VpcId"}}};
  constexpr int kAddresses = 16379;  // of a /18, without the five that are reserved
  std::vector<Json> subnets;
  for (const DefaultSubnet& subnet : kDefaultSubnets)
    subnets.push_back(
        subnet_answer(session, {.id = std::string(subnet.id),
                                .zone = zone_of(subnet, session.scope),
                                .cidr = fmt::format("10.0.{}.0/18", subnet.third_byte),
                                .addresses = kAddresses,
                                .is_default = true,
                                .maps_public_ip = true}));
  TRY_ASSIGN(const std::vector<Json> made, made_subnets(session));
  subnets.insert(subnets.end(), made.begin(), made.end());
  return describe_fixed({"Subnets", "SubnetIds", "SubnetId", "InvalidSubnetID.NotFound",
                         "The subnet ID '{}' does not exist", kSubnetFilters},
                        subnets, parameters);
}

Result<Json> describe_zones(AccountSession& session, const Json& parameters) {
  constexpr std::array<MemberFilter, 6> kZoneFilters = {{{"group-name", "GroupName"},
                                                         {"region-name", "RegionName"},
                                                         {"state", "State"},
                                                         {"zone-id", "ZoneId"},
                                                         {"zone-name", "ZoneName"},
                                                         {"zone-type", "ZoneType"}}};
  std::vector<Json> zones;
  for (const DefaultSubnet& subnet : kDefaultSubnets)
    zones.push_back({{"OptInStatus", "opt-in-not-required"},
                     {"Messages", Json::array()},
                     {"RegionName", session.scope.region},
                     {"ZoneName", zone_of(subnet, session.scope)},
                     {"ZoneId", zone_id(zone_of(subnet, session.scope), session.scope)},
                     {"GroupName", session.scope.region},
                     {"NetworkBorderGroup", session.scope.region},
                     {"ZoneType", "availability-zone"},
                     {"State", "available"}});
  return describe_fixed({"AvailabilityZones", "ZoneNames", "ZoneName", "InvalidParameterValue",
                         "Invalid availability zone: [{}]", kZoneFilters},
                        zones, parameters);
}

/// Regions that are on without asking; those of China and GovCloud have a list of their own.
std::vector<std::string_view> regions_like(std::string_view region) {
  if (region.starts_with("cn-")) return {"cn-north-1", "cn-northwest-1"};
  if (region.starts_with("us-gov-")) return {"us-gov-east-1", "us-gov-west-1"};
  return {"ap-south-1",     "eu-north-1",     "eu-west-3",      "eu-west-2",    "eu-west-1",
          "ap-northeast-3", "ap-northeast-2", "ap-northeast-1", "ca-central-1", "sa-east-1",
          "ap-southeast-1", "ap-southeast-2", "eu-central-1",   "us-east-1",    "us-east-2",
          "us-west-1",      "us-west-2"};
}

Result<Json> describe_regions(AccountSession& session, const Json& parameters) {
  constexpr std::array<MemberFilter, 3> kRegionFilters = {
      {{"endpoint", "Endpoint"}, {"opt-in-status", "OptInStatus"}, {"region-name", "RegionName"}}};
  const std::string_view end =
      session.scope.region.starts_with("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  std::vector<Json> regions;
  for (const std::string_view name : regions_like(session.scope.region))
    regions.push_back({{"OptInStatus", "opt-in-not-required"},
                       {"RegionName", name},
                       {"Endpoint", fmt::format("ec2.{}.{}", name, end)}});
  return describe_fixed({"Regions", "RegionNames", "RegionName", "InvalidParameterValue",
                         "Invalid region name: {}", kRegionFilters},
                        regions, parameters);
}

struct InstanceType {
  std::string_view name;
  std::string_view architecture;
  int cpus;
  int memory_mib;
  bool bursts;
};
constexpr std::array<InstanceType, 23> kInstanceTypes = {
    {{"t2.micro", "x86_64", 1, 1024, true},     {"t2.small", "x86_64", 1, 2048, true},
     {"t2.medium", "x86_64", 2, 4096, true},    {"t3.nano", "x86_64", 2, 512, true},
     {"t3.micro", "x86_64", 2, 1024, true},     {"t3.small", "x86_64", 2, 2048, true},
     {"t3.medium", "x86_64", 2, 4096, true},    {"t3.large", "x86_64", 2, 8192, true},
     {"t3.xlarge", "x86_64", 4, 16384, true},   {"t4g.micro", "arm64", 2, 1024, true},
     {"t4g.small", "arm64", 2, 2048, true},     {"t4g.medium", "arm64", 2, 4096, true},
     {"m5.large", "x86_64", 2, 8192, false},    {"m5.xlarge", "x86_64", 4, 16384, false},
     {"m5.2xlarge", "x86_64", 8, 32768, false}, {"m6i.large", "x86_64", 2, 8192, false},
     {"m6i.xlarge", "x86_64", 4, 16384, false}, {"m7g.large", "arm64", 2, 8192, false},
     {"c5.large", "x86_64", 2, 4096, false},    {"c5.xlarge", "x86_64", 4, 8192, false},
     {"c6i.large", "x86_64", 2, 4096, false},   {"r5.large", "x86_64", 2, 16384, false},
     {"r6i.large", "x86_64", 2, 16384, false}}};

Json describe_type(const InstanceType& type) {
  const bool is_old = type.name.starts_with("t2.");
  return {{"InstanceType", type.name},
          {"CurrentGeneration", true},
          {"FreeTierEligible", type.memory_mib == 1024 && type.architecture == "x86_64"},
          {"SupportedUsageClasses", Json::array({"on-demand", "spot"})},
          {"SupportedRootDeviceTypes", Json::array({"ebs"})},
          {"SupportedVirtualizationTypes", Json::array({"hvm"})},
          {"BareMetal", false},
          {"Hypervisor", is_old ? "xen" : "nitro"},
          {"ProcessorInfo", {{"SupportedArchitectures", Json::array({type.architecture})}}},
          {"VCpuInfo", {{"DefaultVCpus", type.cpus}}},
          {"MemoryInfo", {{"SizeInMiB", type.memory_mib}}},
          {"InstanceStorageSupported", false},
          {"EbsInfo",
           {{"EbsOptimizedSupport", is_old ? "unsupported" : "default"},
            {"EncryptionSupport", "supported"},
            {"NvmeSupport", is_old ? "unsupported" : "required"}}},
          {"BurstablePerformanceSupported", type.bursts}};
}

Result<Json> describe_instance_types(AccountSession& /*session*/, const Json& parameters) {
  constexpr std::array<MemberFilter, 9> kTypeFilters = {
      {{"bare-metal", "BareMetal"},
       {"burstable-performance-supported", "BurstablePerformanceSupported"},
       {"current-generation", "CurrentGeneration"},
       {"free-tier-eligible", "FreeTierEligible"},
       {"hypervisor", "Hypervisor"},
       {"instance-type", "InstanceType"},
       {"memory-info.size-in-mib", "MemoryInfo.SizeInMiB"},
       {"processor-info.supported-architecture", "ProcessorInfo.SupportedArchitectures"},
       {"vcpu-info.default-vcpus", "VCpuInfo.DefaultVCpus"}}};
  std::vector<Json> types;
  for (const InstanceType& type : kInstanceTypes) types.push_back(describe_type(type));
  return describe_fixed({"InstanceTypes", "InstanceTypes", "InstanceType", "InvalidInstanceType",
                         "The following supplied instance types do not exist: [{}]", kTypeFilters},
                        types, parameters);
}

constexpr std::array kNetworkOperations = {
    AccountOperation{"ec2", "DescribeVpcs", &kDescribeVpcs, false, describe_vpcs},
    AccountOperation{"ec2", "DescribeSubnets", &kDescribeSubnets, false, describe_subnets},
    AccountOperation{"ec2", "DescribeAvailabilityZones", &kDescribeZones, false, describe_zones},
    AccountOperation{"ec2", "DescribeRegions", &kDescribeRegions, false, describe_regions},
    AccountOperation{"ec2", "DescribeInstanceTypes", &kDescribeTypes, false,
                     describe_instance_types},
};

}  // namespace

Json subnet_answer(const AccountSession& session, const SubnetFacts& facts) {
  return {{"AvailabilityZoneId", zone_id(facts.zone, session.scope)},
          {"OwnerId", session.scope.account},
          {"AssignIpv6AddressOnCreation", false},
          {"Ipv6CidrBlockAssociationSet", Json::array()},
          {"Tags", facts.tags},
          {"SubnetArn", Arn::regional(session.scope, "ec2", "subnet/" + facts.id).text()},
          {"SubnetId", facts.id},
          {"State", "available"},
          {"VpcId", kDefaultVpcId},
          {"CidrBlock", facts.cidr},
          {"AvailableIpAddressCount", facts.addresses},
          {"AvailabilityZone", facts.zone},
          {"DefaultForAz", facts.is_default},
          {"MapPublicIpOnLaunch", facts.maps_public_ip}};
}

const DefaultSubnet* find_default_subnet(std::string_view id) {
  const auto* found = std::ranges::find(kDefaultSubnets, id, &DefaultSubnet::id);
  return found == kDefaultSubnets.end() ? nullptr : found;
}

const DefaultSubnet& default_subnet_in(std::string_view zone) {
  const char letter = zone.empty() ? 'a' : zone.back();
  const auto* found = std::ranges::find(kDefaultSubnets, letter, &DefaultSubnet::zone);
  return found == kDefaultSubnets.end() ? kDefaultSubnets.front() : *found;
}

std::string zone_of(const DefaultSubnet& subnet, const AccountRegion& scope) {
  return scope.region + subnet.zone;
}

bool is_zone(std::string_view zone, const AccountRegion& scope) {
  return std::ranges::any_of(
      kDefaultSubnets, [&](const DefaultSubnet& subnet) { return zone_of(subnet, scope) == zone; });
}

std::string made_up_address(const DefaultSubnet& subnet, std::string_view seed) {
  constexpr int kThirdBytes = 64;
  const std::string digits = sha256_hex(seed);
  return fmt::format("10.0.{}.{}",
                     subnet.third_byte + std::stoi(digits.substr(0, 2), nullptr, 16) % kThirdBytes,
                     std::stoi(digits.substr(2, 2), nullptr, 16));
}

std::span<const AccountOperation> ec2_network_operations() {
  return kNetworkOperations;
}

}  // namespace ssm::cloud
