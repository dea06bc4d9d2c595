// SPDX-License-Identifier: Apache-2.0
// Auto Scaling groups. Their instances are EC2 instances of the account: they are launched and
// terminated there, and their states follow from there. Source: the API reference of Auto Scaling;
// texts of errors as the service gives them where they are known.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/account_file.h"
#include "actions/cloud/account_values.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/resource.h"
#include "actions/cloud/volume.h"
#include "core/base/arn.h"
#include "core/base/id.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::size_t kMostGroupSize = 500;
constexpr std::size_t kKeptLifecycleActions = 20;
constexpr std::string_view kInService = "InService";
constexpr std::string_view kStandby = "Standby";

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

std::string name_of_group(const Json& group) {
  return string_member(group, "AutoScalingGroupName");
}

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
  for (Json& instance : group["Instances"]) add_default(instance, "LifecycleState", kInService);
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

}  // namespace

extern constinit const ResourceList kGroupList{{"autoScalingGroups", kGroupMembers, kGroupParts},
                                               "autoscaling:group",
                                               stored_group,
                                               name_of_group};

namespace {

tl::unexpected<Error> group_error(std::string message) {
  return failure("ValidationError", std::move(message));
}

Result<Json> group_named(AccountSession& session, const std::string& name) {
  TRY_ASSIGN(std::optional<Json> group, find_resource(session, kGroupList, name));
  if (group) return *std::move(group);
  return group_error("AutoScalingGroup name not found - AutoScalingGroup '" + name + "' not found");
}

std::int64_t number_of(const Json& map, std::string_view name) {
  const Json* value = find_member(map, name);
  return value != nullptr && value->is_number_integer() ? value->get<std::int64_t>() : 0;
}

// --- Its instances ------------------------------------------------------------------------------

/// An instance of a group as it is now. Instances that the account does not have stay as the file
/// says.
struct GroupInstance {
  Json entry;  // with LifecycleState and HealthStatus as they are seen
  bool is_gone = false;

  std::string id() const { return string_member(entry, "InstanceId"); }
  std::string state() const { return string_member(entry, "LifecycleState"); }
  bool counts() const {
    return !is_gone && (state() == kInService || state().starts_with("Pending"));
  }
};

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

/// Those that are still there.
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
       {"LifecycleState", kInService},
       {"ProtectedFromScaleIn", is_set(group, "NewInstancesProtectedFromScaleIn")}});
  return {};
}

/// Of the account when it has it, and of the group.
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

/// Instances that are gone leave the group.
void drop_gone(Json& group, const std::vector<GroupInstance>& there) {
  Json left = Json::array();
  for (Json& entry : group["Instances"])
    if (std::ranges::find(there, string_member(entry, "InstanceId"), &GroupInstance::id) !=
        there.end())
      left.push_back(std::move(entry));
  group["Instances"] = std::move(left);
}

