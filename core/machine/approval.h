// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/base/json.h"

namespace ssm {

/// Whether the caller (an ARN) is meant by an Approvers entry: the same ARN, the user's name, or
/// the role of an assumed-role session. Source: spec/documents-and-engine 9.1.
bool is_approver(std::string_view entry, std::string_view caller_arn);

/// The entry of `approvers` (a list of strings) that means the caller, or empty.
std::string find_approver(const Json& approvers, std::string_view caller_arn);

}  // namespace ssm
