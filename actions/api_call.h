// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "core/engine/action.h"

namespace ssm {

/// "describe_instances" and "describeInstances" become "DescribeInstances". Words that the API
/// writes in capitals (DescribeDBInstances) cannot be told from lower case: clouds look operations
/// up regardless of case. Before a slash stands a service of another cloud, in lower case:
/// "compute/VirtualMachines.Get".
std::string operation_name(std::string_view api);

/// The call that Service, Api and the inputs beside them describe; `own`: further inputs that
/// belong to the action and not to the API. Of an action that calls another cloud the service is
/// that cloud, and the operation begins with its service.
CloudCall described_call(const StepCall& step, std::initializer_list<std::string_view> own = {});

/// Whether the call that the inputs describe can be made.
std::optional<Failed> check_api_call(const StepCall& step);
/// All of an action that makes one call: the answer is the step's response.
Outcome advance_api_call(const StepCall& step, Ports& ports);

}  // namespace ssm
