// SPDX-License-Identifier: Apache-2.0
// Nodes of Systems Manager. Source: the API reference of Systems Manager,
// DescribeInstanceInformation.
#include "actions/cloud/managed_nodes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "actions/cloud/ec2_filters.h"
#include "actions/cloud/instance.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::string_view kWindows = "Windows";
constexpr std::string_view kLinux = "Linux";

// --- Nodes ---------------------------------------------------------------------------------------

/// Since when an instance runs: that is when its agent begins to answer. nullopt: it does not run.
std::optional<Time> running_since(const Json& instance, const Timing& account_timing, Time now) {
  if (snapshot_at(instance, account_timing, now).state != InstanceState::kRunning)
    return std::nullopt;
  const Json* change = find_member(instance, "change");
  if (change == nullptr) return Time{};
  const Json* own = find_member(instance, "timing");
  const Timing timing = own == nullptr ? account_timing : with_timing(account_timing, *own);
  return parse_time(string_member(*change, "at")).value_or(Time{}) + timing.start;
}

bool says_online(const Json& body) {
  return string_member(body, "PingStatus", "Online") == "Online";
}

/// nullopt: it is terminated.
std::optional<ManagedNode> node_of_instance(Json instance, const Timing& timing, Time now) {
  const InstanceState state = snapshot_at(instance, timing, now).state;
  if (state == InstanceState::kTerminated || state == InstanceState::kShuttingDown)
    return std::nullopt;
  ManagedNode node;
  node.id = string_member(instance, "InstanceId");
  node.is_ec2 = true;
  const bool is_windows = equals_ignore_case(string_member(instance, "Platform"), kWindows);
  node.platform = is_windows ? kWindows : kLinux;
  if (says_online(instance)) node.online_since = running_since(instance, timing, now);
  node.body = std::move(instance);
  return node;
}

ManagedNode node_of_resource(Json resource) {
  ManagedNode node;
  node.id = string_member(resource, "InstanceId");
  node.platform = string_member(resource, "PlatformType", kLinux);
  if (says_online(resource)) node.online_since = Time{};
  node.body = std::move(resource);
  return node;
}

// --- DescribeInstanceInformation -----------------------------------------------------------------

constexpr std::int64_t kMostNodesOfPage = 50;
constexpr std::string_view kAgentVersion = "3.3.1611.0";

constexpr MemberShape kOldFilterMembers[] = {{"key", &kString, true},
                                             {"valueSet", &kStrings, true}};
constexpr MemberShape kNodeFilterMembers[] = {{"Key", &kNonEmpty, true},
                                              {"Values", &kStrings, true}};
constexpr Shape kOldFilter = structure(kOldFilterMembers);
constexpr Shape kNodeFilter = structure(kNodeFilterMembers);
constexpr Shape kOldFilters = list_of(kOldFilter);
constexpr Shape kNodeFilters = list_of(kNodeFilter);
constexpr Shape kPageSize{.kind = Shape::Kind::kInteger, .min = 5};
constexpr MemberShape kDescribeNodesMembers[] = {{"InstanceInformationFilterList", &kOldFilters},
                                                 {"Filters", &kNodeFilters},
                                                 {"MaxResults", &kPageSize},
                                                 {"NextToken", &kString}};
constexpr Shape kDescribeNodes = structure(kDescribeNodesMembers);

struct PlatformFacts {
  std::string_view type, name, version;
};
constexpr std::array<PlatformFacts, 3> kPlatforms = {
    {{kLinux, "Amazon Linux", "2023"},
     {kWindows, "Microsoft Windows Server 2022 Datacenter", "10.0.20348"},
     {"MacOS", "macOS", "14.5"}}};

std::string ping_status(const ManagedNode& node) {
  if (node.online_since) return "Online";
  return says_online(node.body) ? "ConnectionLost" : string_member(node.body, "PingStatus");
}

std::string computer_name(const ManagedNode& node, const AccountRegion& scope) {
  const std::string given = string_member(node.body, "ComputerName");
  if (!given.empty()) return given;
  if (!node.is_ec2) return node.id;
  std::string address = string_member(node.body, "PrivateIpAddress");
  std::ranges::replace(address, '.', '-');
  return scope.region == "us-east-1"
             ? fmt::format("ip-{}.ec2.internal", address)
             : fmt::format("ip-{}.{}.compute.internal", address, scope.region);
}

Json node_information(const ManagedNode& node, const AccountSession& session) {
  const auto* facts = std::ranges::find(kPlatforms, node.platform, &PlatformFacts::type);
  if (facts == kPlatforms.end()) facts = kPlatforms.begin();
  const std::string launched = string_member(node.body, "LaunchTime");
  const Time last = node.online_since ? session.now : parse_time(launched).value_or(Time{});
  Json shown{{"InstanceId", node.id},
             {"PingStatus", ping_status(node)},
             {"LastPingDateTime", api_time(last)},
             {"AgentVersion", string_member(node.body, "AgentVersion", kAgentVersion)},
             {"IsLatestVersion", true},
             {"PlatformType", node.platform},
             {"PlatformName", string_member(node.body, "PlatformName", facts->name)},
             {"PlatformVersion", string_member(node.body, "PlatformVersion", facts->version)}};
  shown["ResourceType"] = node.is_ec2 ? "EC2Instance" : "ManagedInstance";
  if (const std::string name = string_member(node.body, "Name"); !name.empty())
    shown["Name"] = name;
  const std::string address =
      string_member(node.body, node.is_ec2 ? "PrivateIpAddress" : "IPAddress");
  if (!address.empty()) shown["IPAddress"] = address;
  shown["ComputerName"] = computer_name(node, session.scope);
  shown["SourceId"] = node.id;
  shown["SourceType"] = node.is_ec2 ? "AWS::EC2::Instance" : "AWS::SSM::ManagedInstance";
  return shown;
}

