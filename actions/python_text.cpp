// SPDX-License-Identifier: Apache-2.0
#include "actions/python_text.h"

namespace ssm {
namespace {

/// Text in Python's quotes: single ones, or double ones when it has a single quote but no double.
std::string quoted(const std::string& text) {
  const bool doubled = text.find('\'') != std::string::npos && text.find('"') == std::string::npos;
  const char quote = doubled ? '"' : '\'';
  std::string result(1, quote);
  for (const char c : text) {
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (c == '\r') {
      result += "\\r";
    } else {
      if (c == '\\' || c == quote) result += '\\';
      result += c;
    }
  }
  return result + quote;
}

}  // namespace

std::string python_repr(const Json& value) {
  if (value.is_null()) return "None";
  if (value.is_boolean()) return value.get<bool>() ? "True" : "False";
  if (value.is_string()) return quoted(value.get<std::string>());
  if (!value.is_structured()) return to_text(value);
  std::string text;
  for (const auto& [key, item] : value.items()) {
    if (!text.empty()) text += ", ";
    if (value.is_object()) text += quoted(key) + ": ";
    text += python_repr(item);
  }
  return value.is_object() ? "{" + text + "}" : "[" + text + "]";
}

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
