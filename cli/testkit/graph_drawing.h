// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the languages in which graphs are drawn have in common.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "cli/testkit/graph_model.h"

namespace ssm {

/// Which way time goes.
enum class Direction { kDown, kRight, kUp, kLeft };

/// "TB", "LR", "BT", "RL".
std::string_view code_of(Direction direction);

/// Whether an edge leaves the way of success: for a failure, a cancellation, the next round of a
/// loop.
bool leads_aside(const FlowEdge& edge);

/// How one language writes things.
struct GraphLanguage {
  std::function<std::string(std::string_view)> escaped;  // inside a quoted label
  std::string_view line_break;                           // in a label
  std::function<std::string(std::size_t node)> node;     // one line
  std::function<std::string(std::size_t loop)> frame;    // begins a frame around a loop
  std::string_view frame_end;
};

/// Text in a label, cut where it is too long.
std::string label_of(std::string_view text, const GraphLanguage& language);
/// A step's name, action and so on, a line each.
std::string label_of(const FlowNode& node, const GraphLanguage& language);

/// All nodes, those of a loop with it in a frame.
std::string nodes_text(const FlowGraph& graph, const GraphLanguage& language);

}  // namespace ssm
