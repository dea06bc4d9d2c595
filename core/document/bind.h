// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/document/document.h"
#include "core/expression/reference.h"

namespace ssm {

/// API parameters (object of lists of strings) to typed values, defaults filled in.
/// `globals` resolves the global:, automation: and ssm: references that stand in defaults (the last
/// to text, or for a StringList to a list), and the first two in supplied values. A default may
/// name other parameters, whose defaults may do so, too. Errors:
/// InvalidAutomationExecutionParametersException with the service's texts, in the order undefined
/// names, missing names, types, allowedValues, allowedPattern, sizes. Source:
/// spec/documents-and-engine 2.5.
Result<Json> bind_parameters(const std::vector<Parameter>& parameters, const Json& supplied,
                             const Resolver& globals);

/// Start values of a runbook's variables (those with a default).
Json initial_variables(const std::vector<Parameter>& variables);

/// Whether a typed value keeps to the pattern and the sizes that are declared. Errors: code
/// InvalidAutomationExecutionParametersException, the message says what it does not keep to.
Completed check_form(const Parameter& declared, const Json& value);

/// Whether `value` fits `type` without conversion (updateVariable).
bool fits_type(const Json& value, ValueType type);

}  // namespace ssm
