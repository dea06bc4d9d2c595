// SPDX-License-Identifier: Apache-2.0
// Load balancers of Elastic Load Balancing, and their security groups. Source: the API reference of
// elbv2.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/account_values.h"
#include "actions/cloud/default_network.h"
#include "actions/cloud/ec2_resource.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/resource.h"
#include "core/base/arn.h"

namespace ssm::cloud {
namespace {

constexpr AccountMember kBalancerMembers[] = {{"LoadBalancerName", kNamedValue, true},
                                              {"LoadBalancerArn", kNamedValue},
                                              {"Type", kTextValue},
                                              {"Scheme", kTextValue},
                                              {"DNSName", kTextValue},
                                              {"CanonicalHostedZoneId", kTextValue},
                                              {"CreatedTime", kTimeValue},
                                              {"VpcId", kTextValue},
                                              {"State", kMapValue},
                                              {"AvailabilityZones", kMapsValue},
                                              {"SecurityGroups", kTextsValue},
                                              {"IpAddressType", kTextValue}};

std::string name_of_balancer(const Json& balancer) {
  return string_member(balancer, "LoadBalancerName");
}

/// The ARN's last part is made up from the name.
Json stored_balancer(const AccountSession& session, Json balancer) {
  const std::string name = name_of_balancer(balancer);
  add_default(balancer, "Type", "application");
  const std::string type = string_member(balancer, "Type");
  const std::string_view kind = type == "network" ? "net" : type == "gateway" ? "gwy" : "app";
  const std::string number = made_up_id("", name).substr(0, 16);
  add_default(balancer, "LoadBalancerArn",
              Arn::regional(session.scope, "elasticloadbalancing",
                            fmt::format("loadbalancer/{}/{}/{}", kind, name, number))
                  .text());
  add_default(balancer, "Scheme", "internet-facing");
  add_default(balancer, "DNSName",
              fmt::format("{}-{}.{}.elb.amazonaws.com", name, number, session.scope.region));
  add_default(balancer, "CanonicalHostedZoneId", "ZLOCAL");
  add_default(balancer, "CreatedTime", to_iso8601(session.now));
  add_default(balancer, "VpcId", kDefaultVpcId);
  add_default(balancer, "State", {{"Code", "active"}});
  Json zones = Json::array();
  for (const DefaultSubnet& subnet : kDefaultSubnets)
    zones.push_back({{"ZoneName", zone_of(subnet, session.scope)},
                     {"SubnetId", subnet.id},
                     {"LoadBalancerAddresses", Json::array()}});
  add_default(balancer, "AvailabilityZones", std::move(zones));
  add_default(balancer, "SecurityGroups", Json::array({kDefaultGroupId}));
  add_default(balancer, "IpAddressType", "ipv4");
  return balancer;
}

}  // namespace

extern constinit const ResourceList kBalancerList{
    {"loadBalancers", kBalancerMembers}, "elbv2:balancer", stored_balancer, name_of_balancer};

namespace {

constexpr MemberShape kDescribeBalancersShapes[] = {{"LoadBalancerArns", &kStrings},
                                                    {"Names", &kStrings},
                                                    {"Marker", &kString},
                                                    {"PageSize", &kInteger}};
constexpr MemberShape kSetBalancerGroupsShapes[] = {
    {"LoadBalancerArn", &kString, true},
    {"SecurityGroups", &kStrings, true},
    {"EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", &kString}};
constexpr Shape kDescribeBalancersInput = structure(kDescribeBalancersShapes);
constexpr Shape kSetBalancerGroupsInput = structure(kSetBalancerGroupsShapes);

tl::unexpected<Error> no_balancer(std::string_view named) {
  return failure("LoadBalancerNotFound", fmt::format("Load balancers '[{}]' not found", named));
}

/// Those of `named`, by the member that has these names; all of them when none is named.
Result<Json> balancers_named(const std::vector<Json>& all, const std::vector<std::string>& named,
                             std::string_view member) {
  Json found = Json::array();
  for (const std::string& name : named) {
    const auto balancer = std::ranges::find_if(
        all, [&](const Json& each) { return string_member(each, member) == name; });
    if (balancer == all.end()) return no_balancer(name);
    found.push_back(*balancer);
  }
  return found;
}

Result<Json> describe_balancers(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const std::vector<Json> all, all_resources(session, kBalancerList));
  const std::vector<std::string> arns = strings_of(parameters, "LoadBalancerArns");
  const std::vector<std::string> names = strings_of(parameters, "Names");
  if (!arns.empty() && !names.empty())
    return failure("ValidationError",
                   "Load balancer names and load balancer ARNs cannot be specified at the same "
                   "time");
  TRY_ASSIGN(Json found, balancers_named(all, arns, "LoadBalancerArn"));
  TRY_ASSIGN(const Json by_name, balancers_named(all, names, "LoadBalancerName"));
  found.insert(found.end(), by_name.begin(), by_name.end());
  if (arns.empty() && names.empty()) found = Json(all);
  for (Json& balancer : found)
    balancer["CreatedTime"] = api_time(time_member(balancer, "CreatedTime", session.now));
  return page_answer(std::move(found), parameters,
                     {.most = "PageSize",
                      .token = "Marker",
                      .next = "NextMarker",
                      .items = "LoadBalancers",
                      .code = "ValidationError",
                      .usual = 400});
}

Result<Json> set_balancer_groups(AccountSession& session, const Json& parameters) {
  const std::string arn = string_member(parameters, "LoadBalancerArn");
  TRY_ASSIGN(const std::vector<Json> all, all_resources(session, kBalancerList));
  TRY_ASSIGN(const Json found, balancers_named(all, {arn}, "LoadBalancerArn"));
  Json balancer = found.front();
  for (const std::string& group : strings_of(parameters, "SecurityGroups")) {
    const bool is_there = group == kDefaultGroupId;
    TRY_ASSIGN(const std::optional<Json> known,
               session.store.find(session.scope, kSecurityGroupKind, group));
    if (!is_there && !known)
      return failure("InvalidSecurityGroup",
                     fmt::format("Security group '{}' does not exist", group));
  }
  balancer["SecurityGroups"] = parameters["SecurityGroups"];
  TRY(save_resource(session, kBalancerList, balancer));
  return Json{{"SecurityGroupIds", parameters["SecurityGroups"]}};
}

constexpr std::array kBalancerOperations = {
    AccountOperation{"elbv2", "DescribeLoadBalancers", &kDescribeBalancersInput, false,
                     describe_balancers},
    AccountOperation{"elbv2", "SetSecurityGroups", &kSetBalancerGroupsInput, true,
                     set_balancer_groups},
};

}  // namespace

std::span<const AccountOperation> balancer_operations() {
  return kBalancerOperations;
}

}  // namespace ssm::cloud
