// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the resources of the account have in common. They are kept as the account file writes them,
// with `timing` and `behaviour` beside the members that AWS has.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actions/cloud/account_file_members.h"
#include "actions/cloud/operation.h"
#include "core/base/time.h"

namespace ssm::cloud {

/// A list of the account file that is one kind of resources in the store.
struct ResourceList {
  AccountList file;
  std::string_view kind;
  /// As the store has it: what the file leaves out is made up. The file has been checked.
  Json (*stored)(const AccountSession& session, Json given);
  /// What tells it from the others of its kind.
  std::string (*id)(const Json& stored);
  /// As the file has it, with what has happened until now; null: it is gone. nullptr: as the store
  /// has it.
  Json (*shown)(const AccountSession& session, Json stored) = nullptr;
};

/// Every such list, in the order in which an account is shown.
std::span<const ResourceList* const> resource_lists();

/// One state of something that passes through several.
struct Phase {
  Time from;
  std::string state;
  std::string reason = {};
};

/// The one that is reached: the last that has begun. `phases`: not empty, in the order of time. The
/// session notes when another one follows.
const Phase& phase_at(AccountSession& session, const std::vector<Phase>& phases);
const Phase& phase_at(const std::vector<Phase>& phases, Time now);

/// How long something takes when the file does not say.
inline constexpr Milliseconds kUsualDuration{1000};

/// How long a resource takes for something: its `timing`, else `usual`.
Milliseconds duration_of(const Json& resource, std::string_view what,
                         Milliseconds usual = kUsualDuration);

/// What a resource does instead of what is usual; empty: nothing.
std::string planned_behaviour(const Json& resource, std::string_view what);

/// Errors: the code of a behaviour "error:CODE". `name`: "stack lab".
Completed refuse_as_planned(const Json& resource, std::string_view what, std::string_view name);

/// A time that the file or the store has; `otherwise` when there is none.
Time time_member(const Json& resource, std::string_view name, Time otherwise);

/// Adds a member that is not there.
void add_default(Json& resource, std::string_view name, Json value);

/// Copies a member that is there.
void copy_given(Json& to, const Json& from, std::string_view name);

/// Tags as the file may have them, as a map.
Json tags_as_map(const Json& tags);

/// A map from a list of {Key, Value}, under other names too; {} of null.
Json map_of_pairs(const Json* list, std::string_view key, std::string_view value);
Json pairs_of_map(const Json& map, std::string_view key, std::string_view value);

/// Drops what a list has too much at its beginning.
void keep_last(Json& list, std::size_t most);

/// The error of an API whose model says what a text must look like.
tl::unexpected<Error> constraint_error(std::string_view code, std::string_view value,
                                       std::string_view member, std::string_view constraint);

/// A resource by its id; nullopt: not there.
Result<std::optional<Json>> find_resource(AccountSession& session, const ResourceList& list,
                                          std::string_view id);
Result<std::vector<Json>> all_resources(AccountSession& session, const ResourceList& list);
Completed save_resource(AccountSession& session, const ResourceList& list, const Json& resource);
Completed drop_resource(AccountSession& session, const ResourceList& list, std::string_view id);
/// Whether there is room for one more. Errors: `code`.
Completed require_room(AccountSession& session, const ResourceList& list, std::string_view code);

/// One page of the items that an operation found, by the members of the request that its service
/// has for that. Errors: `code` for a token that it did not give out.
struct PageMembers {
  std::string_view most;   // "MaxRecords"
  std::string_view token;  // "Marker"
  std::string_view next;   // in the answer: "Marker"
  std::string_view items;  // in the answer: "DBInstances"
  std::string_view code = "ValidationError";
  std::size_t usual = 100;  // items of a page when the request does not say
};
Result<Json> page_answer(Json items, const Json& parameters, const PageMembers& members);

}  // namespace ssm::cloud