/// Launches and terminates instances until there are as many as wanted, and keeps the group.
Completed reconcile_group(AccountSession& session, Json& group) {
  TRY_ASSIGN(const std::vector<GroupInstance> instances, group_instances(session, group));
  drop_gone(group, instances);
  std::vector<std::string> counted;
  for (const GroupInstance& instance : instances)
    if (instance.counts() && !is_set(instance.entry, "ProtectedFromScaleIn"))
      counted.push_back(instance.id());
  auto size = std::ranges::count_if(instances, &GroupInstance::counts);
  const std::int64_t wanted = number_of(group, "DesiredCapacity");
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

// --- Looking ------------------------------------------------------------------------------------

constexpr MemberShape kGroupFilterShapes[] = {{"Name", &kString}, {"Values", &kStrings}};
constexpr Shape kAutoScalingFilter = structure(kGroupFilterShapes);
constexpr Shape kAutoScalingFilters = list_of(kAutoScalingFilter);
constexpr MemberShape kDescribeGroupsShapes[] = {{"AutoScalingGroupNames", &kStrings},
                                                 {"IncludeInstances", &kBoolean},
                                                 {"NextToken", &kString},
                                                 {"MaxRecords", &kInteger},
                                                 {"Filters", &kAutoScalingFilters}};
constexpr MemberShape kDescribeGroupInstancesShapes[] = {
    {"InstanceIds", &kStrings}, {"MaxRecords", &kInteger}, {"NextToken", &kString}};
constexpr Shape kDescribeGroupsInput = structure(kDescribeGroupsShapes);
constexpr Shape kDescribeGroupInstancesInput = structure(kDescribeGroupInstancesShapes);

/// tag-key, tag-value and tag:KEY.
bool passes_group_filter(const Json& group, const Json& filter) {
  const std::string name = string_member(filter, "Name");
  const std::vector<std::string> values = strings_of(filter, "Values");
  return std::ranges::any_of(group["Tags"], [&](const Json& tag) {
    const std::string key = string_member(tag, "Key");
    const std::string value = string_member(tag, "Value");
    if (name.starts_with("tag:") && name.substr(4) != key) return false;
    const std::string& compared = name == "tag-key" ? key : value;
    return std::ranges::find(values, compared) != values.end();
  });
}

Result<Json> describe_auto_scaling_groups(AccountSession& session, const Json& parameters) {
  const std::vector<std::string> names = strings_of(parameters, "AutoScalingGroupNames");
  const Json filters = parameters.value("Filters", Json::array());
  TRY_ASSIGN(std::vector<Json> all, all_resources(session, kGroupList));
  Json groups = Json::array();
  for (Json& group : all) {
    const bool is_named =
        names.empty() || std::ranges::find(names, name_of_group(group)) != names.end();
    const bool passes = std::ranges::all_of(
        filters, [&](const Json& filter) { return passes_group_filter(group, filter); });
    if (!is_named || !passes) continue;
    TRY_ASSIGN(Json described, described_group(session, std::move(group)));
    groups.push_back(std::move(described));
  }
  return page_answer(std::move(groups), parameters,
                     {.most = "MaxRecords",
                      .token = "NextToken",
                      .next = "NextToken",
                      .items = "AutoScalingGroups",
                      .code = "InvalidNextToken",
                      .usual = 50});
}

Result<Json> describe_auto_scaling_instances(AccountSession& session, const Json& parameters) {
  const std::vector<std::string> ids = strings_of(parameters, "InstanceIds");
  TRY_ASSIGN(const std::vector<Json> groups, all_resources(session, kGroupList));
  Json found = Json::array();
  for (const Json& group : groups) {
    TRY_ASSIGN(const std::vector<GroupInstance> instances, group_instances(session, group));
    for (const GroupInstance& instance : instances) {
      if (!ids.empty() && std::ranges::find(ids, instance.id()) == ids.end()) continue;
      Json one{{"InstanceId", instance.id()}};
      copy_given(one, instance.entry, "InstanceType");
      one["AutoScalingGroupName"] = name_of_group(group);
      for (const std::string_view member : {"AvailabilityZone", "LifecycleState"})
        copy_given(one, instance.entry, member);
      one["HealthStatus"] =
          string_member(instance.entry, "HealthStatus") == "Healthy" ? "HEALTHY" : "UNHEALTHY";
      copy_given(one, instance.entry, "ProtectedFromScaleIn");
      found.push_back(std::move(one));
    }
  }
  return page_answer(std::move(found), parameters,
                     {.most = "MaxRecords",
                      .token = "NextToken",
                      .next = "NextToken",
                      .items = "AutoScalingInstances",
                      .code = "InvalidNextToken",
                      .usual = 50});
}

// --- Sizes --------------------------------------------------------------------------------------

constexpr MemberShape kUpdateGroupShapes[] = {{"AutoScalingGroupName", &kString, true},
                                              {"LaunchConfigurationName", &kString},
                                              {"LaunchTemplate", kAnything},
                                              {"MixedInstancesPolicy", kAnything},
                                              {"MinSize", &kInteger},
                                              {"MaxSize", &kInteger},
                                              {"DesiredCapacity", &kInteger},
                                              {"DefaultCooldown", &kInteger},
                                              {"AvailabilityZones", &kStrings},
                                              {"HealthCheckType", &kString},
                                              {"HealthCheckGracePeriod", &kInteger},
                                              {"PlacementGroup", &kString},
                                              {"VPCZoneIdentifier", &kString},
                                              {"TerminationPolicies", &kStrings},
                                              {"NewInstancesProtectedFromScaleIn", &kBoolean},
                                              {"ServiceLinkedRoleARN", &kString},
                                              {"MaxInstanceLifetime", &kInteger},
                                              {"CapacityRebalance", &kBoolean},
                                              {"Context", &kString},
                                              {"DesiredCapacityType", &kString},
                                              {"DefaultInstanceWarmup", &kInteger},
                                              {"InstanceMaintenancePolicy", kAnything}};
constexpr MemberShape kSetCapacityShapes[] = {{"AutoScalingGroupName", &kString, true},
                                              {"DesiredCapacity", &kInteger, true},
                                              {"HonorCooldown", &kBoolean}};
constexpr MemberShape kTerminateInGroupShapes[] = {
    {"InstanceId", &kString, true}, {"ShouldDecrementDesiredCapacity", &kBoolean, true}};
constexpr Shape kUpdateGroupInput = structure(kUpdateGroupShapes);
constexpr Shape kSetCapacityInput = structure(kSetCapacityShapes);
constexpr Shape kTerminateInGroupInput = structure(kTerminateInGroupShapes);

Completed check_capacity(const Json& group, std::int64_t wanted) {
  const std::int64_t least = number_of(group, "MinSize");
  const std::int64_t most = number_of(group, "MaxSize");
  if (wanted > most)
    return group_error(
        fmt::format("New SetDesiredCapacity value {} is above max value {} for the "
                    "AutoScalingGroup.",
                    wanted, most));
  if (wanted < least)
    return group_error(
        fmt::format("New SetDesiredCapacity value {} is below min value {} for the "
                    "AutoScalingGroup.",
                    wanted, least));
  if (static_cast<std::size_t>(std::max<std::int64_t>(wanted, 0)) > kMostGroupSize)
    return group_error(
        fmt::format("A group of the simulated account has at most {} instances", kMostGroupSize));
  return {};
}

Result<Json> update_auto_scaling_group(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json group, group_named(session, string_member(parameters, "AutoScalingGroupName")));
  for (const MemberShape& member : kUpdateGroupShapes)
    if (std::ranges::find(kGroupMembers, member.name, &AccountMember::name) !=
        std::end(kGroupMembers))
      copy_given(group, parameters, member.name);
  const std::int64_t least = number_of(group, "MinSize");
  const std::int64_t most = number_of(group, "MaxSize");
  if (least < 0 || most < least)
    return group_error("Max bound, " + std::to_string(most) +
                       ", must be greater than or equal to min bound, " + std::to_string(least));
  if (!find_member(parameters, "DesiredCapacity"))
    group["DesiredCapacity"] = std::clamp(number_of(group, "DesiredCapacity"), least, most);
  TRY(check_capacity(group, number_of(group, "DesiredCapacity")));
  TRY(reconcile_group(session, group));
  return Json::object();
}

