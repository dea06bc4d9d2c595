// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <array>

#include "actions/cloud/ec2_filters.h"
#include "actions/cloud/ec2_resource.h"
#include "actions/cloud/volume.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr MemberShape kDescribeMembers[] = {
    {"InstanceIds", &kStrings}, {"IncludeManagedResources", &kBoolean},
    {"DryRun", &kBoolean},      {"Filters", &kFilters},
    {"NextToken", &kString},    {"MaxResults", &kInteger}};
constexpr MemberShape kStatusMembers[] = {{"InstanceIds", &kStrings},
                                          {"MaxResults", &kInteger},
                                          {"NextToken", &kString},
                                          {"IncludeManagedResources", &kBoolean},
                                          {"DryRun", &kBoolean},
                                          {"Filters", &kFilters},
                                          {"IncludeAllInstances", &kBoolean}};
constexpr MemberShape kStartMembers[] = {
    {"InstanceIds", &kStrings, true}, {"AdditionalInfo", &kString}, {"DryRun", &kBoolean}};
constexpr MemberShape kStopMembers[] = {{"InstanceIds", &kStrings, true},
                                        {"Hibernate", &kBoolean},
                                        {"SkipOsShutdown", &kBoolean},
                                        {"DryRun", &kBoolean},
                                        {"Force", &kBoolean}};
constexpr MemberShape kRebootMembers[] = {{"InstanceIds", &kStrings, true}, {"DryRun", &kBoolean}};
constexpr MemberShape kTerminateMembers[] = {{"InstanceIds", &kStrings, true},
                                             {"Force", &kBoolean},
                                             {"SkipOsShutdown", &kBoolean},
                                             {"DryRun", &kBoolean}};
constexpr Shape kDescribe = structure(kDescribeMembers);
constexpr Shape kStatus = structure(kStatusMembers);
constexpr Shape kStart = structure(kStartMembers);
constexpr Shape kStop = structure(kStopMembers);
constexpr Shape kReboot = structure(kRebootMembers);
constexpr Shape kTerminate = structure(kTerminateMembers);

std::string id_of_instance(const Json& instance) {
  return string_member(instance, "InstanceId");
}

/// How a request for a state treats an instance: what it may be in, and who forbids it.
struct ChangeRule {
  std::string_view to;                     // state asked for
  std::string_view verb;                   // "started"
  std::string_view behaviour;              // name in the account file
  std::string_view answer_member;          // "StartingInstances"
  InstanceState from;                      // changes
  std::array<InstanceState, 2> unchanged;  // already there or on the way: nothing to do
  std::string_view protection;             // attribute that forbids it
};
constexpr ChangeRule kStartRule = {"running",
                                   "started",
                                   "start",
                                   "StartingInstances",
                                   InstanceState::kStopped,
                                   {InstanceState::kPending, InstanceState::kRunning},
                                   ""};
constexpr ChangeRule kStopRule = {"stopped",
                                  "stopped",
                                  "stop",
                                  "StoppingInstances",
                                  InstanceState::kRunning,
                                  {InstanceState::kStopping, InstanceState::kStopped},
                                  "DisableApiStop"};

Completed check_protection(const Json& instance, std::string_view attribute,
                           std::string_view verb) {
  if (attribute.empty() || !is_set(instance, attribute)) return {};
  std::string name(attribute);
  name.front() = 'd';
  return failure("OperationNotPermitted",
                 fmt::format("The instance '{}' may not be {}. Modify its '{}' instance attribute "
                             "and try again.",
                             id_of_instance(instance), verb, name));
}

tl::unexpected<Error> wrong_state(const Json& instance, std::string_view verb) {
  return failure("IncorrectInstanceState",
                 fmt::format("The instance '{}' is not in a state from which it can be {}.",
                             id_of_instance(instance), verb));
}

Json state_change(const Json& instance, InstanceState before, InstanceState after) {
  return {{"CurrentState", state_json(after)},
          {"InstanceId", id_of_instance(instance)},
          {"PreviousState", state_json(before)}};
}

/// The instances a changing call names. An empty list is refused as EC2 refuses it.
Result<std::vector<Json>> named_instances(AccountSession& session, const Json& parameters) {
  const std::vector<std::string> ids = strings_of(parameters, "InstanceIds");
  if (ids.empty()) return failure("InvalidParameterCombination", "No instances specified");
  return instances_by_id(session, ids);
}

/// All or nothing: every instance is checked before the first one changes (the caller's
/// transaction takes back what was written when a later one is refused).
Result<Json> change_state(AccountSession& session, const Json& parameters, const ChangeRule& rule) {
  TRY_ASSIGN(std::vector<Json> instances, named_instances(session, parameters));
  TRY_ASSIGN(const Timing timing, account_timing(session));
  Json changes = Json::array();
  for (Json& instance : instances) {
    const InstanceState before = snapshot_at(instance, timing, session.now).state;
    const bool unchanged = std::ranges::find(rule.unchanged, before) != rule.unchanged.end();
    const bool force = is_set(parameters, "Force");
    if (!unchanged || force) {
      TRY(check_protection(instance, rule.protection, rule.verb));
      TRY(check_behaviour(instance, kInstances, rule.behaviour));
    }
    // Forcing a stop that hangs starts it again.
    const bool again = force && before == InstanceState::kStopping;
    if (before != rule.from && !unchanged) return wrong_state(instance, rule.verb);
    if (before == rule.from || again) {
      record_change(instance, rule.to, session.now, force);
      TRY(put_instance(session, instance));
    }
    changes.push_back(
        state_change(instance, before, snapshot_at(instance, timing, session.now).state));
  }
  return Json{{std::string(rule.answer_member), std::move(changes)}};
}

