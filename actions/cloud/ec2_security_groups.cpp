// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <array>

#include "actions/cloud/default_network.h"
#include "actions/cloud/ec2_filters.h"
#include "actions/cloud/security_group.h"
#include "core/base/arn.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::size_t kMostRules = 60;  // in one direction

constexpr MemberShape kCreateGroupMembers[] = {{"Description", &kString, true},
                                               {"GroupName", &kString, true},
                                               {"VpcId", &kString},
                                               {"TagSpecifications", &kTagSpecifications},
                                               {"DryRun", &kBoolean}};
constexpr MemberShape kDescribeGroupsMembers[] = {
    {"GroupIds", &kStrings},   {"GroupNames", &kStrings}, {"NextToken", &kString},
    {"MaxResults", &kInteger}, {"DryRun", &kBoolean},     {"Filters", &kFilters}};
constexpr MemberShape kDeleteGroupMembers[] = {
    {"GroupId", &kString}, {"GroupName", &kString}, {"DryRun", &kBoolean}};
/// What requests about rules have in common: one rule in members of its own, or IpPermissions.
constexpr std::array<MemberShape, 8> kRuleMembers = {{{"CidrIp", &kString},
                                                      {"FromPort", &kInteger},
                                                      {"IpPermissions", &kIpPermissions},
                                                      {"IpProtocol", &kString},
                                                      {"SourceSecurityGroupName", &kString},
                                                      {"SourceSecurityGroupOwnerId", &kString},
                                                      {"ToPort", &kInteger},
                                                      {"DryRun", &kBoolean}}};
template <std::size_t N>
constexpr auto with_rule(const MemberShape (&own)[N]) {
  std::array<MemberShape, N + kRuleMembers.size()> members;
  std::ranges::copy(kRuleMembers, std::ranges::copy(own, members.begin()).out);
  return members;
}
constexpr auto kAuthorizeInMembers = with_rule(
    {{"GroupId", &kString}, {"GroupName", &kString}, {"TagSpecifications", &kTagSpecifications}});
constexpr auto kAuthorizeOutMembers =
    with_rule({{"GroupId", &kString, true}, {"TagSpecifications", &kTagSpecifications}});
constexpr auto kRevokeInMembers = with_rule(
    {{"GroupId", &kString}, {"GroupName", &kString}, {"SecurityGroupRuleIds", &kStrings}});
constexpr auto kRevokeOutMembers =
    with_rule({{"GroupId", &kString, true}, {"SecurityGroupRuleIds", &kStrings}});
constexpr MemberShape kDescribeRulesMembers[] = {{"Filters", &kFilters},
                                                 {"SecurityGroupRuleIds", &kStrings},
                                                 {"DryRun", &kBoolean},
                                                 {"NextToken", &kString},
                                                 {"MaxResults", &kInteger}};
constexpr Shape kCreateGroup = structure(kCreateGroupMembers);
constexpr Shape kDescribeGroups = structure(kDescribeGroupsMembers);
constexpr Shape kDeleteGroup = structure(kDeleteGroupMembers);
constexpr Shape kAuthorizeIn{.kind = Shape::Kind::kStructure, .members = kAuthorizeInMembers};
constexpr Shape kAuthorizeOut{.kind = Shape::Kind::kStructure, .members = kAuthorizeOutMembers};
constexpr Shape kRevokeIn{.kind = Shape::Kind::kStructure, .members = kRevokeInMembers};
constexpr Shape kRevokeOut{.kind = Shape::Kind::kStructure, .members = kRevokeOutMembers};
constexpr Shape kDescribeRules = structure(kDescribeRulesMembers);

std::string id_of_group(const Json& group) {
  return string_member(group, "GroupId");
}

std::string group_arn(const Json& group, const AccountRegion& scope) {
  return Arn::regional(scope, "ec2", "security-group/" + id_of_group(group)).text();
}

