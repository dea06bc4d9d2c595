// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace ssm {

/// Where an action keeps what its step prints. It belongs to the attempt, whatever comes of that.
class StepLog {
 public:
  virtual ~StepLog() = default;
  /// `text`: UTF-8. On any thread, while the action is called.
  virtual void append(std::string_view text) = 0;
};

}  // namespace ssm
