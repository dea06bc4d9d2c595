// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/account_region.h"

namespace ssm {

/// An Amazon Resource Name: "arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE". Region and account are
/// empty where the service has none; the resource may hold colons.
struct Arn {
  std::string partition, service, region, account, resource;

  /// nullopt: not an ARN. The fields are not checked any further.
  static std::optional<Arn> parse(std::string_view text);
  /// Of a service that has Regions, in the Region's partition.
  static Arn regional(const AccountRegion& owner, std::string_view service,
                      std::string_view resource);
  /// Of IAM, whose ARNs name no Region.
  static Arn iam(const AccountRegion& owner, std::string_view resource);
  std::string text() const;
};

/// "aws", "aws-cn" or "aws-us-gov".
std::string_view partition_of(std::string_view region);

}  // namespace ssm