Completed check_new_group(AccountSession& session, const std::string& name,
                          const std::string& vpc) {
  constexpr std::size_t kLongestGroupName = 255;
  if (name.empty() || name.size() > kLongestGroupName || name.starts_with("sg-"))
    return failure("InvalidParameterValue",
                   fmt::format("Value ({}) for parameter GroupName is invalid. It must have 1 to "
                               "{} characters and not begin with sg-.",
                               name, kLongestGroupName));
  if (name == kDefaultGroupName)
    return failure("InvalidParameterValue", "Cannot use reserved security group name: default");
  if (vpc != kDefaultVpcId)
    return failure("InvalidVpcID.NotFound", fmt::format("The vpc ID '{}' does not exist", vpc));
  TRY_ASSIGN(const std::vector<Json> groups, all_resources(session, kSecurityGroups));
  for (const Json& group : groups)
    if (string_member(group, "GroupName") == name && string_member(group, "VpcId") == vpc)
      return failure("InvalidGroup.Duplicate",
                     fmt::format("The security group '{}' already exists for VPC '{}'", name, vpc));
  return {};
}

Result<Json> create_group(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "GroupName");
  const std::string vpc = string_member(parameters, "VpcId", kDefaultVpcId);
  TRY(check_new_group(session, name, vpc));
  Json group = {{"GroupId", new_id(kSecurityGroups.prefix)},
                {"GroupName", name},
                {"Description", string_member(parameters, "Description")},
                {"VpcId", vpc}};
  group = kSecurityGroups.with_defaults(std::move(group), session.scope, session.now);
  TRY_ASSIGN(group["Tags"], tags_for(parameters, kSecurityGroups.type));
  TRY(add_resource(session, kSecurityGroups, group));
  Json answer = {{"GroupId", group["GroupId"]}};
  if (const Json tags = tags_of(group); !tags.empty()) answer["Tags"] = tags;
  answer["SecurityGroupArn"] = group_arn(group, session.scope);
  return answer;
}

/// The permissions of an answer: pairs of groups say whose they are.
Json shown_permissions(const Json& permissions, const AccountRegion& scope) {
  Json shown = permissions;
  for (Json& permission : shown)
    for (Json& pair : permission["UserIdGroupPairs"]) pair["UserId"] = scope.account;
  return shown;
}

Json describe_group(const Json& group, const AccountRegion& scope) {
  Json answer = {{"GroupId", group["GroupId"]},
                 {"IpPermissionsEgress", shown_permissions(group["IpPermissionsEgress"], scope)}};
  if (const Json tags = tags_of(group); !tags.empty()) answer["Tags"] = tags;
  answer["VpcId"] = string_member(group, "VpcId");
  answer["SecurityGroupArn"] = group_arn(group, scope);
  answer["OwnerId"] = scope.account;
  answer["GroupName"] = string_member(group, "GroupName");
  answer["Description"] = string_member(group, "Description");
  answer["IpPermissions"] = shown_permissions(group["IpPermissions"], scope);
  return answer;
}

constexpr std::array<MemberFilter, 19> kGroupFilters = {
    {{"description", "Description"},
     {"egress.ip-permission.cidr", "IpPermissionsEgress.IpRanges.CidrIp"},
     {"egress.ip-permission.from-port", "IpPermissionsEgress.FromPort"},
     {"egress.ip-permission.group-id", "IpPermissionsEgress.UserIdGroupPairs.GroupId"},
     {"egress.ip-permission.ipv6-cidr", "IpPermissionsEgress.Ipv6Ranges.CidrIpv6"},
     {"egress.ip-permission.prefix-list-id", "IpPermissionsEgress.PrefixListIds.PrefixListId"},
     {"egress.ip-permission.protocol", "IpPermissionsEgress.IpProtocol"},
     {"egress.ip-permission.to-port", "IpPermissionsEgress.ToPort"},
     {"group-id", "GroupId"},
     {"group-name", "GroupName"},
     {"ip-permission.cidr", "IpPermissions.IpRanges.CidrIp"},
     {"ip-permission.from-port", "IpPermissions.FromPort"},
     {"ip-permission.group-id", "IpPermissions.UserIdGroupPairs.GroupId"},
     {"ip-permission.ipv6-cidr", "IpPermissions.Ipv6Ranges.CidrIpv6"},
     {"ip-permission.prefix-list-id", "IpPermissions.PrefixListIds.PrefixListId"},
     {"ip-permission.protocol", "IpPermissions.IpProtocol"},
     {"ip-permission.to-port", "IpPermissions.ToPort"},
     {"owner-id", "OwnerId"},
     {"vpc-id", "VpcId"}}};

