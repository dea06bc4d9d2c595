// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "core/document/document.h"

namespace ssm {

/// The checks AWS makes when a document is created (spec/documents-and-engine 1.4): known actions,
/// unique names, targets that exist, declared references, no cycles, closed input sets, limits.
/// All problems, in document order; empty when the document is good.
std::vector<Problem> check(const Document& document);

/// parse_document and check in one: a Document that may be stored and run.
tl::expected<Document, std::vector<Problem>> load_document(std::string_view text,
                                                           DocumentFormat format);
tl::expected<Document, std::vector<Problem>> load_document(Node root);

}  // namespace ssm
