// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/global_options.h"
#include "cli/http/aws_api.h"
#include "core/base/result.h"

namespace ssm {

/// The credentials to sign with: environment (not with --profile), then the profile's in the
/// credentials file, then in the configuration file. nullopt: none. Errors: code "General" for half
/// of a pair. Source: spec/aws-cli 11.
Result<std::optional<Credentials>> find_credentials(const GlobalOptions& options);

/// Every pair of a file in the form of AWS's credentials file. `caller_arn` in a section is ours:
/// whom that key stands for, an ARN or a user's name. Errors: code "Keys".
Result<std::vector<ServiceKey>> read_keys_file(const std::string& path);

}  // namespace ssm