Result<Json> describe_groups(AccountSession& session, const Json& parameters) {
  const std::vector<std::string> ids = strings_of(parameters, "GroupIds");
  const std::vector<std::string> names = strings_of(parameters, "GroupNames");
  TRY_ASSIGN(const std::vector<Json> groups, names.empty()
                                                 ? named_or_all(session, kSecurityGroups, ids)
                                                 : groups_by_name(session, names));
  std::vector<Json> found;
  for (const Json& group : groups) {
    Json described = describe_group(group, session.scope);
    TRY_ASSIGN(const bool passes, passes_filters(parameters, described, kGroupFilters));
    if (passes) found.push_back(std::move(described));
  }
  return paged_answer("SecurityGroups", std::move(found), parameters, "GroupId");
}

/// A group that an instance or another group's rule names stays.
Completed check_unused(AccountSession& session, const std::string& id) {
  TRY_ASSIGN(const Timing timing, account_timing(session));
  TRY_ASSIGN(const std::vector<Json> instances, all_resources(session, kInstances, id));
  const bool has_instance = std::ranges::any_of(instances, [&](const Json& instance) {
    const std::vector<std::string> own = values_at(instance, "SecurityGroups.GroupId");
    return std::ranges::find(own, id) != own.end() &&
           snapshot_at(instance, timing, session.now).state != InstanceState::kTerminated;
  });
  TRY_ASSIGN(const std::vector<Json> groups, all_resources(session, kSecurityGroups, id));
  const bool has_rule = std::ranges::any_of(groups, [&](const Json& group) {
    if (id_of_group(group) == id) return false;
    std::vector<SecurityRule> rules = rules_of(group, false);
    std::ranges::copy(rules_of(group, true), std::back_inserter(rules));
    return std::ranges::find(rules, id, &SecurityRule::peer) != rules.end();
  });
  if (!has_instance && !has_rule) return {};
  return failure("DependencyViolation", fmt::format("resource {} has a dependent object", id));
}

Result<Json> delete_group(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json group, requested_group(session, parameters));
  const std::string id = id_of_group(group);
  if (string_member(group, "GroupName") == kDefaultGroupName)
    return failure("CannotDelete",
                   fmt::format("the specified group: \"{}\" name: \"{}\" cannot be deleted by a "
                               "user",
                               id, kDefaultGroupName));
  TRY(check_behaviour(group, kSecurityGroups, "delete"));
  TRY(check_unused(session, id));
  TRY(remove_resource(session, kSecurityGroups, group));
  return Json{{"Return", true}, {"GroupId", id}};
}

/// "tcp" for "TCP" and "6".
std::string protocol_name(const std::string& given) {
  const std::string lower = to_lower(given);
  if (lower == "6") return "tcp";
  if (lower == "17") return "udp";
  if (lower == "1") return "icmp";
  if (lower == "58") return "icmpv6";
  return lower == "all" ? "-1" : lower;
}

bool is_number_up_to(std::string_view text, int most) {
  constexpr std::size_t kMostDigits = 3;
  if (text.empty() || text.size() > kMostDigits || !std::ranges::all_of(text, is_digit))
    return false;
  return std::stoi(std::string(text)) <= most;
}

bool is_ipv4_cidr(const std::string& text) {
  constexpr int kBits = 32;
  constexpr int kByte = 255;
  constexpr std::size_t kBytes = 4;
  const std::vector<std::string> halves = split(text, '/');
  if (halves.size() != 2 || !is_number_up_to(halves[1], kBits)) return false;
  const std::vector<std::string> bytes = split(halves[0], '.');
  return bytes.size() == kBytes && std::ranges::all_of(bytes, [](const std::string& byte) {
           return is_number_up_to(byte, kByte);
         });
}

