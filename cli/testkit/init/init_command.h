// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/global_options.h"
#include "core/base/result.h"

namespace ssm {

/// `ssm-local test init RUNBOOK`; `words`: what stands behind it. Errors: code "Usage"; "File";
/// "Document" when creating the runbook would be refused; "Init" when no case could be made.
Result<int> run_test_init_command(const GlobalOptions& globals, std::span<const std::string> words);

}  // namespace ssm
