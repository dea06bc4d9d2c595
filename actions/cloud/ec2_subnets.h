// SPDX-License-Identifier: Apache-2.0
#pragma once
// Subnets as DescribeSubnets shows them.

#include <cstdint>
#include <string>
#include <vector>

#include "actions/cloud/operation.h"

namespace ssm::cloud {

struct SubnetFacts {
  std::string id;
  std::string zone;
  std::string cidr;
  std::int64_t addresses = 0;  // that are free
  bool is_default = false;
  bool maps_public_ip = false;
  Json tags = Json::array();
};
Json subnet_answer(const AccountSession& session, const SubnetFacts& facts);

/// One that the account has beside the default ones.
Json described_subnet(const AccountSession& session, const Json& subnet);
/// All of these.
Result<std::vector<Json>> made_subnets(AccountSession& session);

}  // namespace ssm::cloud
