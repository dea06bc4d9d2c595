// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace ssm {

/// One account in one Region. Every row of the store belongs to one.
struct AccountRegion {
  std::string account;  // twelve digits
  std::string region;   // "eu-central-1"
  friend bool operator==(const AccountRegion&, const AccountRegion&) = default;
};

}  // namespace ssm
