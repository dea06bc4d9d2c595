// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "actions/cloud/mock_file.h"
#include "core/base/result.h"
#include "core/launch/execution_mocks.h"

namespace ssm {

/// A mock file, also as file://PATH; "-" = standard input. Errors: code "Mocks", every problem a
/// line.
Result<Mocks> read_mock_file(const std::string& word);

/// What --mocks names, as a start takes it; nullopt: the option is not there. Errors: code "Mocks".
Result<std::optional<ExecutionMocks>> mocks_option(const std::optional<std::string>& path);

}  // namespace ssm