bool is_ipv6_cidr(const std::string& text) {
  constexpr int kBits = 128;
  const std::vector<std::string> halves = split(text, '/');
  return halves.size() == 2 && is_number_up_to(halves[1], kBits) &&
         halves[0].find(':') != std::string::npos &&
         halves[0].find_first_not_of("0123456789abcdefABCDEF:.") == std::string::npos;
}

Completed check_ports(const SecurityRule& rule) {
  constexpr std::int64_t kLargestPort = 65535;
  if (rule.protocol != "tcp" && rule.protocol != "udp") return {};
  if (rule.from < 0 || rule.to < 0)
    return failure("InvalidParameterValue",
                   "Invalid value 'Must specify both from and to ports with TCP/UDP.' for "
                   "portRange.");
  if (rule.from <= rule.to && rule.to <= kLargestPort) return {};
  return failure("InvalidParameterValue",
                 fmt::format("Invalid value '{}-{}' for portRange.", rule.from, rule.to));
}

Completed check_rule(AccountSession& session, const SecurityRule& rule) {
  constexpr std::string_view kNames[] = {"tcp", "udp", "icmp", "icmpv6", "-1"};
  constexpr int kLargestProtocol = 255;
  if (std::ranges::find(kNames, rule.protocol) == std::end(kNames) &&
      !is_number_up_to(rule.protocol, kLargestProtocol))
    return failure(
        "InvalidParameterValue",
        fmt::format("Invalid value '{}' for IP protocol. Unknown protocol.", rule.protocol));
  TRY(check_ports(rule));
  if (rule.peer_member == "GroupId")
    return resource_by_id(session, kSecurityGroups, rule.peer).map([](const Json&) {
      return std::monostate();
    });
  const bool is_good = rule.peer_member == "CidrIp"     ? is_ipv4_cidr(rule.peer)
                       : rule.peer_member == "CidrIpv6" ? is_ipv6_cidr(rule.peer)
                                                        : is_resource_id(rule.peer, "pl-");
  if (is_good) return {};
  return failure("InvalidParameterValue", fmt::format("CIDR block {} is malformed", rule.peer));
}

/// The permissions of a request: a list, or one written out in its own members.
Result<Json> requested_permissions(AccountSession& session, const Json& parameters) {
  if (const Json* list = find_member(parameters, "IpPermissions")) return *list;
  Json permission = Json::object();
  copy_members(permission, parameters, {"IpProtocol", "FromPort", "ToPort"});
  if (const std::string cidr = string_member(parameters, "CidrIp"); !cidr.empty())
    permission["IpRanges"] = Json::array({{{"CidrIp", cidr}}});
  const std::string source = string_member(parameters, "SourceSecurityGroupName");
  if (!source.empty()) {
    TRY_ASSIGN(const std::vector<Json> groups, groups_by_name(session, {source}));
    permission["UserIdGroupPairs"] = Json::array({{{"GroupId", groups.front()["GroupId"]}}});
    add_default(permission, "IpProtocol", "-1");
  }
  return Json::array({std::move(permission)});
}

/// The rules of a request, each checked.
Result<std::vector<SecurityRule>> requested_rules(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json permissions, requested_permissions(session, parameters));
  for (Json& permission : permissions) {
    permission["IpProtocol"] = protocol_name(string_member(permission, "IpProtocol"));
    if (!permission.contains("UserIdGroupPairs")) continue;
    for (Json& pair : permission["UserIdGroupPairs"]) {
      const std::string name = string_member(pair, "GroupName");
      if (pair.contains("GroupId") || name.empty()) continue;
      TRY_ASSIGN(const std::vector<Json> groups, groups_by_name(session, {name}));
      pair["GroupId"] = groups.front()["GroupId"];
    }
  }
  std::vector<SecurityRule> rules = rules_in(permissions);
  if (rules.empty())
    return failure("MissingParameter",
                   "The request must contain the parameter ipPermissions with a source or "
                   "destination");
  for (const SecurityRule& rule : rules) TRY(check_rule(session, rule));
  return rules;
}

