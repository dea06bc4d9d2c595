// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actions/cloud/ec2_resource.h"

namespace ssm::cloud {

// A group is kept with IpPermissions and IpPermissionsEgress as AWS writes them: rules of the same
// protocol and ports stand together.

inline constexpr MemberShape kGroupPairMembers[] = {
    {"Description", &kString},  {"UserId", &kString}, {"GroupName", &kString},
    {"GroupId", &kString},      {"VpcId", &kString},  {"VpcPeeringConnectionId", &kString},
    {"PeeringStatus", &kString}};
inline constexpr Shape kGroupPair = structure(kGroupPairMembers);
inline constexpr Shape kGroupPairs = list_of(kGroupPair);
inline constexpr MemberShape kIpRangeMembers[] = {{"Description", &kString}, {"CidrIp", &kString}};
inline constexpr Shape kIpRange = structure(kIpRangeMembers);
inline constexpr Shape kIpRanges = list_of(kIpRange);
inline constexpr MemberShape kIpv6RangeMembers[] = {{"Description", &kString},
                                                    {"CidrIpv6", &kString}};
inline constexpr Shape kIpv6Range = structure(kIpv6RangeMembers);
inline constexpr Shape kIpv6Ranges = list_of(kIpv6Range);
inline constexpr MemberShape kPrefixListMembers[] = {{"Description", &kString},
                                                     {"PrefixListId", &kString}};
inline constexpr Shape kPrefixList = structure(kPrefixListMembers);
inline constexpr Shape kPrefixLists = list_of(kPrefixList);
inline constexpr MemberShape kIpPermissionMembers[] = {
    {"IpProtocol", &kString},           {"FromPort", &kInteger},  {"ToPort", &kInteger},
    {"UserIdGroupPairs", &kGroupPairs}, {"IpRanges", &kIpRanges}, {"Ipv6Ranges", &kIpv6Ranges},
    {"PrefixListIds", &kPrefixLists}};
inline constexpr Shape kIpPermission = structure(kIpPermissionMembers);
/// The IpPermissions parameter.
inline constexpr Shape kIpPermissions = list_of(kIpPermission);

/// One rule: a protocol, ports and a peer.
struct SecurityRule {
  std::string protocol;    // "tcp", "udp", "icmp", "icmpv6", a number; "-1": all
  std::int64_t from = -1;  // -1: all
  std::int64_t to = -1;
  std::string peer_member;  // "CidrIp", "CidrIpv6", "PrefixListId" or "GroupId"
  std::string peer;
  std::string description = {};

  /// The description is beside the point.
  bool is_same(const SecurityRule& other) const;
  /// The same id for the same rule of the same group.
  std::string id(const std::string& group_id, bool is_egress) const;
};

/// Which of a group's lists: "IpPermissions" or "IpPermissionsEgress".
std::string_view rules_member(bool is_egress);
std::vector<SecurityRule> rules_of(const Json& group, bool is_egress);
void set_rules(Json& group, bool is_egress, const std::vector<SecurityRule>& rules);
/// From and to the form of IpPermissions.
std::vector<SecurityRule> rules_in(const Json& permissions);
Json permissions_of(const std::vector<SecurityRule>& rules);

/// The default group of the default VPC.
Json default_group(const AccountRegion& scope);
/// What a new group lets out: everything.
SecurityRule everything_out();

/// Groups of the default VPC. Errors: InvalidGroup.NotFound.
Result<std::vector<Json>> groups_by_name(AccountSession& session,
                                         const std::vector<std::string>& names);
/// The group of a request: GroupId, or GroupName in the default VPC. Errors: MissingParameter, the
/// kind's codes.
Result<Json> requested_group(AccountSession& session, const Json& parameters);

}  // namespace ssm::cloud
