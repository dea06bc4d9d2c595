// SPDX-License-Identifier: Apache-2.0
// Runbooks that aws:executeAutomation names.
#include <fmt/format.h>

#include "core/lint/linter.h"

namespace ssm {
namespace {

/// Documents of AWS exist wherever they run, and those with an ARN are somebody else's.
bool is_elsewhere(std::string_view name) {
  return name.find("{{") != std::string_view::npos || name.starts_with("AWS") ||
         name.starts_with("arn:");
}

}  // namespace

void lint_children(Linter& linter) {
  if (!linter.options.is_known_document) return;
  for_each_step(linter.document().main_steps, [&](const Step& step) {
    if (step.action != "aws:executeAutomation") return;
    const std::string name = string_member(step.inputs, "DocumentName");
    if (name.empty() || is_elsewhere(name) || linter.options.is_known_document(name)) return;
    linter.checker.add_input("unknown-child", step, "DocumentName",
                             fmt::format("There is no document \"{}\".", name));
  });
}

}  // namespace ssm
