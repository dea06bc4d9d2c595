// SPDX-License-Identifier: Apache-2.0
#pragma once
// Auto Scaling groups. Their instances are EC2 instances of the account: they are launched and
// terminated there, and their states follow from there.

#include <string>
#include <string_view>
#include <vector>

#include "actions/cloud/ec2_resource.h"

namespace ssm::cloud {

extern const ResourceList kGroupList;

// States of instances.
inline constexpr std::string_view kGroupInService = "InService";
inline constexpr std::string_view kGroupStandby = "Standby";

/// An instance of a group as it is now. Instances that the account does not have stay as the file
/// says.
struct GroupInstance {
  Json entry;  // with LifecycleState and HealthStatus as they are seen
  bool is_gone = false;

  std::string id() const { return string_member(entry, "InstanceId"); }
  std::string state() const { return string_member(entry, "LifecycleState"); }
  bool counts() const {
    return !is_gone && (state() == kGroupInService || state().starts_with("Pending"));
  }
};

std::string name_of_group(const Json& group);
tl::unexpected<Error> group_error(std::string message);

/// Errors: ValidationError.
Result<Json> group_named(AccountSession& session, const std::string& name);

/// Those that are still there.
Result<std::vector<GroupInstance>> group_instances(AccountSession& session, const Json& group);
/// What a group has of an instance; nullptr: it is none of its.
Json* entry_of(Json& group, const std::string& id);

/// Of the account when it has it, and of the group.
Completed terminate_in_group(AccountSession& session, Json& group, const std::string& id);
/// Launches and terminates instances until there are as many as wanted, and keeps the group.
Completed reconcile_group(AccountSession& session, Json& group);

/// As DescribeAutoScalingGroups has it.
Result<Json> described_group(AccountSession& session, Json group);

}  // namespace ssm::cloud
