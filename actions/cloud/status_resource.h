// SPDX-License-Identifier: Apache-2.0
#pragma once
// Resources with a status that somebody changes: databases, cache clusters, tables. A stored one
// has `change` while it is on its way: {"to": what was asked for, "at": when}.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actions/cloud/account_values.h"
#include "actions/cloud/resource.h"

namespace ssm::cloud {

/// What is seen on the way, and then.
struct StatusChange {
  std::string_view name;  // in `change`, `timing` and `behaviour`
  std::string_view meanwhile;
  std::string_view then;
};
/// The status of what is there no more.
inline constexpr std::string_view kGone = "deleted";

struct StatusKind {
  const ResourceList& list;
  std::span<const StatusChange> changes;
  std::string_view id_member;  // of requests: "DBInstanceIdentifier"
  std::string_view status;     // the member: "DBInstanceStatus"
  std::string_view answer;     // of an answer about one: "DBInstance"
  std::string_view answers;    // of a list: "DBInstances"
  std::string_view created;    // the member with the time; empty: there is none
  std::string_view missing_code;
  std::string_view missing_text;  // {}: the id
  std::string_view state_code;
  std::string_view state_text;  // {}: the id, then the status that it would need
  /// What waits for the next maintenance window unless ApplyImmediately is there; empty: nothing.
  std::span<const std::string_view> deferred = {};
  /// The member of answers with [{Key, Value}]; empty: there is none.
  std::string_view tags = {};
  PageMembers page = {};  // of lists; its items are `answers`
};

/// The states since the last change; the one it is in when there was none.
std::vector<Phase> status_phases(const StatusKind& kind, const Json& thing);
/// A change that is over has become the status.
Json status_at(const StatusKind& kind, Json thing, Time now);
/// The same for `account show`: null of what is gone.
Json shown_status(const StatusKind& kind, Json thing, Time now);

/// As it is now, by its identifier in any case or its ARN. Errors: missing_code.
Result<Json> status_resource_named(AccountSession& session, const StatusKind& kind,
                                   const std::string& asked);
/// Without what is ours alone.
Json described_status_resource(const StatusKind& kind, Json thing, Time now);
/// A page of those that a request asks for: all, or one by its id. `passes`: the filters of the
/// service; nullptr: it has none.
using StatusFilter = Result<bool> (*)(const Json& thing, const Json& parameters);
Result<Json> describe_status_resources(AccountSession& session, const StatusKind& kind,
                                       const Json& parameters, StatusFilter passes = nullptr);

/// Begins a change of `thing`, which is in the status `from` (any when that is empty), and keeps
/// it. Errors: state_code, the planned one.
Result<Json> change_status(AccountSession& session, const StatusKind& kind, Json thing,
                           std::string_view to, std::string_view from);
/// The same of the one that a request names.
Result<Json> change_named_status(AccountSession& session, const StatusKind& kind,
                                 const Json& parameters, std::string_view to,
                                 std::string_view from);
/// The members of a request that the resource has under the same name.
void take_over_members(const StatusKind& kind, Json& thing, const Json& parameters);

/// A behaviour of a change: it fails, or never ends, or is refused.
inline constexpr std::string_view kStatusFailures[] = {"fail", "stuck"};
inline constexpr AccountValue kStatusBehaviourValue{.values = kStatusFailures, .may_refuse = true};

}  // namespace ssm::cloud
