// SPDX-License-Identifier: Apache-2.0
#pragma once
// What stacks export to others, and who imports it.

#include <string>
#include <vector>

#include "actions/cloud/operation.h"

namespace ssm::cloud {

struct StackExport {
  std::string stack_id;
  std::string stack_name;
  std::string name;
  std::string value;
  bool is_there;  // else its stack is being created
};

/// Those of all stacks of the scope.
Result<std::vector<StackExport>> stack_exports(AccountSession& session);

/// Names to values of what the stack `id` can import.
Result<Json> exports_to_import(AccountSession& session, const std::string& id);

/// The names of the stacks that import it, but for the one whose id is `besides`.
Result<std::vector<std::string>> stacks_that_import(AccountSession& session,
                                                    const std::string& name,
                                                    const std::string& besides);

/// What is against the exports that a stack is to have; empty: nothing. `before`: the stack before
/// an update.
Result<std::string> conflict_of_exports(AccountSession& session, const Json& stack,
                                        const Json& before);

/// Which export of the stack others use, in the words of a deletion that is not to be; empty: none.
Result<std::string> use_of_exports(AccountSession& session, const Json& stack);

}  // namespace ssm::cloud
