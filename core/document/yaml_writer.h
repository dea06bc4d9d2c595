// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/json.h"

namespace ssm {

/// `value` as block style YAML that reads back as the same value, here and with YAML 1.1 readers:
/// text that would read as something else is quoted, text of several lines is a literal block.
std::string to_yaml(const Json& value);

}  // namespace ssm
