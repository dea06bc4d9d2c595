// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "actions/cloud/operation.h"

namespace ssm::cloud {

/// A list of the account file whose members are resources with an id and tags.
struct TaggedList {
  std::string_view member;     // "managedInstances"
  std::string_view kind;       // in the AccountStore
  std::string_view id_member;  // "InstanceId"
};
inline constexpr TaggedList kTaggedLists[] = {
    {"managedInstances", kManagedInstanceKind, "InstanceId"},
    {"parameters", kParameterKind, "Name"},
    {"maintenanceWindows", kMaintenanceWindowKind, "WindowId"}};

/// Everything wrong with an account file: "instances[0].State: ...". Empty: it may be loaded.
std::vector<std::string> account_file_problems(const Json& account);

/// The JSON Schema of an account file: what account_file_problems() lets through, but for what
/// concerns several members.
Json account_file_schema();

/// The account as the file has it; loading it again at the same moment gives the same account.
Result<Json> show_account(AccountSession& session);

/// Replaces what the scope holds. The caller has a transaction and has checked the file.
Completed load_account(AccountSession& session, const Json& account);

/// An element of a list of the file with what the account makes up of it, as far as it does that
/// before it has it.
Json with_made_up_members(const AccountSession& session, std::string_view list, const Json& given);

/// Puts an element of a list of the file, which has been checked, into the account.
Completed load_element(AccountSession& session, std::string_view list, const Json& given);
/// What the elements of a list are in the AccountStore.
std::string_view kind_of_list(std::string_view list);

/// What a fresh state directory holds.
Json sample_account();

/// An instance with every member it needs: image, type, addresses, zone, reservation ...
Json with_instance_defaults(Json instance, const AccountRegion& scope, Time now);

}  // namespace ssm::cloud