Result<Json> set_desired_capacity(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json group, group_named(session, string_member(parameters, "AutoScalingGroupName")));
  const std::int64_t wanted = number_of(parameters, "DesiredCapacity");
  TRY(check_capacity(group, wanted));
  group["DesiredCapacity"] = wanted;
  TRY(reconcile_group(session, group));
  return Json::object();
}

Json activity_of(const AccountSession& session, const Json& group, const std::string& what) {
  return {{"ActivityId", new_uuid()},
          {"AutoScalingGroupName", name_of_group(group)},
          {"Description", what},
          {"Cause", fmt::format("At {} a user asked for it.", to_iso8601(session.now))},
          {"StartTime", api_time(session.now)},
          {"StatusCode", "InProgress"},
          {"Progress", 50},
          {"Details", "{}"},
          {"AutoScalingGroupARN", string_member(group, "AutoScalingGroupARN")}};
}

Result<Json> terminate_instance_in_group(AccountSession& session, const Json& parameters) {
  const std::string id = string_member(parameters, "InstanceId");
  TRY_ASSIGN(std::vector<Json> groups, all_resources(session, kGroupList));
  for (Json& group : groups) {
    if (entry_of(group, id) == nullptr) continue;
    if (is_set(parameters, "ShouldDecrementDesiredCapacity")) {
      const std::int64_t wanted = number_of(group, "DesiredCapacity") - 1;
      if (wanted < number_of(group, "MinSize"))
        return group_error("Currently, desiredSize equals minSize (" +
                           std::to_string(number_of(group, "MinSize")) +
                           "). Terminating instance without replacement will violate group's min "
                           "size constraint. Either set shouldDecrementDesiredCapacity flag to "
                           "false or lower group's min size.");
      group["DesiredCapacity"] = wanted;
    }
    TRY(terminate_in_group(session, group, id));
    TRY(reconcile_group(session, group));
    return Json{{"Activity", activity_of(session, group, "Terminating EC2 instance: " + id)}};
  }
  return group_error(
      fmt::format("Instance Id not found - No managed instance found for instance ID "
                  "{}",
                  id));
}

