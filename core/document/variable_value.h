// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/base/json.h"
#include "core/document/document.h"
#include "core/document/input_value.h"

namespace ssm {

/// The name in an input of format kVariable, without the prefix; "" when it has another form.
std::string variable_name(const Json& value);

/// What is wrong with a value without references as the new one of a variable: its type, its size,
/// or that the variable does not allow it. Source: spec/documents-and-engine 3.5.
std::optional<InputFault> find_variable_fault(const Parameter& variable, const Json& value);

}  // namespace ssm
