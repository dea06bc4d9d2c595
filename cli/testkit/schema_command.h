// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/global_options.h"
#include "core/base/result.h"

namespace ssm {

/// `ssm-local schema [runbook|test|mocks|account]`: prints a JSON Schema. Errors: code "Usage".
Result<int> run_schema_command(const GlobalOptions& globals, std::span<const std::string> words);

}  // namespace ssm
