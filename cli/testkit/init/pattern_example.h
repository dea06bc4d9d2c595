// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ssm::testkit {

/// Up to `most` texts that an allowedPattern matches, likely ones first: "example" where letters
/// may stand, "123456789012" where twelve digits must. Each was held against the pattern. Empty:
/// none was found, although there may be some. Limits: expressions of 4,096 bytes, groups nested 50
/// deep, 200 attempts.
std::vector<std::string> pattern_examples(std::string_view expression, std::size_t most);

}  // namespace ssm::testkit
