// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "actions/cloud/ec2_resource.h"

namespace ssm::cloud {

/// Makes a snapshot of a volume, and stores it. Errors: what the volume's behaviour asks for.
Result<Json> make_snapshot(AccountSession& session, const Json& volume,
                           const std::string& description, const Json& tags);

/// What a copy of a snapshot needs to know; of one that this account does not have, too.
struct SnapshotCopy {
  Json source = Json::object();  // empty: somebody else's
  std::int64_t size = 8;         // GiB
  std::string description = {};
  bool encrypted = false;
  std::string kms_key = {};
  Json tags = Json::object();
};
Result<Json> copy_of_snapshot(AccountSession& session, const SnapshotCopy& copy);

/// Errors: InvalidSnapshot.InUse, what its behaviour asks for.
Completed delete_snapshot(AccountSession& session, const Json& snapshot);

/// The members of a `Snapshot` in DescribeSnapshots.
Json describe_snapshot(const Json& snapshot, const AccountRegion& scope);

}  // namespace ssm::cloud
