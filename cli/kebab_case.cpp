// SPDX-License-Identifier: Apache-2.0
#include "cli/kebab_case.h"

#include <cstddef>

namespace ssm {
namespace {

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

/// Where the acronym of a plural begins: that of "NotificationARNs" at 12; npos: there is none.
std::size_t plural_acronym(std::string_view name) {
  if (!name.ends_with('s')) return std::string_view::npos;
  std::size_t begin = name.size() - 1;
  while (begin > 0 && is_upper(name[begin - 1])) --begin;
  return name.size() - begin > 2 ? begin : std::string_view::npos;
}

}  // namespace

std::string to_kebab_case(std::string_view name) {
  std::string result;
  const std::size_t plural = plural_acronym(name);
  for (std::size_t i = 0; i < name.size(); ++i) {
    bool after_lower = i > 0 && is_upper(name[i]) && !is_upper(name[i - 1]);
    bool ends_acronym = i > 0 && is_upper(name[i]) && i + 1 < name.size() && is_lower(name[i + 1]);
    if (i == plural ? i > 0 : i < plural && (after_lower || ends_acronym)) result += '-';
    result += is_upper(name[i]) ? static_cast<char>(name[i] - 'A' + 'a') : name[i];
  }
  return result;
}

}  // namespace ssm
