// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/engine/action.h"

namespace ssm {

/// The request of SendCommand that the inputs of an aws:runCommand step describe. Errors: code
/// "Input".
Result<Json> command_request(const StepCall& step);

}  // namespace ssm
