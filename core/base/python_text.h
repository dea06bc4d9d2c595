// SPDX-License-Identifier: Apache-2.0
#pragma once
// Values as Python's repr() writes them: the AWS CLI's messages quote what the user gave that way.

#include <string>
#include <string_view>

#include "core/base/json.h"

namespace ssm {

/// 'text' as a Python string literal. Bytes that are no UTF-8 become lone surrogates (\udcXX).
/// Assumed: of the unprintable characters only controls, separators, format characters and
/// private use are escaped, unassigned code points are not.
std::string python_repr(std::string_view text);

/// {'a': [1, True, None]}: the same for any value.
std::string python_repr(const Json& value);
inline std::string python_repr(const std::string& text) {
  return python_repr(std::string_view(text));
}
inline std::string python_repr(const char* text) {
  return python_repr(std::string_view(text));
}

/// A value as Python's str() has it: python_repr(), but text bare.
std::string python_str(const Json& value);

/// The name of the type that Python's json gives a value: "str", "NoneType".
std::string_view python_type(const Json& value);

}  // namespace ssm
