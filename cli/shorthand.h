// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/api/model.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// Gives the content of a "file://..." word (for `key@=file://x`).
using LoadParameterFile = std::function<Result<std::string>(const std::string& word)>;

/// Reads the AWS CLI's shorthand: `Key=tag:Env,Values=a,b`. The result is an object of strings,
/// lists and objects. Errors: code "Shorthand", the AWS CLI's text with the input and a caret under
/// the culprit; text over 1 MiB or nested deeper than 100. Source: spec/aws-cli 5.
Result<Json> parse_shorthand(std::string_view text, const LoadParameterFile& load);

/// Turns what shorthand gave into what the model wants: a lone value becomes a list, text becomes a
/// Boolean or a number. What does not fit is left for validation.
/// Errors: code "General" for a bad number (an internal error of the AWS CLI, exit code 255).
Result<Json> to_model_types(const Shape& shape, Json value);

}  // namespace ssm
