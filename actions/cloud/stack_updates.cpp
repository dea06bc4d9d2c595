// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/stack_updates.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "actions/cloud/account_file.h"
#include "actions/cloud/ec2_resource.h"

namespace ssm::cloud {
namespace {

/// A member that a resource has for life. Source: the resource types' schemas,
/// createOnlyProperties.
struct LastingMember {
  std::string_view type;
  std::string_view member;
  bool is_replaced = true;  // else the update fails
};
constexpr std::string_view kSecurityGroupType = "AWS::EC2::SecurityGroup";
constexpr std::array<LastingMember, 30> kLastingMembers = {
    {{"AWS::DynamoDB::Table", "KeySchema"},
     {"AWS::EC2::Instance", "AvailabilityZone"},
     {"AWS::EC2::Instance", "ImageId"},
     {"AWS::EC2::Instance", "KeyName"},
     {"AWS::EC2::Instance", "PrivateIpAddress"},
     {"AWS::EC2::Instance", "SubnetId"},
     {kSecurityGroupType, "Description"},
     {kSecurityGroupType, "GroupName"},
     {kSecurityGroupType, "VpcId"},
     {"AWS::EC2::Volume", "AvailabilityZone", false},
     {"AWS::EC2::Volume", "Encrypted", false},
     {"AWS::EC2::Volume", "KmsKeyId", false},
     {"AWS::EC2::Volume", "SnapshotId", false},
     {"AWS::ElastiCache::ReplicationGroup", "AtRestEncryptionEnabled"},
     {"AWS::ElastiCache::ReplicationGroup", "KmsKeyId"},
     {"AWS::IAM::InstanceProfile", "Path"},
     {"AWS::IAM::Role", "Path"},
     {"AWS::RDS::DBCluster", "AvailabilityZones"},
     {"AWS::RDS::DBCluster", "DatabaseName"},
     {"AWS::RDS::DBCluster", "KmsKeyId"},
     {"AWS::RDS::DBCluster", "MasterUsername"},
     {"AWS::RDS::DBCluster", "StorageEncrypted"},
     {"AWS::RDS::DBInstance", "AvailabilityZone"},
     {"AWS::RDS::DBInstance", "DBClusterIdentifier"},
     {"AWS::RDS::DBInstance", "DBName"},
     {"AWS::RDS::DBInstance", "KmsKeyId"},
     {"AWS::RDS::DBInstance", "MasterUsername"},
     {"AWS::RDS::DBInstance", "StorageEncrypted"},
     {"AWS::Redshift::Cluster", "DBName"},
     {"AWS::Redshift::Cluster", "MasterUsername"}}};

/// Members that the service's own operation changes: it has more to say of them.
struct UpdateCall {
  std::string_view type;
  std::span<const AccountOperation> (*operations)();
  std::string_view operation;
  std::span<const std::string_view> members;
  std::string_view id;
};
constexpr std::string_view kMembersOfVersions[] = {"Value",          "Type",     "Description",
                                                   "AllowedPattern", "DataType", "Tier"};
constexpr std::string_view kModifiedMembers[] = {"Size", "VolumeType", "Iops", "Throughput"};
constexpr std::array<UpdateCall, 2> kUpdateCalls = {
    {{"AWS::SSM::Parameter", parameter_change_operations, "PutParameter", kMembersOfVersions,
      "Name"},
     {"AWS::EC2::Volume", ec2_volume_operations, "ModifyVolume", kModifiedMembers, "VolumeId"}}};

const LastingMember* lasting_member(std::string_view type, std::string_view member) {
  const auto* found = std::ranges::find_if(kLastingMembers, [&](const LastingMember& one) {
    return one.type == type && one.member == member;
  });
  return found == kLastingMembers.end() ? nullptr : found;
}

std::vector<std::string> changed_members(const Json& before, const Json& after) {
  std::vector<std::string> changed;
  for (const auto& [name, value] : after.items())
    if (const Json* old = find_member(before, name); old == nullptr || *old != value)
      changed.push_back(name);
  for (const auto& [name, value] : before.items())
    if (!after.contains(name)) changed.push_back(name);
  return changed;
}

/// The name that the template gives it; of what has none its id.
std::string name_of_element(const StackElement& one) {
  return one.type == kSecurityGroupType ? string_member(one.element, "GroupName", one.id) : one.id;
}

bool needs_replacement(const StackElement& from, const StackElement& to) {
  const std::vector<std::string> changed = changed_members(from.element, to.element);
  // Two of one name cannot be, not even for a moment.
  const bool has_same_name =
      to.element.contains("GroupName") && std::ranges::find(changed, "GroupName") == changed.end();
  return !has_same_name && std::ranges::any_of(changed, [&](const std::string& member) {
    const LastingMember* lasting = lasting_member(to.type, member);
    return lasting != nullptr && lasting->is_replaced;
  });
}

Completed check_changeable(const StackElement& to, const std::vector<std::string>& changed) {
  for (const std::string& member : changed) {
    const LastingMember* lasting = lasting_member(to.type, member);
    if (lasting == nullptr) continue;
    if (!lasting->is_replaced)
      return failure("NotUpdatable", fmt::format("Updates to {} of resource type '{}' are not "
                                                 "supported.",
                                                 member, to.type));
    return failure("NotUpdatable",
                   fmt::format("CloudFormation cannot update a stack when a custom-named resource "
                               "requires replacing. Rename {} and update the stack again.",
                               name_of_element(to)));
  }
  return {};
}

Result<Json> stored_element(AccountSession& session, const StackElement& one) {
  TRY_ASSIGN(std::optional<Json> stored,
             session.store.find(session.scope, std::string(kind_of_list(one.list)), one.id));
  const auto is_terminated = [](const Json& instance) {
    const Json* change = find_member(instance, "change");
    return string_member(change ? *change : instance, change ? "to" : "State") == "terminated";
  };
  if (stored && !(one.list == kInstances.list && is_terminated(*stored))) return *std::move(stored);
  return failure(
      "NotFound",
      fmt::format("Resource of type '{}' with identifier '{}' was not found.", one.type, one.id));
}

/// Makes the changes that an operation makes; the others are left.
Completed call_for_changes(AccountSession& session, const StackElement& to,
                           std::vector<std::string>& changed) {
  const auto* call = std::ranges::find(kUpdateCalls, to.type, &UpdateCall::type);
  if (call == kUpdateCalls.end()) return {};
  const auto is_for_call = [&](const std::string& member) {
    return std::ranges::find(call->members, member) != call->members.end();
  };
  if (std::erase_if(changed, is_for_call) == 0) return {};
  Json request = {{std::string(call->id), to.id}};
  for (const std::string_view member : call->members) copy_given(request, to.element, member);
  if (to.type == "AWS::SSM::Parameter") request["Overwrite"] = true;
  const auto operations = call->operations();
  const auto operation = std::ranges::find(operations, call->operation, &AccountOperation::name);
  TRY(operation->answer(session, request));
  return {};
}

/// As a map where it may be one: the tags of a template are a list.
Json as_map(const Json* value, std::string_view member) {
  if (value == nullptr) return Json::object();
  return member == "Tags" && value->is_array() ? tags_as_map(*value) : *value;
}

/// Of a map only what the template has changed.
void put_changed(Json& stored, const std::string& member, const Json& before, const Json& after) {
  const Json old = as_map(find_member(before, member), member);
  const Json now = as_map(find_member(after, member), member);
  Json* is = stored.contains(member) ? &stored[member] : nullptr;
  if (is && is->is_object() && old.is_object() && now.is_object()) {
    for (const auto& [name, value] : old.items())
      if (!now.contains(name)) is->erase(name);
    is->update(now);
  } else if (const Json* value = find_member(after, member)) {
    stored[member] = *value;
  } else {
    stored.erase(member);
  }
}

}  // namespace

bool note_replacements(const Json& before, const Json& after, Json& replacements) {
  bool is_new = false;
  for (const Json& resource : before) {
    const std::string name = string_member(resource, "LogicalResourceId");
    const auto now = std::ranges::find_if(
        after, [&](const Json& one) { return string_member(one, "LogicalResourceId") == name; });
    const std::optional<StackElement> from = element_in(resource);
    const std::optional<StackElement> to = now == after.end() ? std::nullopt : element_in(*now);
    const std::int64_t count = integer_member(resource, "replacements");
    if (!from || !to || from->type != to->type || from->id != to->id ||
        integer_member(replacements, name) > count || !needs_replacement(*from, *to))
      continue;
    replacements[name] = count + 1;
    is_new = true;
  }
  return is_new;
}

Completed update_element(AccountSession& session, const StackElement& from,
                         const StackElement& to) {
  std::vector<std::string> changed = changed_members(from.element, to.element);
  if (changed.empty()) return {};
  TRY(check_changeable(to, changed));
  TRY(check_element(to));
  TRY(stored_element(session, to));
  TRY(call_for_changes(session, to, changed));
  TRY_ASSIGN(Json stored, stored_element(session, to));
  for (const std::string& member : changed) put_changed(stored, member, from.element, to.element);
  return load_stack_element(session, to, stored);
}

}  // namespace ssm::cloud
