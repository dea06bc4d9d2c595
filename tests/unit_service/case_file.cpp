// SPDX-License-Identifier: Apache-2.0
#include "tests/unit_service/case_file.h"

#include <fmt/format.h>

#include "core/base/text.h"

namespace ssm::service_cases {

Result<std::vector<Case>> read_cases(std::string_view text) {
  std::vector<Case> cases;
  int number = 0;
  for (const std::string& line : split(text, '\n')) {
    ++number;
    const bool indented = line.starts_with("  ");
    const bool in_directive = !cases.empty() && !cases.back().directives.empty();
    if (indented && in_directive) {
      cases.back().directives.back().argument += line.substr(2) + "\n";
    } else if (trim(line).empty() || line.starts_with("#")) {
      continue;
    } else if (line.starts_with("== ")) {
      cases.push_back({line.substr(3), number, {}});
    } else if (indented || cases.empty()) {
      return failure("CaseFile", fmt::format("line {}: no case or directive to belong to", number));
    } else {
      const std::size_t space = std::min(line.find(' '), line.size());
      const std::string_view rest = trim(std::string_view(line).substr(space));
      cases.back().directives.push_back(
          {number, line.substr(0, space), rest.empty() ? "" : std::string(rest) + "\n"});
    }
  }
  return cases;
}

namespace {

std::string differing_members(const Json& expected, const Json& actual, const std::string& path) {
  for (const auto& [name, value] : expected.items()) {
    const Json* found = find_member(actual, name);
    const std::string here = path + "/" + name;
    if (value.is_null() && found) return here + " is there: " + to_text(*found);
    if (value.is_null()) continue;
    if (!found) return here + " is missing";
    if (std::string problem = difference(value, *found, here); !problem.empty()) return problem;
  }
  return {};
}

}  // namespace

std::string difference(const Json& expected, const Json& actual, const std::string& path) {
  if (expected == "*") return {};
  if (expected.is_object() && actual.is_object()) return differing_members(expected, actual, path);
  if (expected.is_array() && actual.is_array() && expected.size() == actual.size()) {
    for (std::size_t i = 0; i < expected.size(); ++i) {
      std::string problem = difference(expected[i], actual[i], path + "/" + std::to_string(i));
      if (!problem.empty()) return problem;
    }
    return {};
  }
  if (expected == actual) return {};
  return fmt::format("{} is {}, expected {}", path, to_text(actual), to_text(expected));
}

}  // namespace ssm::service_cases
