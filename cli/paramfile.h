// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/result.h"

namespace ssm {

/// "file://PATH": the file's text. "fileb://PATH" (bytes) is refused: no option of ours takes
/// bytes. Anything else is the word itself. Errors: code "Parameter" in the AWS CLI's words.
/// Source: spec/aws-cli 4, 12.2.
Result<std::string> load_parameter_file(const std::string& word);

}  // namespace ssm
