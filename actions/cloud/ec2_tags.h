// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/cloud/parameters.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm::cloud {

inline constexpr MemberShape kTagMembers[] = {{"Key", &kString}, {"Value", &kString}};
inline constexpr Shape kTag = structure(kTagMembers);
/// [{Key, Value}].
inline constexpr Shape kTags = list_of(kTag);

/// Adds [{Key, Value}] to a map of tags. Errors: InvalidParameterValue for keys and values that EC2
/// refuses, TagLimitExceeded over 50.
Completed put_tags(Json& tags, const Json& list);

}  // namespace ssm::cloud
