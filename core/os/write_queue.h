// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "core/base/result.h"
#include "core/os/descriptor.h"

namespace ssm {

/// First come, first served, for many processes that want the same thing: who holds the turn is the
/// next one to get it, and hands the turn on when it has it.
class WriteQueue {
 public:
  /// The head of the queue; handed on when destroyed.
  using Turn = Descriptor;

  /// Waits for the turn, at most until `deadline` or until `give_up` (asked now and then) is true:
  /// then nullopt. The queue stands in the file at `path`, which is made when missing. Errors: code
  /// "StateDirectory".
  static Result<std::optional<Turn>> await_turn(const std::string& path,
                                                std::chrono::steady_clock::time_point deadline,
                                                const std::function<bool()>& give_up = {});
};

}  // namespace ssm
