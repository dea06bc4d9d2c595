// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/testkit/coverage.h"

namespace ssm::testkit {

/// The flow with what was covered in colour, as HTML: an SVG by Graphviz where it is installed and
/// may be used, else the drawing for terminals.
std::string coverage_diagram(const DocumentCoverage& coverage, bool may_use_graphviz);

}  // namespace ssm::testkit
