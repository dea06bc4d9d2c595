// SPDX-License-Identifier: Apache-2.0
#pragma once
// What happens to a stack and to each of its resources, and why something fails.

#include <cstddef>
#include <string>

#include "actions/cloud/operation.h"

namespace ssm::cloud {

/// The place in `resources`, which are the stack's, of the one that fails when one does: what the
/// change has come upon, else the first that it concerns. Behind the last: none does.
std::size_t failed_resource(const Json& stack, const Json& resources);

/// What happened since its last change until `now`, oldest first, as the account file keeps events.
/// Empty: no change is on its way.
Json stack_events_since_change(const Json& stack, Time now);

/// The events of a stack until now, newest first, as the API has them.
Json described_stack_events(AccountSession& session, const Json& stack);

/// The resources that a stack has while it is in `status`: until an update is over those before it,
/// and what it is about to make, which has no PhysicalResourceId yet.
Json stack_resources_in(const Json& stack, const std::string& status);

/// Its resources with what they are now, as the API has them.
Json described_stack_resources(AccountSession& session, const Json& stack);

}  // namespace ssm::cloud
