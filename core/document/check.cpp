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
  auto document = parse_document(text, format);
  if (!document) return document;
  std::vector<Problem> problems = check(*document);
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  return document;
}

}  // namespace ssm
