// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/python_scripts.h"

#include <fmt/format.h>

#include "core/os/program.h"

namespace ssm {
namespace {

constexpr const char* kCompiler = R"py(
import json, sys, warnings
warnings.simplefilter("ignore")
found = []
for number, text in enumerate(json.load(sys.stdin)):
    try:
        compile(text, "script", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        found.append([number, getattr(error, "lineno", None) or 0, getattr(error, "msg", None) or str(error)])
json.dump(found, sys.stdout)
)py";

Problem problem_of(const PythonScript& script, std::int64_t line, const std::string& message) {
  return {.code = {},
          .message = line > 0
                         ? fmt::format("The script does not compile: line {}: {}.", line, message)
                         : fmt::format("The script does not compile: {}.", message),
          .at = script.at,
          .path = script.path,
          .rule = "script-syntax"};
}

}  // namespace

Result<std::vector<Problem>> python_problems(const std::vector<PythonScript>& scripts) {
  std::vector<Problem> problems;
  if (scripts.empty()) return problems;
  Json texts = Json::array();
  for (const PythonScript& script : scripts) texts.push_back(script.text);
  // Isolated and without site packages: nothing of the user's is imported, and it starts faster.
  TRY_ASSIGN(const ProgramResult run,
             run_program({"python3", "-I", "-S", "-c", kCompiler}, to_text(texts)));
  if (run.exit_code != 0)
    return failure("Process", fmt::format("python3 failed: {}", run.errors.substr(0, 200)));
  TRY_ASSIGN(const Json found, parse_json(run.output));
  for (const Json& entry : found)
    problems.push_back(
        problem_of(scripts.at(entry.at(0).get<std::size_t>()), entry.at(1), entry.at(2)));
  return problems;
}

}  // namespace ssm
