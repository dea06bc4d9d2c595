// SPDX-License-Identifier: Apache-2.0
#include "actions/python_text.h"

namespace ssm {
std::string python_str(const Json& value) {
  return value.is_string() ? value.get<std::string>() : python_repr(value);
}

std::string python_type(const Json& value) {
  if (value.is_null()) return "<class 'NoneType'>";
  if (value.is_boolean()) return "<class 'bool'>";
  if (value.is_string()) return "<class 'str'>";
  if (value.is_number_integer()) return "<class 'int'>";
  if (value.is_number()) return "<class 'float'>";
  return value.is_array() ? "<class 'list'>" : "<class 'dict'>";
}

}  // namespace ssm
