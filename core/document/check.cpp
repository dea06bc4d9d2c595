// SPDX-License-Identifier: Apache-2.0
#include "core/document/check.h"

#include <fmt/format.h>

#include "core/document/action.h"
#include "core/document/checker.h"
#include "core/expression/reference.h"

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

std::optional<std::string> undeclared_role_parameter(const std::optional<std::string>& assume_role,
                                                     const std::vector<Parameter>& parameters) {
  if (!assume_role) return std::nullopt;
  for (const FoundReference& found : find_references(*assume_role)) {
    const Reference& reference = found.reference;
    if (reference.kind == Reference::Kind::kParameter &&
        !find_parameter(parameters, reference.name))
      return reference.name;
  }
  return std::nullopt;
}

std::string retired_runtime_text(const ScriptRuntime& runtime) {
  return fmt::format(
      "{} is retired since {}: the service neither creates, updates nor starts documents with it.",
      runtime.name, runtime.retired_on);
}

std::string retired_runtime_refusal(const ScriptRuntime& runtime) {
  return fmt::format("{} {}", retired_runtime_text(runtime), kRetiredRuntimeRemedy);
}

std::vector<Problem> find_retired_runtimes(const Document& document) {
  Checker checker(document);
  for_each_step(document.main_steps, [&](const Step& step) {
    const InputSpec* input = find_input(*step.spec, InputSpec::Format::kRuntime);
    if (!input) return;
    const ScriptRuntime* retired = find_retired_runtime(string_member(step.inputs, input->name));
    if (retired)
      checker.add_input("retired-runtime", step, input->name, retired_runtime_refusal(*retired));
  });
  return checker.take_problems();
}

std::vector<Problem> find_creation_problems(const Document& document) {
  Checker checker(document);
  check_ownership(checker);
  return checker.take_problems();
}

}  // namespace ssm
