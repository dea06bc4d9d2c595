// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace ssm {

/// Who wants to know which lines of scripts are run.
class ScriptLines {
 public:
  virtual ~ScriptLines() = default;
  /// After each run of a step's script. `lines`: those of its text that were run, from 1, each
  /// once. On the action's thread.
  virtual void add(const std::string& execution_id, const std::string& step,
                   const std::vector<int>& lines) = 0;
};

}  // namespace ssm
