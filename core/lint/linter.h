// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "core/document/checker.h"
#include "core/lint/lint.h"

namespace ssm {

/// What each group of rules gets: the document, and where to put what it finds.
struct Linter {
  Checker& checker;
  const LintOptions& options;
  std::vector<PythonScript>& scripts;

  const Document& document() const { return checker.document(); }
};

/// Text that a build step replaces: "%%SCRIPT=name%%". What it will be is not known here.
inline bool is_placeholder(std::string_view text) {
  constexpr std::string_view kDelimiter = "%%";
  return text.size() > 2 * kDelimiter.size() && text.starts_with(kDelimiter) &&
         text.ends_with(kDelimiter);
}

void lint_flow(Linter& linter);
void lint_inputs(Linter& linter);
void lint_literals(Linter& linter);
void lint_references(Linter& linter);
void lint_values(Linter& linter);
void lint_scripts(Linter& linter);
void lint_children(Linter& linter);
void lint_texts(Linter& linter);

}  // namespace ssm
