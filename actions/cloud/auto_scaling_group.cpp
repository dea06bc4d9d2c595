// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/auto_scaling_group.h"

#include <fmt/format.h>

#include "actions/cloud/account_file.h"
#include "actions/cloud/account_values.h"
#include "actions/cloud/volume.h"
#include "core/base/arn.h"
#include "core/base/id.h"

namespace ssm::cloud {
namespace {

// --- The file -----------------------------------------------------------------------------------

constexpr AccountMember kGroupMembers[] = {{"AutoScalingGroupName", kNamedValue, true},
                                           {"AutoScalingGroupARN", kNamedValue},
                                           {"LaunchConfigurationName", kTextValue},
                                           {"LaunchTemplate", kMapValue},
                                           {"MixedInstancesPolicy", kMapValue},
                                           {"MinSize", kWholeNumberValue},
                                           {"MaxSize", kWholeNumberValue},
                                           {"DesiredCapacity", kWholeNumberValue},
                                           {"DefaultCooldown", kWholeNumberValue},
                                           {"AvailabilityZones", kTextsValue},
                                           {"LoadBalancerNames", kTextsValue},
                                           {"TargetGroupARNs", kTextsValue},
                                           {"HealthCheckType", kTextValue},
                                           {"HealthCheckGracePeriod", kWholeNumberValue},
                                           {"Instances", kMapsValue},
                                           {"CreatedTime", kTimeValue},
                                           {"SuspendedProcesses", kMapsValue},
                                           {"VPCZoneIdentifier", kTextValue},
                                           {"TerminationPolicies", kTextsValue},
                                           {"NewInstancesProtectedFromScaleIn", kBooleanValue},
                                           {"ServiceLinkedRoleARN", kTextValue},
                                           {"MaxInstanceLifetime", kWholeNumberValue},
                                           {"CapacityRebalance", kBooleanValue},
                                           {"Tags", kTagsValue},
                                           {"lifecycleActions", kMapsValue},
                                           {"completedActions", kMapsValue}};
constexpr AccountMember kGroupInstanceMembers[] = {
    {"InstanceId", kNamedValue, true}, {"InstanceType", kTextValue},
    {"AvailabilityZone", kTextValue},  {"LifecycleState", kNamedValue},
    {"HealthStatus", kTextValue},      {"LaunchConfigurationName", kTextValue},
    {"LaunchTemplate", kMapValue},     {"ProtectedFromScaleIn", kBooleanValue}};
constexpr AccountMember kSuspensionMembers[] = {{"ProcessName", kNamedValue, true},
                                                {"SuspensionReason", kTextValue}};
constexpr AccountMember kLifecycleActionMembers[] = {{"LifecycleHookName", kNamedValue, true},
                                                     {"InstanceId", kTextValue},
                                                     {"LifecycleActionToken", kTextValue}};
constexpr AccountPart kGroupParts[] = {{"Instances", kGroupInstanceMembers, kMostInList},
                                       {"SuspendedProcesses", kSuspensionMembers, kMostInList},
                                       {"lifecycleActions", kLifecycleActionMembers, kMostInList}};

/// A tag of a group says whether new instances get it, too.
Json group_tags(const Json& tags) {
  if (tags.is_array()) return tags;
  Json list = Json::array();
  for (const auto& [key, value] : tags.items())
    list.push_back({{"Key", key}, {"Value", value}, {"PropagateAtLaunch", true}});
  return list;
}

Json stored_group(const AccountSession& session, Json group) {
  const std::string name = name_of_group(group);
  add_default(group, "AutoScalingGroupARN",
              Arn::regional(session.scope, "autoscaling",
                            fmt::format("autoScalingGroup:{}:autoScalingGroupName/{}",
                                        derived_uuid(session.scope.account + name), name))
                  .text());
  add_default(group, "Instances", Json::array());
  for (Json& instance : group["Instances"])
    add_default(instance, "LifecycleState", kGroupInService);
  const std::size_t size = group["Instances"].size();
  add_default(group, "MinSize", 0);
  add_default(group, "MaxSize", std::max<std::size_t>(size, 1));
  add_default(group, "DesiredCapacity", size);
  add_default(group, "DefaultCooldown", 300);
  add_default(group, "AvailabilityZones", Json::array({session.scope.region + "a"}));
  add_default(group, "HealthCheckType", "EC2");
  add_default(group, "HealthCheckGracePeriod", 300);
  add_default(group, "CreatedTime", to_iso8601(session.now));
  add_default(group, "SuspendedProcesses", Json::array());
  add_default(group, "NewInstancesProtectedFromScaleIn", false);
  group["Tags"] = group_tags(group.value("Tags", Json::object()));
  return group;
}

// --- Its instances ------------------------------------------------------------------------------

Result<GroupInstance> group_instance(AccountSession& session, const Timing& timing, Json entry) {
  GroupInstance seen{std::move(entry)};
  add_default(seen.entry, "HealthStatus", "Healthy");
  add_default(seen.entry, "ProtectedFromScaleIn", false);
  TRY_ASSIGN(const std::optional<Json> instance,
             session.store.find(session.scope, kInstanceKind, seen.id()));
  if (!instance) return seen;
  for (const std::string_view member : {"InstanceType", "AvailabilityZone"})
    copy_given(seen.entry, *instance, member);
  const InstanceSnapshot snapshot = snapshot_at(*instance, timing, session.now);
  if (!snapshot.settled) session.answer_changes = true;
  if (snapshot.state == InstanceState::kPending) seen.entry["LifecycleState"] = "Pending";
  if (snapshot.state == InstanceState::kShuttingDown) seen.entry["LifecycleState"] = "Terminating";
  if (snapshot.state == InstanceState::kStopping || snapshot.state == InstanceState::kStopped)
    seen.entry["HealthStatus"] = "Unhealthy";
  seen.is_gone = snapshot.state == InstanceState::kTerminated;
  return seen;
}

bool is_suspended(const Json& group, std::string_view process) {
  return std::ranges::any_of(group["SuspendedProcesses"], [&](const Json& one) {
    return string_member(one, "ProcessName") == process;
  });
}

Completed launch_in_group(AccountSession& session, Json& group) {
  const std::string id = "i-" + sha256_hex(new_uuid()).substr(0, 17);
  Json tags{{"aws:autoscaling:groupName", name_of_group(group)}};
  for (const Json& tag : group["Tags"])
    if (is_set(tag, "PropagateAtLaunch")) tags[string_member(tag, "Key")] = tag["Value"];
  Json instance{{"InstanceId", id}, {"State", "running"}, {"Tags", std::move(tags)}};
  const Json zones = group["AvailabilityZones"];
  if (!zones.empty()) instance["AvailabilityZone"] = zones.front();
  record_change(instance, "running", session.now, false);
  instance = with_instance_defaults(std::move(instance), session.scope, session.now);
  add_default(instance, "RootDeviceName", kRootDevice);
  TRY(put_instance(session, instance));
  TRY(add_root_volume(session, instance));
  group["Instances"].push_back(
      {{"InstanceId", id},
       {"LifecycleState", kGroupInService},
       {"ProtectedFromScaleIn", is_set(group, "NewInstancesProtectedFromScaleIn")}});
  return {};
}

/// Instances that are gone leave the group.
void drop_gone(Json& group, const std::vector<GroupInstance>& there) {
  Json left = Json::array();
  for (Json& entry : group["Instances"])
    if (std::ranges::find(there, string_member(entry, "InstanceId"), &GroupInstance::id) !=
        there.end())
      left.push_back(std::move(entry));
  group["Instances"] = std::move(left);
}

}  // namespace

constinit const ResourceList kGroupList{{"autoScalingGroups", kGroupMembers, kGroupParts},
                                        "autoscaling:group",
                                        stored_group,
                                        name_of_group};

std::string name_of_group(const Json& group) {
  return string_member(group, "AutoScalingGroupName");
}

tl::unexpected<Error> group_error(std::string message) {
  return failure("ValidationError", std::move(message));
}

Result<Json> group_named(AccountSession& session, const std::string& name) {
  TRY_ASSIGN(std::optional<Json> group, find_resource(session, kGroupList, name));
  if (group) return *std::move(group);
  return group_error("AutoScalingGroup name not found - AutoScalingGroup '" + name + "' not found");
}

Result<std::vector<GroupInstance>> group_instances(AccountSession& session, const Json& group) {
  TRY_ASSIGN(const Timing timing, account_timing(session));
  std::vector<GroupInstance> instances;
  for (const Json& entry : group["Instances"]) {
    TRY_ASSIGN(GroupInstance instance, group_instance(session, timing, entry));
    if (!instance.is_gone) instances.push_back(std::move(instance));
  }
  return instances;
}

Json* entry_of(Json& group, const std::string& id) {
  for (Json& entry : group["Instances"])
    if (string_member(entry, "InstanceId") == id) return &entry;
  return nullptr;
}

Completed terminate_in_group(AccountSession& session, Json& group, const std::string& id) {
  TRY_ASSIGN(std::optional<Json> instance, session.store.find(session.scope, kInstanceKind, id));
  if (instance) {
    record_change(*instance, "terminated", session.now, false);
    return put_instance(session, *instance);
  }
  Json left = Json::array();
  for (Json& entry : group["Instances"])
    if (string_member(entry, "InstanceId") != id) left.push_back(std::move(entry));
  group["Instances"] = std::move(left);
  return {};
}

Completed reconcile_group(AccountSession& session, Json& group) {
  TRY_ASSIGN(const std::vector<GroupInstance> instances, group_instances(session, group));
  drop_gone(group, instances);
  std::vector<std::string> counted;
  for (const GroupInstance& instance : instances)
    if (instance.counts() && !is_set(instance.entry, "ProtectedFromScaleIn"))
      counted.push_back(instance.id());
  auto size = std::ranges::count_if(instances, &GroupInstance::counts);
  const std::int64_t wanted = integer_member(group, "DesiredCapacity");
  for (; size < wanted && !is_suspended(group, "Launch"); ++size)
    TRY(launch_in_group(session, group));
  for (const std::string& id : counted) {
    if (size <= wanted || is_suspended(group, "Terminate")) break;
    TRY(terminate_in_group(session, group, id));
    --size;
  }
  return save_resource(session, kGroupList, group);
}

Result<Json> described_group(AccountSession& session, Json group) {
  TRY_ASSIGN(std::vector<GroupInstance> instances, group_instances(session, group));
  group["Instances"] = Json::array();
  for (GroupInstance& instance : instances) group["Instances"].push_back(std::move(instance.entry));
  group["CreatedTime"] = api_time(time_member(group, "CreatedTime", session.now));
  for (const std::string_view own : {"lifecycleActions", "completedActions"})
    group.erase(std::string(own));
  for (Json& tag : group["Tags"]) {
    Json full{{"ResourceId", name_of_group(group)}, {"ResourceType", "auto-scaling-group"}};
    full.update(tag);
    tag = std::move(full);
  }
  return group;
}

}  // namespace ssm::cloud
