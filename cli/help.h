// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "cli/wait.h"
#include "core/api/model.h"

namespace ssm {

/// `ssm-local/0.1.0 (aws-cli/2.36 compatible)`; for scripts that look which `aws` it is,
/// `aws-cli/2.36.7 ssm-local/0.1.0`.
std::string version_text(bool as_aws);

/// What there is: operations, and our own commands unless called as `aws`.
std::string help_text(bool as_aws);

/// "12 operations".
std::string operation_count(std::string_view service);

/// What there is of another service than ssm.
std::string service_help_text(std::string_view service);

/// One operation: its options with types, which are required, what they are for. All from the
/// model.
std::string operation_help_text(const Operation& operation);

/// `wait WAITER help`, `wait help`.
std::string waiter_help_text(const Waiter& waiter);
std::string wait_help_text(std::string_view service);

}  // namespace ssm
