// SPDX-License-Identifier: Apache-2.0
// Runbooks that steps run.
#include <fmt/format.h>

#include "core/document/action.h"
#include "core/document/input_value.h"
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
    const InputSpec* input = find_input(*step.spec, InputSpec::Format::kRunbook);
    const Json* value = input ? find_input_value(step.inputs, input->name) : nullptr;
    if (value == nullptr) return;
    const std::string name = text_of_value(*value).value_or("");
    if (name.empty() || is_elsewhere(name) || linter.options.is_known_document(name)) return;
    linter.checker.add_input("unknown-child", step, input->name,
                             fmt::format("There is no document \"{}\".", name));
  });
}

}  // namespace ssm
