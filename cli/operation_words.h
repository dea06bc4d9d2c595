// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace ssm {

/// What an operation of the simulated account does, from its name: "Describes instances in the
/// simulated account." for DescribeInstances.
std::string account_operation_doc(std::string_view operation);

}  // namespace ssm
