// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "actions/utf8_text.h"
#include "core/engine/action.h"

namespace ssm {

/// What a node prints on one of its streams, as whole lines of the step's log. Where the step goes
/// to more than one node, each line stands behind the node's id.
class NodeLines {
 public:
  /// Refers to both.
  NodeLines(const StepCall& step, Ports& ports, std::string_view node);
  NodeLines(const NodeLines&) = delete;
  NodeLines& operator=(const NodeLines&) = delete;
  /// A last line that has no end gets one.
  ~NodeLines();

  /// In portions of any size.
  void add(std::string_view bytes);

 private:
  void append(std::string_view lines);

  StepLog* log_;
  std::string before_;  // of each line
  Utf8Portions portions_;
  std::string begun_;  // a line without its end
};

}  // namespace ssm
