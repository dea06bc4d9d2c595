// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actions/cloud/operation.h"
#include "core/base/time.h"

namespace ssm::cloud {

// An instance is kept as the account file writes it (README.md): AWS members in their own spelling,
// State, Tags as a map, and `change`, `timing`, `behaviour`.

/// The values are the API's codes.
enum class InstanceState {
  kPending = 0,
  kRunning = 16,
  kShuttingDown = 32,
  kTerminated = 48,
  kStopping = 64,
  kStopped = 80,
};

/// "shutting-down".
std::string_view state_name(InstanceState state);
std::optional<InstanceState> parse_state(std::string_view text);
/// {Code, Name}.
Json state_json(InstanceState state);

/// How long things take.
struct Timing {
  Milliseconds start{1000};
  Milliseconds status_checks{1000};
  Milliseconds stop{1000};
  Milliseconds terminate{1000};
  Milliseconds image{1000};
  Milliseconds snapshot{1000};
  Milliseconds volume{1000};
  Milliseconds attach{1000};
  Milliseconds detach{1000};
  Milliseconds modify{1000};
  Milliseconds command{1000};  // that is simulated
};

/// `base` with the members of a `timing` map (seconds) put over it.
Timing with_timing(Timing base, const Json& timing);

/// What an instance is at some moment; nothing else stores it.
struct InstanceSnapshot {
  InstanceState state = InstanceState::kRunning;
  std::string checks;   // ok, initializing, impaired, not-applicable
  bool settled = true;  // it stays so until somebody changes it
  bool failed = false;  // the start went wrong
};

/// Follows from the last change, the timing and the behaviour; no timer is needed.
InstanceSnapshot snapshot_at(const Json& instance, const Timing& account_timing, Time now);

/// Notes that somebody asked for a state: "running", "stopped" or "terminated".
void record_change(Json& instance, std::string_view to, Time now, bool force);

/// The members of an `Instance` in DescribeInstances. `mappings`: its volumes.
Json describe_instance(const Json& instance, const InstanceSnapshot& snapshot,
                       const AccountRegion& scope, Json mappings);

/// [{Key, Value}].
Json tag_list(const Json& tags);

/// As the API's answers print times: seconds, "+00:00".
std::string api_time(Time time);

/// "i-" and 8 or 17 hexadecimal digits (for prefix "i-").
bool is_resource_id(std::string_view id, std::string_view prefix);

/// The account's own durations.
Result<Timing> account_timing(AccountSession& session);

/// The named instances, in that order, each once. Errors: InvalidInstanceID.Malformed, .NotFound.
Result<std::vector<Json>> instances_by_id(AccountSession& session,
                                          const std::vector<std::string>& ids);
/// The named ones, or all when no id is given.
Result<std::vector<Json>> selected_instances(AccountSession& session, const Json& parameters);
Completed put_instance(AccountSession& session, const Json& instance);

/// The members that the metadata service's options have when nobody set them.
Json metadata_options(const Json& instance);

}  // namespace ssm::cloud
