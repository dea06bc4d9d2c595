// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "core/base/json.h"

namespace ssm::testkit {

/// The value as YAML that people read: what fits into a line stands in one ({a: [b, c]}), the rest
/// is spread out. Texts have quotes where a reader could take them for something else. `indent`:
/// blanks before each line; the first one has none. `column`: where the value begins.
std::string compact_yaml(const Json& value, std::size_t indent, std::size_t column);

/// The members of a map, each in lines of its own.
std::string compact_members(const Json& map, std::size_t indent);

}  // namespace ssm::testkit
