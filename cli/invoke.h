// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/global_options.h"
#include "core/api/model.h"
#include "core/base/result.h"

namespace ssm {

/// One operation from the words after its name to the text of its answer; starts the engine when
/// the call left work. Errors: as the table in cli/usage.h has them. The order of the checks is the
/// AWS CLI's: spec/aws-cli 7.
Result<std::string> run_operation(const Operation& operation, const GlobalOptions& options,
                                  std::span<const std::string> words);

}  // namespace ssm
