// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/json.h"

namespace ssm {

/// A value as Python prints it inside a list: 'text', True, None, {'a': [1]}.
std::string python_repr(const Json& value);

/// A value as Python's str() has it: as above, but text bare.
std::string python_str(const Json& value);

/// "<class 'str'>".
std::string python_type(const Json& value);

}  // namespace ssm
