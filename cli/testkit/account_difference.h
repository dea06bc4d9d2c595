// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/json.h"

namespace ssm::testkit {

/// One fact of a simulated account that is not as it was.
struct AccountDifference {
  std::string text;  // "instance i-1: stopped, was running"; one printable line
  std::string kind;  // the same without the ids that are new in every run
};

/// What differs between two accounts as `account show` prints them. Times at which something was
/// launched do not count.
std::vector<AccountDifference> account_differences(const Json& before, const Json& after);

}  // namespace ssm::testkit