Result<Json> start_instances(AccountSession& session, const Json& parameters) {
  return change_state(session, parameters, kStartRule);
}

Result<Json> stop_instances(AccountSession& session, const Json& parameters) {
  return change_state(session, parameters, kStopRule);
}

Result<Json> terminate_instances(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(std::vector<Json> instances, named_instances(session, parameters));
  TRY_ASSIGN(const Timing timing, account_timing(session));
  Json changes = Json::array();
  for (Json& instance : instances) {
    const InstanceState before = snapshot_at(instance, timing, session.now).state;
    const bool going =
        before == InstanceState::kShuttingDown || before == InstanceState::kTerminated;
    const bool force = is_set(parameters, "Force") && before == InstanceState::kShuttingDown;
    if (!going || force) {
      TRY(check_protection(instance, "DisableApiTermination", "terminated"));
      TRY(check_behaviour(instance, kInstances, "terminate"));
      record_change(instance, "terminated", session.now, is_set(parameters, "Force"));
      TRY(put_instance(session, instance));
    }
    changes.push_back(
        state_change(instance, before, snapshot_at(instance, timing, session.now).state));
  }
  return Json{{"TerminatingInstances", std::move(changes)}};
}

Result<Json> reboot_instances(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const std::vector<Json> instances, named_instances(session, parameters));
  TRY_ASSIGN(const Timing timing, account_timing(session));
  for (const Json& instance : instances) {
    TRY(check_behaviour(instance, kInstances, "reboot"));
    if (snapshot_at(instance, timing, session.now).state != InstanceState::kRunning) {
      return wrong_state(instance, "rebooted");
    }
  }
  return Json::object();
}

constexpr std::array<MemberFilter, 23> kInstanceFilters = {
    {{"architecture", "Architecture"},
     {"client-token", "ClientToken"},
     {"dns-name", "PublicDnsName"},
     {"image-id", "ImageId"},
     {"instance-id", "InstanceId"},
     {"instance-type", "InstanceType"},
     {"ip-address", "PublicIpAddress"},
     {"key-name", "KeyName"},
     {"launch-time", "LaunchTime"},
     {"platform", "Platform"},
     {"private-dns-name", "PrivateDnsName"},
     {"private-ip-address", "PrivateIpAddress"},
     {"root-device-type", "RootDeviceType"},
     {"subnet-id", "SubnetId"},
     {"vpc-id", "VpcId"},
     {"block-device-mapping.device-name", "BlockDeviceMappings.DeviceName"},
     {"block-device-mapping.status", "BlockDeviceMappings.Ebs.Status"},
     {"block-device-mapping.volume-id", "BlockDeviceMappings.Ebs.VolumeId"},
     {"iam-instance-profile.arn", "IamInstanceProfile.Arn"},
     {"instance.group-id", "SecurityGroups.GroupId"},
     {"instance.group-name", "SecurityGroups.GroupName"},
     {"metadata-options.http-tokens", "MetadataOptions.HttpTokens"},
     {"root-device-name", "RootDeviceName"}}};

std::optional<std::vector<std::string>> describe_filter_values(const Json& instance,
                                                               const Json& described,
                                                               const InstanceSnapshot& snapshot,
                                                               const AccountRegion& scope,
                                                               std::string_view name) {
  using Values = std::vector<std::string>;
  const auto* filter = std::ranges::find(kInstanceFilters, name, &MemberFilter::filter);
  if (filter != kInstanceFilters.end()) return values_at(described, filter->path);
  if (name == "instance-state-name") return Values{std::string(state_name(snapshot.state))};
  if (name == "instance-state-code")
    return Values{fmt::to_string(static_cast<int>(snapshot.state))};
  if (name == "availability-zone") return Values{string_member(instance, "AvailabilityZone")};
  if (name == "reservation-id") return Values{string_member(instance, "ReservationId")};
  if (name == "owner-id") return Values{scope.account};
  return tag_filter_values(instance.value("Tags", Json::object()), name);
}

/// Instances that were launched together, and stand together in the list, share a reservation.
Json as_reservations(const std::vector<Json>& pairs, const AccountRegion& scope) {
  Json reservations = Json::array();
  for (const Json& pair : pairs) {
    const Json& id = pair["reservation"];
    if (reservations.empty() || reservations.back()["ReservationId"] != id) {
      reservations.push_back({{"ReservationId", id},
                              {"OwnerId", scope.account},
                              {"Groups", Json::array()},
                              {"Instances", Json::array()}});
    }
    reservations.back()["Instances"].push_back(pair["instance"]);
  }
  return reservations;
}

