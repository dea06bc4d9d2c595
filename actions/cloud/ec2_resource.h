// SPDX-License-Identifier: Apache-2.0
#pragma once
// What instances, images, snapshots, volumes and security groups have in common.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actions/cloud/ec2_tags.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/operation.h"
#include "actions/cloud/resource.h"

namespace ssm::cloud {

/// A kind of EC2 resource. A stored one is as the account file writes it (README.md): AWS members
/// in their own spelling, Tags as a map, and `change`, `timing`, `behaviour`.
struct Ec2Kind {
  std::string_view kind;       // in the AccountStore: "ec2:volume"
  std::string_view list;       // of the account file: "volumes"
  std::string_view id_member;  // "VolumeId"
  std::string_view prefix;     // "vol-"
  std::string_view type;       // in TagSpecifications and DescribeTags: "volume"
  std::string_view malformed_code;
  std::string_view malformed_text;  // {} = the id
  std::string_view missing_code;
  std::string_view missing_text;  // {} = the id
  std::string_view several_text;  // {} = ids; empty: the first one is reported
  std::string_view limit_code;    // when the account has as many as it can
  /// Brings a stored one to the moment of the session: its State, and what has ended meanwhile.
  /// false: it is gone.
  Result<bool> (*bring_up_to_date)(AccountSession& session, const Timing& timing, Json& resource);
  /// One of the account file with every member it needs.
  Json (*with_defaults)(Json resource, const AccountRegion& scope, Time now);
};

// Each stands in the file that knows what such a resource is.
extern const Ec2Kind kInstances;
extern const Ec2Kind kImages;
extern const Ec2Kind kSnapshots;
extern const Ec2Kind kVolumes;
extern const Ec2Kind kSecurityGroups;

std::span<const Ec2Kind* const> ec2_kinds();
/// By the beginning of an id; nullptr: no kind's ids begin so.
const Ec2Kind* kind_of_id(std::string_view id);

/// All of a kind in order of creation, as they are now. `holding`: those in whose text this stands.
Result<std::vector<Json>> all_resources(AccountSession& session, const Ec2Kind& kind,
                                        std::string_view holding = {});
/// The named ones in that order, each once. Errors: the kind's codes for ids that are malformed or
/// not there.
Result<std::vector<Json>> resources_by_id(AccountSession& session, const Ec2Kind& kind,
                                          const std::vector<std::string>& ids);
/// The same of one.
Result<Json> resource_by_id(AccountSession& session, const Ec2Kind& kind, const std::string& id);
/// The named ones, or all when no id is given.
Result<std::vector<Json>> named_or_all(AccountSession& session, const Ec2Kind& kind,
                                       const std::vector<std::string>& ids);
/// nullopt: it is not there.
Result<std::optional<Json>> find_resource(AccountSession& session, const Ec2Kind& kind,
                                          const std::string& id);

/// What is copied from a Region. nullopt: from another Region, which does not have it, so that it
/// is somebody else's. Errors: the kind's codes; in the own Region it must be there.
Result<std::optional<Json>> source_of_copy(AccountSession& session, const Ec2Kind& kind,
                                           const std::string& region, const std::string& id);
/// Errors: AuthFailure for what has another OwnerId than the account.
Completed check_owner(const AccountSession& session, const Ec2Kind& kind, const Json& resource);

Completed store_resource(AccountSession& session, const Ec2Kind& kind, const Json& resource);
/// Stores a new one. Errors: the kind's limit_code.
Completed add_resource(AccountSession& session, const Ec2Kind& kind, const Json& resource);
Completed remove_resource(AccountSession& session, const Ec2Kind& kind, const Json& resource);

/// "vol-" and 17 random hexadecimal digits.
std::string new_id(std::string_view prefix);
/// The same digits each time: for what nobody gave an id.
std::string made_up_id(std::string_view prefix, std::string_view seed);

/// A state that is reached after a time: a resource that is being made, a volume that is attached.
struct Passage {
  std::string_view what;             // in `timing` and `behaviour`: "snapshot"
  Milliseconds Timing::*duration;    // in the account's timing
  std::string_view busy;             // "pending"
  std::string_view done;             // "completed"
  std::string_view failed = {};      // after the behaviour "fail"
  std::string_view state = "State";  // the member
};
/// Sets the state of `subject` by its `change`, and drops that when it is over. `owner` has the
/// timing and the behaviour. Returns how much of the way is done, in percent.
int pass(Json& subject, const Json& owner, const Passage& passage, const Timing& timing, Time now);
/// {"to": ..., "at": ...}, as records of changes begin.
Json change_to(std::string_view state, Time now);
/// {"behaviour": {"start": "error:CODE"}} makes the call itself fail.
Completed check_behaviour(const Json& resource, const Ec2Kind& kind, std::string_view what);
/// What is made of `source` behaves, and takes its time, as that says under `what`.
void inherit(Json& made, std::string_view as, const Json& source, std::string_view what);

/// [{ResourceType, Tags}].
inline constexpr MemberShape kTagSpecificationMembers[] = {{"ResourceType", &kString},
                                                           {"Tags", &kTags}};
inline constexpr Shape kTagSpecification = structure(kTagSpecificationMembers);
inline constexpr Shape kTagSpecifications = list_of(kTagSpecification);
/// The tags that a request has for resources of a type, as a map. Errors: as put_tags().
Result<Json> tags_for(const Json& parameters, std::string_view type);
/// [{Key, Value}] of a stored resource.
Json tags_of(const Json& resource);

/// Gives the first answer again to a request with a ClientToken that was there before. Errors:
/// IdempotentParameterMismatch.
Result<Json> answer_once(AccountSession& session, std::string_view operation,
                         const Json& parameters,
                         Result<Json> (*answer)(AccountSession& session, const Json& parameters));

/// A member that is a whole number, else `fallback`.
std::int64_t integer_member(const Json& value, std::string_view name, std::int64_t fallback = 0);
/// A member that is a list; empty when it is not.
const Json& list_member(const Json& value, std::string_view name);
bool has_element(const Json& list, const Json& value);
/// Copies the members that are there.
void copy_members(Json& to, const Json& from, std::initializer_list<std::string_view> names);
/// A time as answers print it; empty: `text` is none.
std::string api_time_of(std::string_view text);
/// A page of a list answer: {`member`: items, NextToken}. Errors: as page_of().
Result<Json> paged_answer(std::string_view member, std::vector<Json> items, const Json& parameters,
                          std::string_view id_member);

/// Whether the whole account stays as it is until somebody changes it.
Result<bool> are_settled(AccountSession& session);

}  // namespace ssm::cloud
