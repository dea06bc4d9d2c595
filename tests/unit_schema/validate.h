// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"

namespace ssm::test {

/// What Python's jsonschema finds: for each value the first mistake, empty = valid. nullopt: it is
/// not installed, which is said with the number of values that were skipped. The schema itself must
/// be a good one.
std::optional<std::vector<std::string>> mistakes(const Json& schema, const Json& values);

}  // namespace ssm::test
