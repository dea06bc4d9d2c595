// SPDX-License-Identifier: Apache-2.0
#pragma once
// Resources whose status becomes another one after a while: it is kept as `change`.

#include <string_view>

#include "actions/cloud/account_values.h"
#include "actions/cloud/resource.h"

namespace ssm::cloud {

inline constexpr AccountMember kStatusChangeMembers[] = {{"to", kNamedValue, true},
                                                         {"at", kTimeValue, true}};

/// What is seen of something that was asked for, how long, and then. `what`: as `timing` and
/// `behaviour` ("stuck", "fail") call it.
struct TimedStatus {
  std::string_view what;
  std::string_view meanwhile;
  std::string_view then;
  std::string_view failed = "failed";
};

/// From now on.
void begin_change(const AccountSession& session, Json& resource, std::string_view status_member,
                  const TimedStatus& change);

/// The resource with the status that it has reached. The session notes when another one follows.
Json with_status_now(AccountSession& session, Json resource, std::string_view status_member);
Json with_status_at(Json resource, std::string_view status_member, Time now);

}  // namespace ssm::cloud
