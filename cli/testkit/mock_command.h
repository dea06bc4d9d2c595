// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/commands/command.h"
#include "core/base/result.h"

namespace ssm {

/// `ssm-local mock skeleton DOCUMENT` and `mock check FILE... [--document DOCUMENT]`. Returns the
/// exit code: 1 when a file has problems. Errors: code "Usage"; a file or document that cannot be
/// read.
extern const Command kMockCommand;

}  // namespace ssm
