// SPDX-License-Identifier: Apache-2.0
#pragma once
// An execution with mocks on the virtual clock, and what came of it, in lines of text.

#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm::mock_test {

/// One case of runs.yaml; README.md beside it describes the members.
std::vector<std::string> run(const Json& the_case);

/// A file of this folder, as one value. Ends the test when it cannot be read.
Json read_cases(const std::string& name);

}  // namespace ssm::mock_test
