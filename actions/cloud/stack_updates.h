// SPDX-License-Identifier: Apache-2.0
#pragma once
// What becomes of a resource of the account when its properties in a template change.

#include "actions/cloud/stack_resources.h"

namespace ssm::cloud {

/// Counts in `replacements` (by logical id) each resource that cannot stay what it is: another one,
/// with another id, is to take its place. `before`, `after`: as template_resources() gives them.
/// Whether there was one that had not been counted since `before`.
bool note_replacements(const Json& before, const Json& after, Json& replacements);

/// Gives the resource what the template says otherwise now; what somebody else has changed stays.
/// `from`, `to`: the same resource, before and now. Errors: kRefused, in the words of
/// CloudFormation or of the resource's own service: it is gone, or cannot be changed so.
Completed update_element(AccountSession& session, const StackElement& from, const StackElement& to);

}  // namespace ssm::cloud
