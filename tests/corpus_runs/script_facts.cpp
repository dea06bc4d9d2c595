// SPDX-License-Identifier: Apache-2.0
#include "tests/corpus_runs/script_facts.h"

#include "core/document/action.h"
#include "core/document/input_value.h"
#include "core/os/program.h"

namespace ssm::test {
namespace {

std::string text_input(const Step& step, std::string_view name) {
  const Json* value = find_input_value(step.inputs, name);
  return value ? text_of_value(*value).value_or("") : "";
}

std::vector<std::string> texts_of_list(const Json& list) {
  return list.get<std::vector<std::string>>();
}

}  // namespace

PythonOfStep python_of(const Step& step) {
  const bool is_python = step.spec->is(ActionKind::kScript) &&
                         to_lower(text_input(step, "Runtime")).starts_with("python");
  if (!is_python) return {};
  return {text_input(step, "Script"), text_input(step, "Handler")};
}

Result<std::vector<ScriptsOfDocument>> script_facts(const std::vector<Published>& published) {
  std::vector<ScriptsOfDocument> facts(published.size());
  Json asked = Json::array();
  std::vector<ScriptFacts*> places;
  for (std::size_t i = 0; i < published.size(); ++i)
    for (const Step* step : all_steps(published[i].document)) {
      const PythonOfStep python = python_of(*step);
      if (python.script.empty()) continue;
      asked.push_back({{"script", python.script}, {"handler", python.handler}});
      places.push_back(&facts[i][step->name]);
    }
  TRY_ASSIGN(const ProgramResult run,
             run_program({"python3", "-I", SOURCE_DIR "/tests/corpus_runs/scripts.py"},
                         to_text(asked), {.time = std::chrono::seconds(60)}));
  if (run.exit_code != 0) return failure("Process", "scripts.py failed: " + run.errors);
  TRY_ASSIGN(const Json told, parse_json(run.output));
  for (std::size_t i = 0; i < places.size(); ++i)
    *places[i] = {told.at(i).at("problem"), texts_of_list(told.at(i).at("needs")),
                  texts_of_list(told.at(i).at("calls"))};
  return facts;
}

}  // namespace ssm::test
