// SPDX-License-Identifier: Apache-2.0
#pragma once
// Who else may use an image or a snapshot: a list of {UserId} and {Group}.

#include <string_view>

#include "actions/cloud/ec2_resource.h"

namespace ssm::cloud {

inline constexpr MemberShape kPermissionMembers[] = {{"UserId", &kString}, {"Group", &kString}};
inline constexpr Shape kPermission = structure(kPermissionMembers);
inline constexpr Shape kPermissionList = list_of(kPermission);
inline constexpr MemberShape kPermissionChangeMembers[] = {{"Add", &kPermissionList},
                                                           {"Remove", &kPermissionList}};
inline constexpr Shape kPermissionChange = structure(kPermissionChangeMembers);

/// What a request adds to and removes from the list, in either way to write it: as
/// {Add, Remove} under `member`, or by OperationType, UserIds and the groups under `groups`.
/// Errors: InvalidParameterValue, InvalidParameterCombination.
Completed change_permissions(Json& list, const Json& parameters, std::string_view member,
                             std::string_view groups);

/// Whether everybody may use it.
bool is_public(const Json& list);

}  // namespace ssm::cloud