// --- Standby ------------------------------------------------------------------------------------

constexpr MemberShape kEnterStandbyShapes[] = {{"InstanceIds", &kStrings},
                                               {"AutoScalingGroupName", &kString, true},
                                               {"ShouldDecrementDesiredCapacity", &kBoolean, true}};
constexpr MemberShape kExitStandbyShapes[] = {{"InstanceIds", &kStrings},
                                              {"AutoScalingGroupName", &kString, true}};
constexpr Shape kEnterStandbyInput = structure(kEnterStandbyShapes);
constexpr Shape kExitStandbyInput = structure(kExitStandbyShapes);

/// Moves instances of a group from one state to another, all of them or none.
Result<Json> move_instances(AccountSession& session, Json& group, const Json& parameters,
                            std::string_view from, std::string_view to) {
  Json activities = Json::array();
  TRY_ASSIGN(const std::vector<GroupInstance> instances, group_instances(session, group));
  for (const std::string& id : strings_of(parameters, "InstanceIds")) {
    const auto seen = std::ranges::find(instances, id, &GroupInstance::id);
    if (seen == instances.end())
      return group_error(fmt::format("The instance {} is not part of Auto Scaling group {}.", id,
                                     name_of_group(group)));
    if (seen->state() != from)
      return group_error(fmt::format("The instance {} is not in {}.", id, from));
    (*entry_of(group, id))["LifecycleState"] = to;
    activities.push_back(activity_of(
        session, group,
        fmt::format("Moving EC2 instance {} Standby: {}", to == kStandby ? "to" : "out of", id)));
  }
  return activities;
}

tl::unexpected<Error> size_error(const Json& group, std::size_t count, std::string_view verb) {
  return group_error(fmt::format(
      "AutoScalingGroup {} has min-size={}, max-size={}, and desired-size={}. To {} {} instance{}, "
      "please update the AutoScalingGroup sizes appropriately.",
      name_of_group(group), number_of(group, "MinSize"), number_of(group, "MaxSize"),
      number_of(group, "DesiredCapacity"), verb, count, count == 1 ? "" : "s"));
}

Result<Json> enter_standby(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json group, group_named(session, string_member(parameters, "AutoScalingGroupName")));
  TRY_ASSIGN(Json activities, move_instances(session, group, parameters, kInService, kStandby));
  if (is_set(parameters, "ShouldDecrementDesiredCapacity")) {
    const std::int64_t wanted =
        number_of(group, "DesiredCapacity") - static_cast<std::int64_t>(activities.size());
    if (wanted < number_of(group, "MinSize"))
      return size_error(group, activities.size(), "place into standby");
    group["DesiredCapacity"] = wanted;
  }
  TRY(reconcile_group(session, group));
  return Json{{"Activities", std::move(activities)}};
}

