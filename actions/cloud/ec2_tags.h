// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "actions/cloud/parameters.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm::cloud {

inline constexpr MemberShape kTagMembers[] = {{"Key", &kString}, {"Value", &kString}};
inline constexpr Shape kTag = structure(kTagMembers);
/// [{Key, Value}].
inline constexpr Shape kTags = list_of(kTag);
/// The same of services that want both members.
inline constexpr MemberShape kWholeTagMembers[] = {{"Key", &kNonEmpty, true},
                                                   {"Value", &kString, true}};
inline constexpr Shape kWholeTag = structure(kWholeTagMembers);
inline constexpr Shape kWholeTags = list_of(kWholeTag);

/// Adds [{Key, Value}] to a map of tags. Errors: InvalidParameterValue for keys and values that EC2
/// refuses, TagLimitExceeded over 50.
Completed put_tags(Json& tags, const Json& list);

/// The first key that a list of tags has twice; empty: none.
std::string repeated_tag_key(const Json& list);

}  // namespace ssm::cloud
