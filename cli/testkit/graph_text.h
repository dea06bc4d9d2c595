// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "cli/testkit/graph_model.h"

namespace ssm {

struct GraphTextStyle {
  std::size_t width = 80;
  bool colour = false;
  bool legend = false;  // what the signs mean that are there, below
};

/// The graph for a terminal: one step below the other, lines down where the flow goes down, every
/// other edge with its target by name. Edges that were taken are drawn heavier.
std::string to_graph_text(const FlowGraph& graph, const GraphTextStyle& style);

}  // namespace ssm
