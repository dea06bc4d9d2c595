// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/commands/command.h"
#include "core/base/result.h"

namespace ssm {

/// `ssm-local schema [runbook|test|mocks|account]`: prints a JSON Schema. Errors: code "Usage".
extern const Command kSchemaCommand;

}  // namespace ssm
