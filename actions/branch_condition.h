// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// Whether a condition of aws:branch or aws:loop holds: {Variable, <operator>: operand},
/// {And: [...]}, {Or: [...]} or {Not: {...}}; NextStep beside it is passed over. References are
/// resolved; null stands for one that has no value, and a comparison with null is false. A value of
/// the wrong kind makes the comparison false too. Errors: code "Input" when the condition is
/// malformed. Limits: nested 100 deep. Source: spec/documents-and-engine 5.2.
Result<bool> holds(const Json& condition);

}  // namespace ssm
