// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/operation_options.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// The request that the options describe: files, JSON and shorthand read, --cli-input-json or
/// --cli-input-yaml merged under what the options say, timestamps as epoch seconds. Not validated.
/// Errors: code "ParamValidation" ("Error parsing parameter '--x': ..."), "General".
Result<Json> build_request(const OperationCall& call);

/// One option's words as the value of a member; nullptr: of one that may have any value. Errors:
/// code "Parameter" or "Shorthand" without the option's name.
Result<Json> read_value(const Shape* shape, std::span<const std::string> words);

/// What the AWS CLI checks before it sends anything; every problem is listed. Errors: code
/// "ParamValidation". Source: spec/aws-cli 7.
Completed check_parameters(const Shape& shape, const Json& value);

}  // namespace ssm
