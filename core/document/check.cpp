// SPDX-License-Identifier: Apache-2.0
#include "core/document/check.h"

#include "core/document/checker.h"

namespace ssm {

std::vector<Problem> check(const Document& document) {
  Checker checker(document);
  check_names(checker);
  check_flow(checker);
  check_branches(checker);
  check_inputs(checker);
  check_references(checker);
  check_cycles(checker);
  return checker.take_problems();
}

tl::expected<Document, std::vector<Problem>> load_document(std::string_view text,
                                                           DocumentFormat format) {
  auto root = read_nodes(text, format);
  if (!root) return tl::unexpected(std::vector<Problem>{std::move(root).error()});
  return load_document(std::move(*root));
}

tl::expected<Document, std::vector<Problem>> load_document(Node root) {
  DocumentReading reading = read_what_there_is(std::move(root), DocumentKind::kRunbook);
  if (!reading.problems.empty()) return tl::unexpected(std::move(reading.problems));
  std::vector<Problem> problems = check(*reading.document);
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  return std::move(*reading.document);
}

}  // namespace ssm
