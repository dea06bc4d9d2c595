// SPDX-License-Identifier: Apache-2.0
#pragma once
// Who else may use an image or a snapshot: a list of {UserId} and {Group}, of images also
// {OrganizationArn} and {OrganizationalUnitArn}.

#include <string_view>

#include "actions/cloud/ec2_resource.h"

namespace ssm::cloud {

/// What a request adds to and removes from the list, in either way to write it: as
/// {Add, Remove} under `member`, or by OperationType, UserIds, OrganizationArns,
/// OrganizationalUnitArns and the groups under `groups`.
/// Errors: InvalidParameterValue, InvalidParameterCombination.
Completed change_permissions(Json& list, const Json& parameters, std::string_view member,
                             std::string_view groups);

/// Whether everybody may use it.
bool is_public(const Json& list);

}  // namespace ssm::cloud