Result<Json> exit_standby(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json group, group_named(session, string_member(parameters, "AutoScalingGroupName")));
  TRY_ASSIGN(Json activities, move_instances(session, group, parameters, kStandby, kInService));
  const std::int64_t wanted =
      number_of(group, "DesiredCapacity") + static_cast<std::int64_t>(activities.size());
  if (wanted > number_of(group, "MaxSize"))
    return size_error(group, activities.size(), "move out of standby");
  group["DesiredCapacity"] = wanted;
  TRY(reconcile_group(session, group));
  return Json{{"Activities", std::move(activities)}};
}

// --- Processes, tags, lifecycle actions ---------------------------------------------------------

constexpr MemberShape kProcessesShapes[] = {{"AutoScalingGroupName", &kString, true},
                                            {"ScalingProcesses", &kStrings}};
constexpr MemberShape kGroupTagShapes[] = {{"ResourceId", &kString},
                                           {"ResourceType", &kString},
                                           {"Key", &kString, true},
                                           {"Value", &kString},
                                           {"PropagateAtLaunch", &kBoolean}};
constexpr Shape kGroupTag = structure(kGroupTagShapes);
constexpr Shape kGroupTags = list_of(kGroupTag);
constexpr MemberShape kGroupTagsShapes[] = {{"Tags", &kGroupTags, true}};
constexpr MemberShape kCompleteShapes[] = {{"LifecycleHookName", &kString, true},
                                           {"AutoScalingGroupName", &kString, true},
                                           {"LifecycleActionToken", &kString},
                                           {"LifecycleActionResult", &kString, true},
                                           {"InstanceId", &kString}};
constexpr Shape kProcessesInput = structure(kProcessesShapes);
constexpr Shape kGroupTagsInput = structure(kGroupTagsShapes);
constexpr Shape kCompleteInput = structure(kCompleteShapes);

constexpr std::array<std::string_view, 9> kProcesses = {
    "Launch",      "Terminate",       "AddToLoadBalancer", "AlarmNotification", "AZRebalance",
    "HealthCheck", "InstanceRefresh", "ReplaceUnhealthy",  "ScheduledActions"};

/// The named processes, or all of them.
Result<std::vector<std::string>> processes_of(const Json& parameters) {
  std::vector<std::string> names = strings_of(parameters, "ScalingProcesses");
  for (const std::string& name : names)
    if (std::ranges::find(kProcesses, name) == kProcesses.end())
      return group_error(fmt::format("Unknown scaling process: {}", name));
  if (names.empty()) names.assign(kProcesses.begin(), kProcesses.end());
  return names;
}

Json without_processes(const Json& suspended, const std::vector<std::string>& names) {
  Json left = Json::array();
  for (const Json& one : suspended)
    if (std::ranges::find(names, string_member(one, "ProcessName")) == names.end())
      left.push_back(one);
  return left;
}

Result<Json> suspend_processes(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json group, group_named(session, string_member(parameters, "AutoScalingGroupName")));
  TRY_ASSIGN(const std::vector<std::string> names, processes_of(parameters));
  Json suspended = without_processes(group["SuspendedProcesses"], names);
  for (const std::string& name : names)
    suspended.push_back(
        {{"ProcessName", name},
         {"SuspensionReason", fmt::format("User suspended at {}", to_iso8601(session.now))}});
  group["SuspendedProcesses"] = std::move(suspended);
  TRY(save_resource(session, kGroupList, group));
  return Json::object();
}

Result<Json> resume_processes(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json group, group_named(session, string_member(parameters, "AutoScalingGroupName")));
  TRY_ASSIGN(const std::vector<std::string> names, processes_of(parameters));
  group["SuspendedProcesses"] = without_processes(group["SuspendedProcesses"], names);
  TRY(reconcile_group(session, group));
  return Json::object();
}

/// Takes the tags of a request off their groups, and puts them there again when they are to stay.
Result<Json> change_group_tags(AccountSession& session, const Json& parameters, bool adds) {
  for (const Json& tag : parameters["Tags"]) {
    TRY_ASSIGN(Json group, group_named(session, string_member(tag, "ResourceId")));
    const std::string key = string_member(tag, "Key");
    Json left = Json::array();
    for (const Json& one : group["Tags"])
      if (string_member(one, "Key") != key) left.push_back(one);
    if (adds)
      left.push_back({{"Key", key},
                      {"Value", string_member(tag, "Value")},
                      {"PropagateAtLaunch", is_set(tag, "PropagateAtLaunch")}});
    group["Tags"] = std::move(left);
    TRY(save_resource(session, kGroupList, group));
  }
  return Json::object();
}

