// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "actions/cloud/ec2_resource.h"

namespace ssm::cloud {

/// The members of an `Image` in DescribeImages.
Json describe_image(const Json& image, const AccountRegion& scope);

/// The image that instances are launched from. nullopt: the account does not have it, so that it is
/// somebody else's. Errors: InvalidAMIID.Malformed, .Unavailable.
Result<std::optional<Json>> image_to_launch(AccountSession& session, const std::string& id);

}  // namespace ssm::cloud
