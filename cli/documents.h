// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/commands/command.h"
#include "core/base/result.h"

namespace ssm {

/// `ssm-local documents list | load FILE|FOLDER... | remove NAME...`: what the account has in its
/// library beside what CreateDocument takes. Returns the exit code.
/// Errors: code "Usage", "StateDirectory", "State", "File", "Documents": nothing was changed.
extern const Command kDocumentsCommand;

}  // namespace ssm
