// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/testkit/document_source.h"

namespace ssm::testkit {

/// A runbook written inside a test file, as a map or as text. As a map it may leave out what all
/// runbooks have.
DocumentSource inline_source(const Node& node);

/// Why creating it will be refused; at their places in the file. `node`: it, `path`: of it.
/// `lines`: of the file.
std::vector<Problem> inline_problems(const Node& node, const std::string& path,
                                     std::span<const std::string> lines);

}  // namespace ssm::testkit
