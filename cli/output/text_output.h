// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/json.h"

namespace ssm {

/// A value as the AWS CLI prints it with `--output text`: tab-separated lines, members sorted by
/// name, lists and maps on lines of their own behind their name. Source: spec/aws-cli 8.4.
std::string to_text_output(const Json& value);

/// A scalar as Python's str() writes it: True, None, 1.5, a text as it is.
std::string to_python_str(const Json& scalar);

}  // namespace ssm