Result<Json> create_or_update_tags(AccountSession& session, const Json& parameters) {
  return change_group_tags(session, parameters, true);
}

Result<Json> delete_group_tags(AccountSession& session, const Json& parameters) {
  return change_group_tags(session, parameters, false);
}

/// Whether a pending action is the one that a request names.
bool is_named_action(const Json& action, const Json& parameters) {
  const auto agrees = [&](std::string_view member) {
    const std::string asked = string_member(parameters, member);
    return asked.empty() || asked == string_member(action, member);
  };
  return agrees("LifecycleHookName") && agrees("InstanceId") && agrees("LifecycleActionToken");
}

/// The file says which actions wait; the last ones that were completed stay for people to look at.
Result<Json> complete_lifecycle_action(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json group, group_named(session, string_member(parameters, "AutoScalingGroupName")));
  Json waiting = Json::array();
  Json completed = group.value("completedActions", Json::array());
  const std::size_t before = completed.size();
  for (const Json& action : group.value("lifecycleActions", Json::array())) {
    if (!is_named_action(action, parameters)) {
      waiting.push_back(action);
      continue;
    }
    Json done = action;
    copy_given(done, parameters, "LifecycleActionResult");
    completed.push_back(std::move(done));
    Json* entry = entry_of(group, string_member(action, "InstanceId"));
    if (entry && string_member(*entry, "LifecycleState") == "Pending:Wait")
      (*entry)["LifecycleState"] = kInService;
  }
  if (completed.size() == before)
    return group_error(
        fmt::format("No active Lifecycle Action found with {} {}",
                    find_member(parameters, "InstanceId") ? "instance ID" : "token",
                    string_member(parameters, "InstanceId",
                                  string_member(parameters, "LifecycleActionToken"))));
  keep_last(completed, kKeptLifecycleActions);
  group["lifecycleActions"] = std::move(waiting);
  group["completedActions"] = std::move(completed);
  TRY(save_resource(session, kGroupList, group));
  return Json::object();
}

constexpr std::array kGroupOperations = {
    AccountOperation{"autoscaling", "DescribeAutoScalingGroups", &kDescribeGroupsInput, false,
                     describe_auto_scaling_groups},
    AccountOperation{"autoscaling", "DescribeAutoScalingInstances", &kDescribeGroupInstancesInput,
                     false, describe_auto_scaling_instances},
    AccountOperation{"autoscaling", "UpdateAutoScalingGroup", &kUpdateGroupInput, true,
                     update_auto_scaling_group},
    AccountOperation{"autoscaling", "SetDesiredCapacity", &kSetCapacityInput, true,
                     set_desired_capacity},
    AccountOperation{"autoscaling", "TerminateInstanceInAutoScalingGroup", &kTerminateInGroupInput,
                     true, terminate_instance_in_group},
    AccountOperation{"autoscaling", "EnterStandby", &kEnterStandbyInput, true, enter_standby},
    AccountOperation{"autoscaling", "ExitStandby", &kExitStandbyInput, true, exit_standby},
    AccountOperation{"autoscaling", "SuspendProcesses", &kProcessesInput, true, suspend_processes},
    AccountOperation{"autoscaling", "ResumeProcesses", &kProcessesInput, true, resume_processes},
    AccountOperation{"autoscaling", "CreateOrUpdateTags", &kGroupTagsInput, true,
                     create_or_update_tags},
    AccountOperation{"autoscaling", "DeleteTags", &kGroupTagsInput, true, delete_group_tags},
    AccountOperation{"autoscaling", "CompleteLifecycleAction", &kCompleteInput, true,
                     complete_lifecycle_action},
};

}  // namespace

std::span<const AccountOperation> group_operations() {
  return kGroupOperations;
}

}  // namespace ssm::cloud
