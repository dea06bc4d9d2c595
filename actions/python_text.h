// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/json.h"
#include "core/base/python_text.h"

namespace ssm {

/// A value as Python's str() has it: python_repr(), but text bare.
std::string python_str(const Json& value);

/// "<class 'str'>".
std::string python_type(const Json& value);

}  // namespace ssm
