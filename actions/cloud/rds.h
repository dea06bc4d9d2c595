// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the databases of RDS and their snapshots ask of each other.

#include <string>
#include <string_view>

#include "actions/cloud/status_resource.h"

namespace ssm::cloud {

inline constexpr PageMembers kDbPage{.most = "MaxRecords",
                                     .token = "Marker",
                                     .next = "Marker",
                                     .items = {},
                                     .code = "InvalidParameterValue"};

inline constexpr MemberShape kDbFilterShapes[] = {{"Name", &kString, true},
                                                  {"Values", &kStrings, true}};
inline constexpr Shape kDbFilter = structure(kDbFilterShapes);
inline constexpr Shape kDbFilters = list_of(kDbFilter);

/// `kind`: "db", "cluster", "snapshot".
std::string db_arn(const AccountSession& session, std::string_view kind, const std::string& id);

/// As it is now. Errors: DBInstanceNotFound.
Result<Json> db_instance_named(AccountSession& session, const std::string& id);

/// {DBSnapshot}, by a request of CreateDBSnapshot.
Result<Json> create_db_snapshot(AccountSession& session, const Json& parameters);

}  // namespace ssm::cloud
