// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actions/cloud/operation.h"
#include "actions/command/node_step.h"
#include "core/base/time.h"

namespace ssm::cloud {

// A command is kept as the account file writes it: what was asked for in AWS's spelling
// (CommandId, DocumentName, Parameters, RequestedDateTime ...), and `invocations`, one for each
// node: InstanceId, Status, StatusDetails, `started`, `ended` and `plugins`. Until a simulated one
// ends, `outcome` says after how many milliseconds it does, and how. Where MaxConcurrency keeps
// some of them back, those have `waits`, and the others `sent`, when they were no longer kept back.
// Until one ends that is run, `work` has its transport and its platform, under which `steps` of the
// command has what to run.

/// Commands that an account keeps; the oldest that has ended gives way.
inline constexpr std::size_t kMostCommands = 500;
/// Nodes that one command may go to.
inline constexpr std::size_t kMostNodes = 1000;

/// How a command or an invocation is.
struct CommandState {
  std::string status;   // "TimedOut"
  std::string details;  // "ExecutionTimedOut"
  bool operator==(const CommandState&) const = default;
};

bool has_ended(const Json& invocation);
void set_state(Json& invocation, const CommandState& state);
/// Its end, with what became of its steps.
void end_invocation(Json& invocation, const CommandState& state,
                    const std::vector<PluginResult>& results, Time now);
/// Its end without having been run, or before it had anything to report.
void end_unrun(Json& invocation, const CommandState& state, Time now);
/// {Status, StatusDetails} of what the steps came to.
CommandState state_of(const std::vector<PluginResult>& results);

/// An invocation's plugins before it has ended.
Json waiting_plugins(const std::vector<NodeStep>& steps);

/// Brings a command to what it is now: delivers, ends, expires. Returns whether it changed.
Result<bool> settle(AccountSession& session, Json& command);

bool is_open(const Json& command);
/// Of all its invocations together.
CommandState state_of_command(const Json& command);
struct CommandCounts {
  std::int64_t targets = 0, completed = 0, errors = 0, undelivered = 0;
};
CommandCounts counts_of_command(const Json& command);

/// MaxConcurrency or MaxErrors: a number, or a percentage of the targets.
std::int64_t number_or_share(const Json& command, std::string_view member, std::int64_t fallback);
/// How many nodes may have the command at once; at least 1.
std::int64_t concurrency_of(const Json& command);

/// The command as it is now, and kept so. nullopt: there is none of this id.
Result<std::optional<Json>> find_command(AccountSession& session, const std::string& id);
/// All of them, the newest first.
Result<std::vector<Json>> all_commands(AccountSession& session);
/// Keeps a new one, and makes room for it.
Completed add_command(AccountSession& session, const Json& command);
/// Keeps one that is there already.
Completed keep_command(AccountSession& session, const Json& command);
/// As all_commands(), the oldest first, for what changes nothing.
Result<std::vector<Json>> shown_commands(AccountSession& session);

/// As the API shows it.
Json command_view(const Json& command);

tl::unexpected<Error> invalid_command_id();

/// nullptr: the command does not go to this node.
Json* find_invocation(Json& command, std::string_view instance_id);

}  // namespace ssm::cloud
