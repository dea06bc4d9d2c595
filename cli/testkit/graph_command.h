// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/commands/command.h"
#include "core/base/result.h"

namespace ssm {

/// `ssm-local graph DOCUMENT|EXECUTION-ID`: draws the flow; problems of the document go to standard
/// error. Errors: code "Usage", those of read_graph() and to_svg().
extern const Command kGraphCommand;

}  // namespace ssm
