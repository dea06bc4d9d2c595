// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/testkit/document_source.h"

namespace ssm::testkit {

/// A runbook written inside a test file, as a map or as text.
struct InlineDocument {
  DocumentSource source;
  std::vector<Problem> problems;  // why creating it will be refused; at their places in the file
};

/// `path`: of the node. `lines`: of the file that it was read from.
InlineDocument read_inline_document(const Node& node, const std::string& path,
                                    std::span<const std::string> lines);

/// What stands at `below` ("mainSteps[0]", or nothing) of what is at `path`.
std::string joined_path(const std::string& path, const std::string& below);

}  // namespace ssm::testkit
