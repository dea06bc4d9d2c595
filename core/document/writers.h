// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/document/node.h"

namespace ssm {

/// `value` as block style YAML that reads back as the same value, here and with YAML 1.1 readers:
/// text that would read as something else is quoted, text of several lines is a literal block.
/// Numbers keep their text where it means the same.
std::string to_yaml(const Node& value);

/// The same as JSON of several lines. Integers keep all their digits.
std::string to_json_document(const Node& value);

}  // namespace ssm
