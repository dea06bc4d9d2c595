// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/engine/action.h"

namespace ssm {

/// What DescribeInstanceStatus says of one instance.
struct InstanceStatus {
  std::string state;         // empty: it is not listed
  std::string failed_check;  // "impaired", "not-applicable": it does not get better; else empty
  bool is_checked = false;   // both status checks are ok
};

/// Asks for the status of instances in whatever state.
CloudCall instance_status_call(const StepCall& step, const std::vector<std::string>& ids);

InstanceStatus instance_status(const Json& response, const std::string& id);

}  // namespace ssm
