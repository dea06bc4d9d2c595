// SPDX-License-Identifier: Apache-2.0
#pragma once
// The default VPC that every account and Region has. It cannot be changed.

#include <array>
#include <string>
#include <string_view>

#include "core/base/account_region.h"

namespace ssm::cloud {

inline constexpr std::string_view kDefaultVpcId = "vpc-0123456789abcdef0";
inline constexpr std::string_view kDefaultVpcCidr = "10.0.0.0/16";
inline constexpr std::string_view kDefaultGroupId = "sg-0123456789abcdef0";
inline constexpr std::string_view kDefaultGroupName = "default";

/// 10.0.N.0/18 in the zone of this letter.
struct DefaultSubnet {
  std::string_view id;
  char zone;
  int third_byte;
};
inline constexpr std::array<DefaultSubnet, 3> kDefaultSubnets = {
    {{"subnet-0123456789abcdef0", 'a', 0},
     {"subnet-0123456789abcdef1", 'b', 64},
     {"subnet-0123456789abcdef2", 'c', 128}}};

/// nullptr: another subnet.
const DefaultSubnet* find_default_subnet(std::string_view id);
/// Of a zone: "eu-north-1b"; that of zone a when there is none.
const DefaultSubnet& default_subnet_in(std::string_view zone);

/// "eu-north-1b".
std::string zone_of(const DefaultSubnet& subnet, const AccountRegion& scope);
bool is_zone(std::string_view zone, const AccountRegion& scope);

/// A stable address in the subnet.
std::string made_up_address(const DefaultSubnet& subnet, std::string_view seed);

}  // namespace ssm::cloud
