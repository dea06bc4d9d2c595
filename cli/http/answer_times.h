// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "cli/http/aws_service.h"
#include "core/base/json.h"
#include "core/base/time.h"

namespace ssm {

/// How points in time are written.
enum class TimeForm {
  kWire,  // as the service's protocol has them: epoch seconds, or ISO 8601 in UTC
  kCli,   // as the AWS CLI prints them with `cli_timestamp_format = iso8601`
};

/// Writes the times of an answer of the simulated account, which has them as boto3 prints them.
void write_answer_times(const AwsService& service, std::string_view operation, Json& answer,
                        TimeForm form);

/// The point in time that a member of an answer is. `path`: as of wire_names.h.
std::optional<Time> answer_time(const AwsService& service, std::string_view path,
                                const Json& value);

}  // namespace ssm
