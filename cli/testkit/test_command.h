// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/commands/command.h"
#include "core/base/result.h"

namespace ssm {

/// `ssm-local test [PATH...]`: exit code 0 when all passed, 1 when a case failed, 255 when a file
/// has mistakes. Errors: code "Usage"; "File" when there is nothing to read.
extern const Command kTestCommand;

}  // namespace ssm
