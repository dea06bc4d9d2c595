// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/global_options.h"
#include "cli/testkit/graph_model.h"
#include "core/base/result.h"

namespace ssm {

/// What is to be drawn, and where it is found.
struct GraphRequest {
  std::string what;     // a file, "-", a document's name or ARN, an execution's id
  std::string version;  // of a document by name; empty = the default one
  std::string state_dir;
  GlobalOptions globals;
};

/// A graph and what is wrong with its document; a broken one is drawn as far as it can be read.
struct GraphReading {
  FlowGraph graph;
  std::vector<Problem> problems;
  std::string file;  // how messages name the text
};

/// An execution's id has the form of one; what is a file, or is spelled like one, is a file; the
/// rest are documents. Makes no state directory. Errors: code "File", "Graph" when nothing can be
/// drawn (every problem on a line of its own), those of the service.
Result<GraphReading> read_graph(const GraphRequest& request);

}  // namespace ssm
