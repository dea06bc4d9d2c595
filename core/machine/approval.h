// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/machine/state.h"

namespace ssm {

/// Whether the caller (an ARN) is meant by an Approvers entry: the same ARN, the user's name, or
/// the role of an assumed-role session. Source: spec/documents-and-engine 9.1.
bool is_approver(std::string_view entry, std::string_view caller_arn);

/// The entry of `approvers` (a list of strings) that means the caller, or empty.
std::string find_approver(const Json& approvers, std::string_view caller_arn);

/// The decisions that count among the signals of a step that waits for approval. Each entry of
/// Approvers counts once, its first word stands; after a rejection, or enough approvals, nothing
/// counts, whenever the engine looks.
struct Approvals {
  std::vector<const Signal*> decisions;  // those that count, in order
  const Signal* rejection = nullptr;     // the last of them, when it rejects
  bool are_enough = false;
  bool is_decided() const { return are_enough || rejection != nullptr; }
};
/// `inputs`: the step's, resolved: Approvers, MinRequiredApprovals. `signals` must outlive the
/// result.
Approvals count_approvals(const Json& inputs, const std::vector<Signal>& signals);

}  // namespace ssm
