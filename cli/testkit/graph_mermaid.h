// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/testkit/graph_drawing.h"

namespace ssm {

/// A Mermaid flowchart. Edges that were taken are thick, those of failure and cancellation dashed.
std::string to_mermaid(const FlowGraph& graph, Direction direction);

}  // namespace ssm
