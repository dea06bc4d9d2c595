// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "cli/testkit/graph_model.h"

namespace ssm {

/// Which way a diagram runs.
enum class Direction { kDown, kRight, kUp, kLeft };

/// A Mermaid flowchart. Ways that were taken are thick, those of failure and cancellation dashed.
std::string to_mermaid(const FlowGraph& graph, Direction direction);

}  // namespace ssm
