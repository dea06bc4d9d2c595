// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/security_group.h"

#include <fmt/format.h>
#include <array>

#include "actions/cloud/default_network.h"

namespace ssm::cloud {
namespace {

/// Where each sort of peer stands in an IpPermission.
struct PeerList {
  std::string_view list;
  std::string_view member;
};
constexpr std::array<PeerList, 4> kPeerLists = {{{"UserIdGroupPairs", "GroupId"},
                                                 {"IpRanges", "CidrIp"},
                                                 {"Ipv6Ranges", "CidrIpv6"},
                                                 {"PrefixListIds", "PrefixListId"}}};

Result<bool> keep_group(AccountSession& /*session*/, const Timing& /*timing*/, Json& /*group*/) {
  return true;
}

Json group_with_defaults(Json group, const AccountRegion& /*scope*/, Time /*now*/) {
  add_default(group, "GroupName", group["GroupId"]);
  add_default(group, "Description", group["GroupName"]);
  add_default(group, "VpcId", kDefaultVpcId);
  for (const bool is_egress : {false, true}) {
    std::vector<SecurityRule> rules = rules_of(group, is_egress);
    if (is_egress && !group.contains(rules_member(true))) rules.push_back(everything_out());
    set_rules(group, is_egress, rules);
  }
  group["Tags"] = tags_as_map(group.value("Tags", Json::object()));
  return group;
}

Json new_permission(const SecurityRule& rule) {
  Json permission = {{"IpProtocol", rule.protocol}};
  if (rule.protocol != "-1") {
    permission["FromPort"] = rule.from;
    permission["ToPort"] = rule.to;
  }
  for (const PeerList& peers : kPeerLists) permission[std::string(peers.list)] = Json::array();
  return permission;
}

}  // namespace

extern constinit const Ec2Kind kSecurityGroups{
    .kind = kSecurityGroupKind,
    .list = "securityGroups",
    .id_member = "GroupId",
    .prefix = "sg-",
    .type = "security-group",
    .malformed_code = "InvalidGroupId.Malformed",
    .malformed_text = "Invalid id: \"{}\" (expecting \"sg-...\")",
    .missing_code = "InvalidGroup.NotFound",
    .missing_text = "The security group '{}' does not exist",
    .several_text = "",
    .limit_code = "SecurityGroupLimitExceeded",
    .bring_up_to_date = keep_group,
    .with_defaults = group_with_defaults,
};

bool SecurityRule::is_same(const SecurityRule& other) const {
  return protocol == other.protocol && from == other.from && to == other.to &&
         peer_member == other.peer_member && peer == other.peer;
}

std::string SecurityRule::id(const std::string& group_id, bool is_egress) const {
  return made_up_id("sgr-", fmt::format("{} {} {} {} {} {} {}", group_id, is_egress, protocol, from,
                                        to, peer_member, peer));
}

std::string_view rules_member(bool is_egress) {
  return is_egress ? "IpPermissionsEgress" : "IpPermissions";
}

std::vector<SecurityRule> rules_in(const Json& permissions) {
  std::vector<SecurityRule> rules;
  for (const Json& permission : permissions) {
    SecurityRule rule;
    rule.protocol = string_member(permission, "IpProtocol");
    if (rule.protocol != "-1") {
      rule.from = integer_member(permission, "FromPort", -1);
      rule.to = integer_member(permission, "ToPort", -1);
    }
    for (const PeerList& peers : kPeerLists) {
      for (const Json& peer : list_member(permission, peers.list)) {
        rule.peer_member = peers.member;
        rule.peer = string_member(peer, peers.member);
        rule.description = string_member(peer, "Description");
        rules.push_back(rule);
      }
    }
  }
  return rules;
}

Json permissions_of(const std::vector<SecurityRule>& rules) {
  Json permissions = Json::array();
  for (const SecurityRule& rule : rules) {
    auto at = std::ranges::find_if(permissions, [&](const Json& permission) {
      return string_member(permission, "IpProtocol") == rule.protocol &&
             integer_member(permission, "FromPort", -1) == rule.from &&
             integer_member(permission, "ToPort", -1) == rule.to;
    });
    if (at == permissions.end()) {
      permissions.push_back(new_permission(rule));
      at = permissions.end() - 1;
    }
    Json peer = {{rule.peer_member, rule.peer}};
    if (!rule.description.empty()) peer["Description"] = rule.description;
    const auto* const peers = std::ranges::find(kPeerLists, rule.peer_member, &PeerList::member);
    (*at)[std::string(peers->list)].push_back(std::move(peer));
  }
  return permissions;
}

std::vector<SecurityRule> rules_of(const Json& group, bool is_egress) {
  return rules_in(list_member(group, rules_member(is_egress)));
}

void set_rules(Json& group, bool is_egress, const std::vector<SecurityRule>& rules) {
  group[std::string(rules_member(is_egress))] = permissions_of(rules);
}

SecurityRule everything_out() {
  return {.protocol = "-1", .peer_member = "CidrIp", .peer = "0.0.0.0/0"};
}

Json default_group(const AccountRegion& scope) {
  Json group = {{"GroupId", kDefaultGroupId},
                {"GroupName", kDefaultGroupName},
                {"Description", "default VPC security group"},
                {"VpcId", kDefaultVpcId}};
  set_rules(group, false,
            {{.protocol = "-1", .peer_member = "GroupId", .peer = std::string(kDefaultGroupId)}});
  return group_with_defaults(std::move(group), scope, {});
}

Result<std::vector<Json>> groups_by_name(AccountSession& session,
                                         const std::vector<std::string>& names) {
  TRY_ASSIGN(const std::vector<Json> all, all_resources(session, kSecurityGroups));
  std::vector<Json> groups;
  for (const std::string& name : names) {
    const auto found = std::ranges::find_if(all, [&](const Json& group) {
      return string_member(group, "GroupName") == name &&
             string_member(group, "VpcId") == kDefaultVpcId;
    });
    if (found == all.end())
      return failure("InvalidGroup.NotFound",
                     fmt::format("The security group '{}' does not exist in default VPC '{}'", name,
                                 kDefaultVpcId));
    groups.push_back(*found);
  }
  return groups;
}

Result<Json> requested_group(AccountSession& session, const Json& parameters) {
  const std::string id = string_member(parameters, "GroupId");
  if (!id.empty()) return resource_by_id(session, kSecurityGroups, id);
  const std::string name = string_member(parameters, "GroupName");
  if (name.empty())
    return failure("MissingParameter",
                   "The request must contain the parameter groupName or groupId");
  TRY_ASSIGN(std::vector<Json> groups, groups_by_name(session, {name}));
  return std::move(groups.front());
}

}  // namespace ssm::cloud
