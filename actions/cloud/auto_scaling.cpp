// SPDX-License-Identifier: Apache-2.0
// Operations of Auto Scaling. Source: its API reference; texts of errors as the service gives them
// where they are known.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/auto_scaling_group.h"
#include "core/base/id.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::int64_t kMostGroupSize = 500;
constexpr std::size_t kKeptLifecycleActions = 20;

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

constexpr MemberShape kUpdateGroupShapes[] = {{"AutoScalingGroupName", &kNonEmpty, true},
                                              {"LaunchConfigurationName", &kString},
                                              {"LaunchTemplate", kAnything},
                                              {"MixedInstancesPolicy", kAnything},
                                              {"MinSize", &kInteger},
                                              {"MaxSize", &kInteger},
                                              {"DesiredCapacity", &kInteger},
                                              {"DefaultCooldown", &kInteger},
                                              {"AvailabilityZones", &kStrings},
                                              {"AvailabilityZoneIds", &kStrings},
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
                                              {"InstanceMaintenancePolicy", kAnything},
                                              {"AvailabilityZoneDistribution", kAnything},
                                              {"AvailabilityZoneImpairmentPolicy", kAnything},
                                              {"SkipZonalShiftValidation", &kBoolean},
                                              {"CapacityReservationSpecification", kAnything},
                                              {"InstanceLifecyclePolicy", kAnything},
                                              {"DeletionProtection", &kString}};
constexpr MemberShape kSetCapacityShapes[] = {{"AutoScalingGroupName", &kNonEmpty, true},
                                              {"DesiredCapacity", &kInteger, true},
                                              {"HonorCooldown", &kBoolean}};
constexpr MemberShape kTerminateInGroupShapes[] = {
    {"InstanceId", &kNonEmpty, true}, {"ShouldDecrementDesiredCapacity", &kBoolean, true}};
constexpr Shape kUpdateGroupInput = structure(kUpdateGroupShapes);
constexpr Shape kSetCapacityInput = structure(kSetCapacityShapes);
constexpr Shape kTerminateInGroupInput = structure(kTerminateInGroupShapes);

Completed check_capacity(const Json& group, std::int64_t wanted) {
  const std::int64_t least = integer_member(group, "MinSize");
  const std::int64_t most = integer_member(group, "MaxSize");
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
  if (wanted > kMostGroupSize)
    return group_error(
        fmt::format("A group of the simulated account has at most {} instances", kMostGroupSize));
  return {};
}

Result<Json> update_auto_scaling_group(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json group, group_named(session, string_member(parameters, "AutoScalingGroupName")));
  for (const MemberShape& member : kUpdateGroupShapes)
    if (std::ranges::find(kGroupList.file.members, member.name, &AccountMember::name) !=
        kGroupList.file.members.end())
      copy_given(group, parameters, member.name);
  const std::int64_t least = integer_member(group, "MinSize");
  const std::int64_t most = integer_member(group, "MaxSize");
  if (least < 0 || most < least)
    return group_error("Max bound, " + std::to_string(most) +
                       ", must be greater than or equal to min bound, " + std::to_string(least));
  if (!find_member(parameters, "DesiredCapacity"))
    group["DesiredCapacity"] = std::clamp(integer_member(group, "DesiredCapacity"), least, most);
  TRY(check_capacity(group, integer_member(group, "DesiredCapacity")));
  TRY(reconcile_group(session, group));
  return Json::object();
}

Result<Json> set_desired_capacity(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json group, group_named(session, string_member(parameters, "AutoScalingGroupName")));
  const std::int64_t wanted = integer_member(parameters, "DesiredCapacity");
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
      const std::int64_t wanted = integer_member(group, "DesiredCapacity") - 1;
      if (wanted < integer_member(group, "MinSize"))
        return group_error("Currently, desiredSize equals minSize (" +
                           std::to_string(integer_member(group, "MinSize")) +
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
                                               {"AutoScalingGroupName", &kNonEmpty, true},
                                               {"ShouldDecrementDesiredCapacity", &kBoolean, true}};
constexpr MemberShape kExitStandbyShapes[] = {{"InstanceIds", &kStrings},
                                              {"AutoScalingGroupName", &kNonEmpty, true}};
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
    activities.push_back(activity_of(session, group,
                                     fmt::format("Moving EC2 instance {} Standby: {}",
                                                 to == kGroupStandby ? "to" : "out of", id)));
  }
  return activities;
}

tl::unexpected<Error> size_error(const Json& group, std::size_t count, std::string_view verb) {
  return group_error(fmt::format(
      "AutoScalingGroup {} has min-size={}, max-size={}, and desired-size={}. To {} {} instance{}, "
      "please update the AutoScalingGroup sizes appropriately.",
      name_of_group(group), integer_member(group, "MinSize"), integer_member(group, "MaxSize"),
      integer_member(group, "DesiredCapacity"), verb, count, count == 1 ? "" : "s"));
}

Result<Json> enter_standby(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json group, group_named(session, string_member(parameters, "AutoScalingGroupName")));
  TRY_ASSIGN(Json activities,
             move_instances(session, group, parameters, kGroupInService, kGroupStandby));
  if (is_set(parameters, "ShouldDecrementDesiredCapacity")) {
    const std::int64_t wanted =
        integer_member(group, "DesiredCapacity") - static_cast<std::int64_t>(activities.size());
    if (wanted < integer_member(group, "MinSize"))
      return size_error(group, activities.size(), "place into standby");
    group["DesiredCapacity"] = wanted;
  }
  TRY(reconcile_group(session, group));
  return Json{{"Activities", std::move(activities)}};
}

Result<Json> exit_standby(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json group, group_named(session, string_member(parameters, "AutoScalingGroupName")));
  TRY_ASSIGN(Json activities,
             move_instances(session, group, parameters, kGroupStandby, kGroupInService));
  const std::int64_t wanted =
      integer_member(group, "DesiredCapacity") + static_cast<std::int64_t>(activities.size());
  if (wanted > integer_member(group, "MaxSize"))
    return size_error(group, activities.size(), "move out of standby");
  group["DesiredCapacity"] = wanted;
  TRY(reconcile_group(session, group));
  return Json{{"Activities", std::move(activities)}};
}

// --- Processes, tags, lifecycle actions ---------------------------------------------------------

constexpr MemberShape kProcessesShapes[] = {{"AutoScalingGroupName", &kNonEmpty, true},
                                            {"ScalingProcesses", &kStrings}};
constexpr MemberShape kGroupTagShapes[] = {{"ResourceId", &kString},
                                           {"ResourceType", &kString},
                                           {"Key", &kNonEmpty, true},
                                           {"Value", &kString},
                                           {"PropagateAtLaunch", &kBoolean}};
constexpr Shape kGroupTag = structure(kGroupTagShapes);
constexpr Shape kGroupTags = list_of(kGroupTag);
constexpr MemberShape kGroupTagsShapes[] = {{"Tags", &kGroupTags, true}};
constexpr MemberShape kCompleteShapes[] = {{"LifecycleHookName", &kNonEmpty, true},
                                           {"AutoScalingGroupName", &kNonEmpty, true},
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
      (*entry)["LifecycleState"] = kGroupInService;
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
