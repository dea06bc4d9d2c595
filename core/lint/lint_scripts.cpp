// SPDX-License-Identifier: Apache-2.0
// Scripts: their runtime. Whether Python compiles them and finds their handler is asked elsewhere.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/check.h"
#include "core/document/input_value.h"
#include "core/document/runtimes.h"
#include "core/expression/reference.h"
#include "core/lint/linter.h"

namespace ssm {
namespace {

bool is_decided_later(std::string_view text) {
  return text.find("{{") != std::string_view::npos;
}

/// Whether a build puts something in the place of the line: "%%SCRIPT=name%%", "{{ script }}",
/// "SCRIPT_PLACEHOLDER::module.function". None of these is Python.
bool is_stand_in_line(std::string_view line) {
  if (is_placeholder(line)) return true;
  if (const auto found = find_references(line); found.size() == 1)
    return found[0].begin == 0 && found[0].end == line.size();
  const std::size_t colons = line.find("::");
  return colons > 0 && colons != std::string_view::npos && std::ranges::all_of(line, [](char c) {
           return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                  c == '.' || c == ':';
         });
}

/// Published sources hold scripts that their build puts in.
bool is_stand_in(std::string_view script) {
  for (const std::string& line : split(script, '\n'))
    if (const std::string_view text = trim(line); !text.empty() && !is_stand_in_line(text))
      return false;
  return true;
}

/// With a name in the place of each reference: what it will be is not known here.
std::string without_script_references(const std::string& script) {
  std::string text;
  std::size_t next = 0;
  for (const FoundReference& found : find_references(script)) {
    text += script.substr(next, found.begin - next) + "_";
    next = found.end;
  }
  return text + script.substr(next);
}

void check_runtime(Checker& checker, const Step& step, const std::string& runtime) {
  if (runtime.empty() || is_decided_later(runtime)) return;
  const ScriptRuntime* found = find_script_runtime(runtime);
  if (found && !found->retired_on.empty()) {
    checker.add_input("retired-runtime", step, "Runtime", retired_runtime_text(*found));
  } else if (found && !found->is_documented) {
    checker.add_input("undocumented-runtime", step, "Runtime",
                      fmt::format("The documentation does not list the runtime {}.", runtime));
  } else if (!found) {
    const auto names = script_runtime_names();
    const std::vector<std::string> known(names.begin(), names.end());
    checker.add_input(
        "unknown-runtime", step, "Runtime",
        fmt::format("There is no runtime {}.{}", runtime, did_you_mean(runtime, known)));
  }
}

void lint_step(Linter& linter, const Step& step) {
  const std::string runtime = string_member(step.inputs, "Runtime");
  check_runtime(linter.checker, step, runtime);
  if (!runtime.starts_with("python")) return;
  const Node* script = step.inputs_node.find("Script");
  if (!script || script->kind != Node::Kind::kString || is_stand_in(script->text)) return;
  PythonScript found{without_script_references(script->text), script->at,
                     fmt::format("{}.inputs.Script", step.path)};
  const auto& written = step.inputs_node.members;
  const auto handler = std::ranges::find(written, "Handler", &Node::Member::name);
  if (handler == written.end()) {
    linter.checker.add(
        "missing-input", step, "inputs",
        fmt::format("Step \"{}\" lacks the input Handler: Python scripts need one.", step.name));
    // With an attachment the handler may be a function of that: file.function.
  } else if (!is_decided_later(handler->value.text) && !has_input(step.inputs, "Attachment")) {
    found.handler = handler->value.text;
    found.handler_at = handler->at;
    found.handler_path = fmt::format("{}.inputs.Handler", step.path);
  }
  linter.scripts.push_back(std::move(found));
}

}  // namespace

void lint_scripts(Linter& linter) {
  for_each_step(linter.document().main_steps, [&](const Step& step) {
    if (step.spec->is(ActionKind::kScript)) lint_step(linter, step);
  });
}

}  // namespace ssm