/// The values that a node has under a filter's key; nullopt: there is no such filter.
std::optional<std::vector<std::string>> node_filter_values(const ManagedNode& node,
                                                           const Json& shown,
                                                           const std::string& key) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kMembers = {
      {{"InstanceIds", "InstanceId"},
       {"AgentVersion", "AgentVersion"},
       {"PingStatus", "PingStatus"},
       {"PlatformTypes", "PlatformType"},
       {"ResourceType", "ResourceType"}}};
  for (const auto& [name, member] : kMembers)
    if (key == name) return std::vector<std::string>{string_member(shown, member)};
  if (key == "ActivationIds" || key == "IamRole" || key == "AssociationStatus")
    return std::vector<std::string>{};
  if (key == "tag-value") return std::nullopt;
  return tag_filter_values(node.body.value("Tags", Json::object()), key);
}

/// Whether the node passes all filters of both forms. Errors: InvalidFilterKey.
Result<bool> passes_node_filters(const Json& parameters, const ManagedNode& node,
                                 const Json& shown) {
  constexpr std::array<std::array<std::string_view, 3>, 2> kForms = {
      {{"InstanceInformationFilterList", "key", "valueSet"}, {"Filters", "Key", "Values"}}};
  bool passes = true;
  for (const auto& [list, key, values] : kForms) {
    const Json* filters = find_member(parameters, list);
    if (filters == nullptr) continue;
    for (const Json& filter : *filters) {
      const auto have = node_filter_values(node, shown, string_member(filter, key));
      if (!have) return failure("InvalidFilterKey", "The specified key isn't valid.");
      const std::vector<std::string> wanted = strings_of(filter, values);
      passes = passes && std::ranges::any_of(*have, [&](const std::string& value) {
                 return std::ranges::find(wanted, value) != wanted.end();
               });
    }
  }
  return passes;
}

Result<Json> describe_instance_information(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const std::vector<ManagedNode> nodes, managed_nodes(session));
  std::vector<Json> found;
  for (const ManagedNode& node : nodes) {
    Json shown = node_information(node, session);
    TRY_ASSIGN(const bool passes, passes_node_filters(parameters, node, shown));
    if (passes) found.push_back(std::move(shown));
  }
  Json wanted = parameters;
  const std::int64_t most = parameters.value("MaxResults", kMostNodesOfPage);
  if (most > kMostNodesOfPage)
    return failure(
        "ValidationException",
        fmt::format("1 validation error detected: Value '{}' at 'maxResults' failed to "
                    "satisfy constraint: Member must have value less than or equal to {}",
                    most, kMostNodesOfPage));
  wanted["MaxResults"] = most;
  Result<ResultPage> page = page_of(
      std::move(found), wanted, [](const Json& one) { return string_member(one, "InstanceId"); });
  if (!page) return failure("InvalidNextToken", "The specified token isn't valid.");
  Json answer{{"InstanceInformationList", std::move(page->items)}};
  if (!page->next_token.empty()) answer["NextToken"] = page->next_token;
  return answer;
}

constexpr std::array kNodeOperations = {
    AccountOperation{"ssm", "DescribeInstanceInformation", &kDescribeNodes, false,
                     describe_instance_information},
};

}  // namespace

const Json* ManagedNode::transport() const {
  const Json* given = find_member(body, "transport");
  return given != nullptr && !given->is_null() && *given != "simulated" ? given : nullptr;
}

std::string ManagedNode::name() const {
  const Json* tags = find_member(body, "Tags");
  return string_member(body, "Name", tags ? string_member(*tags, "Name") : std::string());
}

Result<std::vector<ManagedNode>> managed_nodes(AccountSession& session) {
  TRY_ASSIGN(const Timing timing, account_timing(session));
  TRY_ASSIGN(auto instances, session.store.list(session.scope, kInstanceKind));
  TRY_ASSIGN(auto others, session.store.list(session.scope, kManagedInstanceKind));
  std::vector<ManagedNode> nodes;
  for (auto& [id, body] : instances)
    if (auto node = node_of_instance(std::move(body), timing, session.now))
      nodes.push_back(*std::move(node));
  for (auto& [id, body] : others) nodes.push_back(node_of_resource(std::move(body)));
  return nodes;
}

Result<std::optional<ManagedNode>> find_node(AccountSession& session, const std::string& id) {
  TRY_ASSIGN(std::optional<Json> resource,
             session.store.find(session.scope, kManagedInstanceKind, id));
  if (resource) return node_of_resource(*std::move(resource));
  TRY_ASSIGN(std::optional<Json> instance, session.store.find(session.scope, kInstanceKind, id));
  if (!instance) return std::nullopt;
  TRY_ASSIGN(const Timing timing, account_timing(session));
  return node_of_instance(*std::move(instance), timing, session.now);
}

bool is_ssh_host(std::string_view text) {
  constexpr std::size_t kLongest = 255;
  const auto is_name = [](std::string_view part, std::string_view symbols) {
    const auto is_word = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
    };
    return !part.empty() && part.front() != '-' && std::ranges::all_of(part, [&](char c) {
      return is_word(c) || symbols.find(c) != std::string_view::npos;
    });
  };
  const std::size_t at = text.find('@');
  if (text.size() > kLongest) return false;
  if (at == std::string_view::npos) return is_name(text, "-.:");
  return is_name(text.substr(0, at), "-.") && is_name(text.substr(at + 1), "-.:");
}

std::span<const AccountOperation> node_operations() {
  return kNodeOperations;
}

}  // namespace ssm::cloud
