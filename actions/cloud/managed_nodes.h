// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actions/cloud/operation.h"
#include "core/base/time.h"

namespace ssm::cloud {

/// A node that Systems Manager manages: an EC2 instance that is not terminated, or a resource of
/// kManagedInstanceKind.
struct ManagedNode {
  std::string id;  // "i-..." or "mi-..."
  Json body;       // as the account file writes it
  bool is_ec2 = false;
  std::string platform;  // "Linux", "Windows" or "MacOS"
  /// Since when its agent answers (the earliest time: always); nullopt: it does not.
  std::optional<Time> online_since;

  /// Where commands run: "local" or {"ssh": "user@host"}; nullptr: nowhere, they are simulated.
  const Json* transport() const;
  /// The tag Name, or what the file calls it.
  std::string name() const;
};

/// All of them, EC2 instances first.
Result<std::vector<ManagedNode>> managed_nodes(AccountSession& session);
/// nullopt: there is none of this id.
Result<std::optional<ManagedNode>> find_node(AccountSession& session, const std::string& id);

/// What one node may make of commands, as the account file says it.
inline constexpr std::size_t kMostCommandResults = 100;

/// "[user@]host" as `ssh` may get it: nothing that it could take for an option.
bool is_ssh_host(std::string_view text);

}  // namespace ssm::cloud
