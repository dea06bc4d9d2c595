// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "actions/polling.h"
#include "core/engine/action.h"

namespace ssm {

/// Local runs should not wait long for what the simulated account does in a second.
inline constexpr Backoff kStackBackoff{
    .first = Milliseconds(250), .factor = 2, .steep_until = Milliseconds(5000)};

/// A stack as DescribeStacks shows it.
struct SeenStack {
  std::string id;
  std::string status;
  std::string reason;  // may be empty

  bool is_on_its_way() const { return status.ends_with("_IN_PROGRESS"); }
};

/// The call that looks for a stack by its name or id.
CloudCall stack_look(const StepCall& step, const std::string& name_or_id);

/// nullopt: there is no stack of that name.
tl::expected<std::optional<SeenStack>, AwsError> look_at_stack(const CloudCall& look, Cloud& cloud);

/// Whether the error says that a stack is not there.
bool says_no_such_stack(const AwsError& error);

/// "entered unexpected state: ROLLBACK_COMPLETE. The following ...", for a failure's cause.
std::string unexpected_state(const SeenStack& stack);

}  // namespace ssm
