// SPDX-License-Identifier: Apache-2.0
#include "tests/unit_document/reading.h"

#include <catch2/catch.hpp>

#include "actions/registry.h"
#include "core/base/text.h"

namespace ssm::test {

std::vector<std::string> texts_of(const std::vector<Problem>& problems, std::string_view file) {
  std::vector<std::string> texts;
  for (const Problem& problem : problems) texts.push_back(to_text(problem, file));
  return texts;
}

Document load(std::string_view yaml) {
  auto document = parse_document(yaml, DocumentFormat::kYaml,
                                 {.actions = action_catalog(), .strictness = Strictness::kChecked});
  if (!document) FAIL(join(texts_of(document.error(), "document"), "\n"));
  return std::move(*document);
}

}  // namespace ssm::test