Result<Json> describe_instances(AccountSession& session, const Json& parameters) {
  if (!strings_of(parameters, "InstanceIds").empty() && parameters.contains("MaxResults")) {
    return failure("InvalidParameterCombination",
                   "The parameter instancesSet cannot be used with the parameter maxResults");
  }
  TRY_ASSIGN(const std::vector<Json> instances, selected_instances(session, parameters));
  TRY_ASSIGN(const Timing timing, account_timing(session));
  TRY_ASSIGN(const AttachedVolumes volumes, AttachedVolumes::of(session, instances));
  std::vector<Json> found;
  for (const Json& instance : instances) {
    const InstanceSnapshot snapshot = snapshot_at(instance, timing, session.now);
    Json described =
        describe_instance(instance, snapshot, session.scope, volumes.mappings(instance));
    TRY_ASSIGN(const bool passes, passes_filters(parameters, [&](std::string_view name) {
                 return describe_filter_values(instance, described, snapshot, session.scope, name);
               }));
    if (!passes) continue;
    found.push_back({{"reservation", string_member(instance, "ReservationId")},
                     {"instance", std::move(described)}});
  }
  TRY_ASSIGN(const ResultPage page, page_of(std::move(found), parameters, [](const Json& pair) {
               return id_of_instance(pair["instance"]);
             }));
  Json answer = {{"Reservations", as_reservations(page.items, session.scope)}};
  if (!page.next_token.empty()) answer["NextToken"] = page.next_token;
  return answer;
}

/// {Details, Status} as both kinds of status check have it.
Json check_summary(const std::string& checks) {
  Json summary = Json::object();
  if (checks != "not-applicable") {
    const std::string reachability = checks == "ok"         ? "passed"
                                     : checks == "impaired" ? "failed"
                                                            : checks;
    summary["Details"] = Json::array({{{"Name", "reachability"}, {"Status", reachability}}});
  }
  summary["Status"] = checks;
  return summary;
}

std::optional<std::vector<std::string>> status_filter_values(const Json& instance,
                                                             const Json& status,
                                                             const InstanceSnapshot& snapshot,
                                                             std::string_view name) {
  using Values = std::vector<std::string>;
  if (name == "instance-state-name") return Values{std::string(state_name(snapshot.state))};
  if (name == "instance-state-code")
    return Values{fmt::to_string(static_cast<int>(snapshot.state))};
  if (name == "availability-zone") return Values{string_member(instance, "AvailabilityZone")};
  if (name == "instance-status.status" || name == "system-status.status") {
    return Values{snapshot.checks};
  }
  if (name == "instance-status.reachability" || name == "system-status.reachability") {
    const Json* details = find_member(status["SystemStatus"], "Details");
    return details == nullptr ? Values{} : Values{string_member(details->front(), "Status")};
  }
  return tag_filter_values(instance.value("Tags", Json::object()), name);
}

Result<Json> describe_instance_status(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const std::vector<Json> instances, selected_instances(session, parameters));
  TRY_ASSIGN(const Timing timing, account_timing(session));
  std::vector<Json> found;
  for (const Json& instance : instances) {
    const InstanceSnapshot snapshot = snapshot_at(instance, timing, session.now);
    const bool shown =
        snapshot.state == InstanceState::kRunning || is_set(parameters, "IncludeAllInstances");
    Json status = {{"AvailabilityZone", string_member(instance, "AvailabilityZone")},
                   {"InstanceId", id_of_instance(instance)},
                   {"InstanceState", state_json(snapshot.state)},
                   {"InstanceStatus", check_summary(snapshot.checks)},
                   {"SystemStatus", check_summary(snapshot.checks)}};
    TRY_ASSIGN(const bool passes, passes_filters(parameters, [&](std::string_view name) {
                 return status_filter_values(instance, status, snapshot, name);
               }));
    if (shown && passes) found.push_back(std::move(status));
  }
  TRY_ASSIGN(const ResultPage page, page_of(std::move(found), parameters, id_of_instance));
  Json answer = {{"InstanceStatuses", page.items}};
  if (!page.next_token.empty()) answer["NextToken"] = page.next_token;
  return answer;
}

constexpr std::array kInstanceOperations = {
    AccountOperation{"ec2", "DescribeInstances", &kDescribe, false, describe_instances},
    AccountOperation{"ec2", "DescribeInstanceStatus", &kStatus, false, describe_instance_status},
    AccountOperation{"ec2", "StartInstances", &kStart, true, start_instances},
    AccountOperation{"ec2", "StopInstances", &kStop, true, stop_instances},
    AccountOperation{"ec2", "RebootInstances", &kReboot, true, reboot_instances},
    AccountOperation{"ec2", "TerminateInstances", &kTerminate, true, terminate_instances},
};

}  // namespace

std::span<const AccountOperation> ec2_instance_operations() {
  return kInstanceOperations;
}

}  // namespace ssm::cloud
