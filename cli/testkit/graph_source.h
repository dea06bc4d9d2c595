// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/testkit/graph_model.h"
#include "cli/testkit/named_document.h"
#include "core/base/result.h"

namespace ssm {

/// A graph and what is wrong with its document; a broken one is drawn as far as it can be read.
struct GraphReading {
  FlowGraph graph;
  std::vector<Problem> problems;
  std::string file;  // how messages name the text
};

/// Of a document, or of an execution: its id has the form of one. Makes no state directory. Errors:
/// those of read_named_document(); code "Graph" when nothing can be drawn (every problem on a line
/// of its own).
Result<GraphReading> read_graph(const DocumentRequest& request);

}  // namespace ssm
