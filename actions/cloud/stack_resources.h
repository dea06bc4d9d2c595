// SPDX-License-Identifier: Apache-2.0
#pragma once
// Resources of stacks that are resources of the account, too: which types are, what their
// properties become, and when they come and go.

#include <string>
#include <string_view>

#include "actions/cloud/operation.h"

namespace ssm::cloud {

/// An element of the account file by the properties of a template's resource, as far as the account
/// has them; null: there are no resources of this type in the account. `id`: the physical one.
Json element_of_stack(std::string_view type, const Json& properties, const std::string& id);

/// Makes the resources that stacks have created by now, and takes away those that they have
/// deleted. The caller calls it before anything is looked at.
Completed apply_stack_changes(AccountSession& session);

}  // namespace ssm::cloud
