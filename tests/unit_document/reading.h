// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/document/check.h"
#include "tests/support/files.h"

namespace ssm::test {

/// Each problem as "file:line:column: path: message".
std::vector<std::string> texts_of(const std::vector<Problem>& problems, std::string_view file);

/// A document that must load; the test fails otherwise.
Document load(std::string_view yaml);

}  // namespace ssm::test
