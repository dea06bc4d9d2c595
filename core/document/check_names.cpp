// SPDX-License-Identifier: Apache-2.0
// Names: of steps, actions, parameters, variables and outputs.
#include <fmt/format.h>
#include <set>

#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/checker.h"

namespace ssm {
namespace {

constexpr std::size_t kMaxParameterName = 50;
constexpr std::size_t kMaxStepName = 128;

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

/// Words with blanks between them: a document of AWS has an output of four words.
bool is_output_name(std::string_view text) {
  std::string words(text);
  std::erase(words, ' ');
  return is_word(words) && trim(text) == text;
}

void check_parameter_names(Checker& checker, const std::vector<Parameter>& parameters,
                           std::string_view noun, std::string_view group) {
  for (const Parameter& parameter : parameters) {
    if (is_word(parameter.name) && parameter.name.size() <= kMaxParameterName) continue;
    checker.add("invalid-name", parameter.at, fmt::format("{}.{}", group, parameter.name),
                is_word(parameter.name)
                    ? fmt::format("{} name \"{}\" is longer than {} characters.", noun,
                                  parameter.name, kMaxParameterName)
                    : fmt::format("{} name \"{}\" is not alpha-numeric.", noun, parameter.name));
  }
}

void check_action(Checker& checker, const Step& step) {
  // A missing one is a problem of structure.
  if (step.action.empty() || step.spec->is_known()) return;
  std::vector<std::string> known;
  for (const ActionSpec* action : checker.document().actions->all())
    known.emplace_back(action->name);
  const std::string hint = did_you_mean(step.action, known);
  checker.add("unknown-action", step, "action",
              fmt::format("Unknown action: {}{}{}", step.action, hint.empty() ? "" : ".", hint));
}

void check_outputs(Checker& checker, const Step& step) {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < step.outputs.size(); ++i) {
    const OutputDefinition& output = step.outputs[i];
    const std::string path = fmt::format("{}.outputs[{}]", step.path, i);
    if (!is_output_name(output.name)) {
      checker.add("invalid-name", output.at, path,
                  fmt::format("Output name: {} is invalid.", output.name));
    }
    if (!seen.insert(output.name).second) {
      checker.add(
          "duplicate-output", output.at, path,
          fmt::format("Duplicate output name {} found in step {}.", output.name, step.name));
    }
    if (!step.spec->reserves_outputs) continue;
    const auto& reserved = step.spec->outputs;
    if (std::find(reserved.begin(), reserved.end(), output.name) == reserved.end()) continue;
    const std::vector<std::string> names(reserved.begin(), reserved.end());
    checker.add("reserved-output", output.at, path,
                fmt::format("In step {}, name: {} is conflicting with one of the following "
                            "reserved output names: [{}]",
                            step.name, output.name, join(names, ", ")));
  }
}

void check_document_outputs(Checker& checker) {
  const std::vector<std::string>& outputs = checker.document().outputs;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const std::string& entry = outputs[i];
    const std::size_t dot = entry.find('.');
    const std::string_view step = std::string_view(entry).substr(0, dot);
    if (dot != std::string::npos && checker.document().find_step(step) != nullptr) continue;
    const std::string path = fmt::format("outputs[{}]", i);
    const Node* node = find_node(checker.document().root, path);
    checker.add("unknown-step", node != nullptr ? node->at : Location{}, path,
                fmt::format("Unknown step name in named output: {}", entry));
  }
}

}  // namespace

void check_ownership(Checker& checker) {
  for_each_step(checker.document().main_steps, [&](const Step& step) {
    if (!step.spec->service_owned) return;
    checker.add("service-action", step, "action",
                fmt::format("Only documents that AWS owns may have the action {}.", step.action));
  });
}

void check_names(Checker& checker) {
  const Document& document = checker.document();
  check_parameter_names(checker, document.parameters, "Parameter", "parameters");
  check_parameter_names(checker, document.variables, "Variable", "variables");
  std::set<std::string_view> seen;
  for_each_step(document.main_steps, [&](const Step& step) {
    if (!is_word(step.name) || step.name.size() > kMaxStepName) {
      checker.add("invalid-name", step, "name", fmt::format("StepName: {} is invalid.", step.name));
    }
    if (!seen.insert(step.name).second) {
      checker.add(
          "duplicate-step", step, "name",
          fmt::format("Duplicate step names found in mainSteps of the document. The name {} "
                      "is used before.",
                      step.name));
    }
    check_action(checker, step);
    check_outputs(checker, step);
  });
  check_document_outputs(checker);
}

}  // namespace ssm
