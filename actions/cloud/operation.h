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

/// All there are, in the order of the lists below.
std::vector<const AccountOperation*> account_operations();

std::span<const AccountOperation> ec2_instance_operations();
std::span<const AccountOperation> ec2_attribute_operations();
std::span<const AccountOperation> ec2_launch_operations();
std::span<const AccountOperation> ec2_tag_operations();
std::span<const AccountOperation> parameter_operations();
std::span<const AccountOperation> parameter_change_operations();
std::span<const AccountOperation> other_operations();

/// The strings of a list parameter that check_parameters() has seen; empty when absent.
std::vector<std::string> strings_of(const Json& parameters, std::string_view name);

/// A Boolean parameter, false when absent.
bool is_set(const Json& parameters, std::string_view name);

// Kinds of resources in the AccountStore.
inline constexpr std::string_view kInstanceKind = "ec2:instance";
inline constexpr std::string_view kTopicKind = "sns:topic";
inline constexpr std::string_view kManagedInstanceKind = "ssm:managed-instance";
inline constexpr std::string_view kParameterKind = "ssm:parameter";
inline constexpr std::string_view kMaintenanceWindowKind = "ssm:maintenance-window";
inline constexpr std::string_view kTimingKind = "account:timing";

}  // namespace ssm::cloud