/// A SecurityGroupRule.
Json describe_rule(const Json& group, const SecurityRule& rule, bool is_egress,
                   const AccountRegion& scope) {
  const std::string id = rule.id(id_of_group(group), is_egress);
  Json answer = {
      {"SecurityGroupRuleId", id}, {"GroupId", group["GroupId"]}, {"GroupOwnerId", scope.account},
      {"IsEgress", is_egress},     {"IpProtocol", rule.protocol}, {"FromPort", rule.from},
      {"ToPort", rule.to}};
  if (rule.peer_member == "GroupId")
    answer["ReferencedGroupInfo"] = {{"GroupId", rule.peer}, {"UserId", scope.account}};
  else
    answer[rule.peer_member == "CidrIp" ? "CidrIpv4" : rule.peer_member] = rule.peer;
  if (!rule.description.empty()) answer["Description"] = rule.description;
  answer["SecurityGroupRuleArn"] = Arn::regional(scope, "ec2", "security-group-rule/" + id).text();
  return answer;
}

std::string rule_text(const SecurityRule& rule) {
  std::string name = rule.protocol == "-1" ? "ALL" : rule.protocol;
  for (char& c : name)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (rule.protocol == "-1") return fmt::format("peer: {}, {}, ALLOW", rule.peer, name);
  return fmt::format("peer: {}, {}, from port: {}, to port: {}, ALLOW", rule.peer, name, rule.from,
                     rule.to);
}

auto find_rule(std::vector<SecurityRule>& rules, const SecurityRule& rule) {
  return std::ranges::find_if(rules, [&](const SecurityRule& one) { return one.is_same(rule); });
}

Result<Json> authorize(AccountSession& session, const Json& parameters, bool is_egress) {
  TRY_ASSIGN(Json group, requested_group(session, parameters));
  TRY_ASSIGN(const std::vector<SecurityRule> wanted, requested_rules(session, parameters));
  TRY(check_behaviour(group, kSecurityGroups, "authorize"));
  std::vector<SecurityRule> rules = rules_of(group, is_egress);
  Json added = Json::array();
  for (const SecurityRule& rule : wanted) {
    if (find_rule(rules, rule) != rules.end())
      return failure("InvalidPermission.Duplicate",
                     fmt::format("the specified rule \"{}\" already exists", rule_text(rule)));
    if (rules.size() >= kMostRules)
      return failure("RulesPerSecurityGroupLimitExceeded",
                     "The maximum number of rules per security group has been reached.");
    rules.push_back(rule);
    added.push_back(describe_rule(group, rule, is_egress, session.scope));
  }
  set_rules(group, is_egress, rules);
  TRY(store_resource(session, kSecurityGroups, group));
  return Json{{"Return", true}, {"SecurityGroupRules", std::move(added)}};
}

Result<Json> authorize_in(AccountSession& session, const Json& parameters) {
  return authorize(session, parameters, false);
}

Result<Json> authorize_out(AccountSession& session, const Json& parameters) {
  return authorize(session, parameters, true);
}

/// The rules that a request to revoke names by id.
Result<std::vector<SecurityRule>> rules_by_id(const std::vector<SecurityRule>& rules,
                                              const std::string& group_id, bool is_egress,
                                              const std::vector<std::string>& ids) {
  std::vector<SecurityRule> found;
  for (const std::string& id : ids) {
    const auto rule = std::ranges::find_if(
        rules, [&](const SecurityRule& one) { return one.id(group_id, is_egress) == id; });
    if (rule == rules.end())
      return failure("InvalidSecurityGroupRuleId.NotFound",
                     fmt::format("The security group rule ID '{}' does not exist", id));
    found.push_back(*rule);
  }
  return found;
}

