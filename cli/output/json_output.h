// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/api/model.h"
#include "core/base/json.h"

namespace ssm {

/// An answer as the AWS CLI prints it with `--output json`; nothing for `{}`. Source:
/// spec/aws-cli 8.1, 8.2.
std::string to_json_output(const Json& answer);

/// Turns every Timestamp of the model into `cli_timestamp_format = iso8601` text. Source:
/// spec/aws-cli 8.3.
void write_times_as_iso8601(const Shape& shape, Json& value);

}  // namespace ssm
