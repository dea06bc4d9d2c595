// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actions/cloud/resource.h"

namespace ssm::cloud {

// A stack is kept as the account file writes it (README.md): AWS members in their own spelling,
// Parameters, Outputs and Tags as maps, and `events`, `signals`, `change`, `timing`, `behaviour`.
// What it is at some moment follows from its last change; nothing else stores it.

extern const ResourceList kStackList;
/// What becomes of stacks that are created, by patterns of their names.
extern const ResourceList kNewStackList;

/// The states that a stack passes through since its last change, or the one it is in.
std::vector<Phase> stack_phases(const Json& stack);

/// The status of a stack now.
std::string stack_status(const AccountSession& session, const Json& stack);

/// The stack as if nothing were on its way: a change that is over has become its state, one that is
/// not has been broken off, and what happened until now are its events.
Json settled_stack(const AccountSession& session, Json stack);

/// Notes that somebody asked for "create", "update" or "delete". `change`: what it needs to know.
void record_stack_change(const AccountSession& session, Json& stack, std::string_view to,
                         Json change = Json::object());

/// The stack of a request, by its id or, unless it is deleted, by its name.
Result<std::optional<Json>> stack_if_there(AccountSession& session, const std::string& name);

/// The same. Errors: ValidationError; `form` is its message, with {} for the name.
inline constexpr std::string_view kNoSuchStack = "Stack with id {} does not exist";
Result<Json> stack_named(AccountSession& session, const std::string& name,
                         std::string_view form = kNoSuchStack);

/// The members of a Stack in DescribeStacks.
Json described_stack(AccountSession& session, const Json& stack);

}  // namespace ssm::cloud
