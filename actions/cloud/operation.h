// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actions/cloud/account_store.h"
#include "actions/cloud/parameters.h"
#include "core/base/time.h"

namespace ssm::cloud {

/// One call on the account, seen by the operation that answers it.
struct AccountSession {
  AccountStore& store;
  const AccountRegion& scope;
  Time now;
  bool answer_changes = false;   // with the time or the caller: it is not to be kept
  std::string_view caller = {};  // an ARN; empty: a step of a runbook
};

/// One API operation of the simulated account.
struct AccountOperation {
  std::string_view service;
  std::string_view name;
  const Shape* input;
  bool changes;  // runs inside a transaction
  /// The answer without ResponseMetadata. Errors: `code` is the API's error code, when the kind is
  /// kRefused.
  Result<Json> (*answer)(AccountSession& session, const Json& parameters);
};

/// All that AWS has too, in the order of the lists below.
std::vector<const AccountOperation*> account_operations();

std::span<const AccountOperation> ec2_instance_operations();
std::span<const AccountOperation> ec2_attribute_operations();
std::span<const AccountOperation> ec2_launch_operations();
std::span<const AccountOperation> ec2_tag_operations();
std::span<const AccountOperation> ec2_image_operations();
std::span<const AccountOperation> ec2_snapshot_operations();
std::span<const AccountOperation> ec2_volume_operations();
std::span<const AccountOperation> ec2_security_group_operations();
std::span<const AccountOperation> ec2_network_operations();
std::span<const AccountOperation> ec2_subnet_operations();
std::span<const AccountOperation> parameter_operations();
std::span<const AccountOperation> parameter_change_operations();
std::span<const AccountOperation> other_operations();
std::span<const AccountOperation> stack_operations();
std::span<const AccountOperation> stack_change_operations();
std::span<const AccountOperation> lambda_operations();
std::span<const AccountOperation> state_machine_operations();
std::span<const AccountOperation> alarm_operations();
std::span<const AccountOperation> queue_operations();
std::span<const AccountOperation> db_operations();
std::span<const AccountOperation> db_snapshot_operations();
std::span<const AccountOperation> cache_operations();
std::span<const AccountOperation> warehouse_operations();
std::span<const AccountOperation> table_operations();
std::span<const AccountOperation> sts_operations();
std::span<const AccountOperation> finding_operations();
std::span<const AccountOperation> group_operations();
std::span<const AccountOperation> refresh_operations();
std::span<const AccountOperation> global_cluster_operations();
std::span<const AccountOperation> stream_application_operations();
std::span<const AccountOperation> query_operations();
std::span<const AccountOperation> quicksight_operations();
std::span<const AccountOperation> file_system_operations();
std::span<const AccountOperation> balancer_operations();
std::span<const AccountOperation> ecs_operations();
std::span<const AccountOperation> cache_tag_operations();
std::span<const AccountOperation> experiment_operations();
std::span<const AccountOperation> bucket_operations();
std::span<const AccountOperation> role_operations();
std::span<const AccountOperation> topic_operations();
std::span<const AccountOperation> node_operations();
std::span<const AccountOperation> command_operations();
std::span<const AccountOperation> command_view_operations();
std::span<const AccountOperation> command_work_operations();

/// The strings of a list parameter that check_parameters() has seen; empty when absent.
std::vector<std::string> strings_of(const Json& parameters, std::string_view name);

/// A Boolean parameter, false when absent.
bool is_set(const Json& parameters, std::string_view name);

// Kinds of resources in the AccountStore.
inline constexpr std::string_view kInstanceKind = "ec2:instance";
inline constexpr std::string_view kImageKind = "ec2:image";
inline constexpr std::string_view kSnapshotKind = "ec2:snapshot";
inline constexpr std::string_view kVolumeKind = "ec2:volume";
inline constexpr std::string_view kSecurityGroupKind = "ec2:security-group";
inline constexpr std::string_view kTopicKind = "sns:topic";
inline constexpr std::string_view kManagedInstanceKind = "ssm:managed-instance";
inline constexpr std::string_view kParameterKind = "ssm:parameter";
inline constexpr std::string_view kCommandKind = "ssm:command";
inline constexpr std::string_view kMaintenanceWindowKind = "ssm:maintenance-window";
inline constexpr std::string_view kTimingKind = "account:timing";

}  // namespace ssm::cloud
