// SPDX-License-Identifier: Apache-2.0
#pragma once
// Changing one thing of an account as show() prints it: SimulatedAccount::edit() takes these.

#include <string>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm::cloud {

// `kind`: a list of the account file, "instances", or the singular of its name. Errors: code
// "AccountFile".

Completed add_to_account(Json& account, const std::string& kind, const Json& resource);

/// What hangs on the resource ends with it: attachments of volumes to an instance.
Completed remove_from_account(Json& account, const std::string& kind, const std::string& id);

/// `path`: a member, or one of a map in it: "Tags.Name", "behaviour.stop". `text` is the value as
/// it was written, `value` what it means as YAML: null takes the member away; where the member
/// wants text, `text` is taken. A new State ends the `change` that was on its way.
Completed set_in_account(Json& account, const std::string& kind, const std::string& id,
                         const std::string& path, const std::string& text, const Json& value);

/// The same of the account's own durations.
Completed set_timing(Json& account, const std::string& name, const Json& value);

}  // namespace ssm::cloud
