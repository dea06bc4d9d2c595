// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/testkit/graph_drawing.h"
#include "core/base/result.h"

namespace ssm {

/// The graph in Graphviz's language.
std::string to_dot(const FlowGraph& graph, Direction direction);

/// The graph laid out by Graphviz. Errors: code "Graphviz"; when it is not installed the message
/// names its package.
Result<std::string> to_svg(const FlowGraph& graph, Direction direction);

}  // namespace ssm
