// SPDX-License-Identifier: Apache-2.0
#pragma once
// Attributes of resources in templates: what Fn::GetAtt and Fn::Sub give.

#include <optional>
#include <string>
#include <string_view>

#include "actions/cloud/operation.h"

namespace ssm::cloud {

/// Whether resources of a type have the attribute. Of types that are not known here: yes.
bool has_stack_attribute(std::string_view type, std::string_view attribute);

/// An attribute of a resource that the account is to have, by its `element` (see
/// element_of_stack()); nullopt: the account has no such thing.
std::optional<Json> stack_attribute(const AccountSession& session, std::string_view type,
                                    std::string_view attribute, const Json& element);

}  // namespace ssm::cloud
