// SPDX-License-Identifier: Apache-2.0
// Inputs that take text and are written without quotes, and the role that no parameter names.
#include <fmt/format.h>

#include <optional>
#include <string>

#include "core/document/action.h"
#include "core/document/check.h"
#include "core/document/texts.h"
#include "core/lint/linter.h"

namespace ssm {
namespace {

void lint_text(Checker& checker, const Node& value, const std::string& path) {
  if (value.kind != Node::Kind::kString) {
    if (std::string reading = reading_of_unquoted(value); !reading.empty())
      checker.add("unquoted-text", value.at, path, std::move(reading));
  }
  for (std::size_t i = 0; i < value.items.size(); ++i)
    lint_text(checker, value.items[i], fmt::format("{}[{}]", path, i));
}

void lint_texts_of(Checker& checker, const Step& step) {
  for (const Node::Member& member : step.inputs_node.members) {
    const InputSpec* input = find_input(*step.spec, member.name);
    const bool takes_text = input && (input->type == InputSpec::Type::kString ||
                                      input->type == InputSpec::Type::kStringList);
    if (takes_text)
      lint_text(checker, member.value, fmt::format("{}.inputs.{}", step.path, member.name));
  }
}

void lint_role(Checker& checker, const Document& document) {
  const Node* role = document.root.find("assumeRole");
  const std::optional<std::string> missing =
      undeclared_role_parameter(document.assume_role, document.parameters);
  if (!role || !missing) return;
  checker.add(
      "undeclared-role", role->at, "assumeRole",
      fmt::format("Parameter \"{}\" is not declared: the runbook runs as the caller.", *missing));
}

}  // namespace

void lint_texts(Linter& linter) {
  for_each_step(linter.document().main_steps,
                [&](const Step& step) { lint_texts_of(linter.checker, step); });
  lint_role(linter.checker, linter.document());
}

}  // namespace ssm
