// SPDX-License-Identifier: Apache-2.0
#pragma once
// Every operation that is answered here: those of the SSM API, and those of the simulated account.

#include <span>
#include <string_view>

#include "core/api/model.h"
#include "core/api/service.h"

namespace ssm {

/// The services as boto3 calls them, "ssm" first: of the account's those that find_aws_service()
/// knows.
std::span<const std::string_view> services();

/// What the AWS CLI calls a service: "s3api" for "s3".
std::string_view command_of(std::string_view service);
/// The service that the AWS CLI calls so; empty: there is none.
std::string_view service_named(std::string_view command);

/// The operations of a service: the SSM API's in their order, then the account's; empty: there is
/// no such service. What both have, both answer, and it stands here once.
std::span<const Operation* const> operations_of(std::string_view service);

/// By API name or by command name; nullptr when there is none.
const Operation* find_operation(std::string_view service, std::string_view name);

/// Validates the request, runs the operation. Errors: those of invoke(), those of the account with
/// their own codes.
Result<Reply> answer_call(const Operation& operation, Json request, const Caller& caller,
                          ServicePorts& ports);

}  // namespace ssm
