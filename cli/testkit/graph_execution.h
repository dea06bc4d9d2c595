// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "cli/testkit/graph_model.h"
#include "core/machine/event.h"
#include "core/machine/state.h"

namespace ssm {

/// Puts an execution of the document on its graph: what each step has come to, how long it took,
/// the edges that were taken and the step to come. `history`: its events, oldest first.
void show_execution(FlowGraph& graph, const Document& document, const ExecutionState& state,
                    std::span<const Event> history, Time now);

}  // namespace ssm
