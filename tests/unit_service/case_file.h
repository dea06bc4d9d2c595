// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm::service_cases {

/// One directive of a case and what it is given. See tests/unit_service/README.md.
struct Directive {
  int line = 0;
  std::string verb;      // "call"
  std::string argument;  // rest of its line, then its indented lines
};

struct Case {
  std::string title;
  int line = 0;
  std::vector<Directive> directives;
};

/// Reads "== title" cases and their directives. Errors: code "CaseFile", with the line.
Result<std::vector<Case>> read_cases(std::string_view text);

/// What stands against `expected` in `actual`, or empty. Objects: the expected members (null:
/// absent); lists: element by element; the text "*": anything.
std::string difference(const Json& expected, const Json& actual, const std::string& path = "");

}  // namespace ssm::service_cases