/// In the default VPC a rule that is not there is told of in the answer; elsewhere it is an error.
Result<Json> revoke(AccountSession& session, const Json& parameters, bool is_egress) {
  TRY_ASSIGN(Json group, requested_group(session, parameters));
  TRY(check_behaviour(group, kSecurityGroups, "revoke"));
  std::vector<SecurityRule> rules = rules_of(group, is_egress);
  const std::vector<std::string> ids = strings_of(parameters, "SecurityGroupRuleIds");
  TRY_ASSIGN(const std::vector<SecurityRule> unwanted,
             ids.empty() ? requested_rules(session, parameters)
                         : rules_by_id(rules, id_of_group(group), is_egress, ids));
  Json revoked = Json::array();
  std::vector<SecurityRule> unknown;
  for (const SecurityRule& rule : unwanted) {
    const auto known = find_rule(rules, rule);
    if (known == rules.end()) {
      unknown.push_back(rule);
      continue;
    }
    revoked.push_back(describe_rule(group, *known, is_egress, session.scope));
    rules.erase(known);
  }
  if (!unknown.empty() && string_member(group, "VpcId") != kDefaultVpcId)
    return failure("InvalidPermission.NotFound",
                   "The specified rule does not exist in this security group.");
  set_rules(group, is_egress, rules);
  TRY(store_resource(session, kSecurityGroups, group));
  Json answer = {{"Return", true}};
  if (!unknown.empty())
    answer["UnknownIpPermissions"] = shown_permissions(permissions_of(unknown), session.scope);
  answer["RevokedSecurityGroupRules"] = std::move(revoked);
  return answer;
}

Result<Json> revoke_in(AccountSession& session, const Json& parameters) {
  return revoke(session, parameters, false);
}

Result<Json> revoke_out(AccountSession& session, const Json& parameters) {
  return revoke(session, parameters, true);
}

Result<Json> describe_rules(AccountSession& session, const Json& parameters) {
  constexpr std::array<MemberFilter, 2> kRuleFilters = {
      {{"group-id", "GroupId"}, {"security-group-rule-id", "SecurityGroupRuleId"}}};
  TRY_ASSIGN(const std::vector<Json> groups, all_resources(session, kSecurityGroups));
  const std::vector<std::string> ids = strings_of(parameters, "SecurityGroupRuleIds");
  std::vector<Json> found;
  for (const Json& group : groups) {
    for (const bool is_egress : {false, true}) {
      for (const SecurityRule& rule : rules_of(group, is_egress)) {
        Json described = describe_rule(group, rule, is_egress, session.scope);
        const std::string id = string_member(described, "SecurityGroupRuleId");
        const bool is_named = ids.empty() || std::ranges::find(ids, id) != ids.end();
        TRY_ASSIGN(const bool passes, passes_filters(parameters, described, kRuleFilters));
        if (is_named && passes) found.push_back(std::move(described));
      }
    }
  }
  return paged_answer("SecurityGroupRules", std::move(found), parameters, "SecurityGroupRuleId");
}

constexpr std::array kSecurityGroupOperations = {
    AccountOperation{"ec2", "CreateSecurityGroup", &kCreateGroup, true, create_group},
    AccountOperation{"ec2", "DescribeSecurityGroups", &kDescribeGroups, false, describe_groups},
    AccountOperation{"ec2", "DeleteSecurityGroup", &kDeleteGroup, true, delete_group},
    AccountOperation{"ec2", "AuthorizeSecurityGroupIngress", &kAuthorizeIn, true, authorize_in},
    AccountOperation{"ec2", "AuthorizeSecurityGroupEgress", &kAuthorizeOut, true, authorize_out},
    AccountOperation{"ec2", "RevokeSecurityGroupIngress", &kRevokeIn, true, revoke_in},
    AccountOperation{"ec2", "RevokeSecurityGroupEgress", &kRevokeOut, true, revoke_out},
    AccountOperation{"ec2", "DescribeSecurityGroupRules", &kDescribeRules, false, describe_rules},
};

}  // namespace

std::span<const AccountOperation> ec2_security_group_operations() {
  return kSecurityGroupOperations;
}

}  // namespace ssm::cloud
