// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "cli/global_options.h"

namespace ssm {

/// A line of --debug on standard error, as the AWS CLI writes them; nothing without that option.
/// `logger`: "awscli.clidriver". Source: spec/aws-cli 13.
void debug_line(const GlobalOptions& options, std::string_view logger, std::string_view text);

}  // namespace ssm
