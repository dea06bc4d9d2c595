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

constexpr const char* kLineFinder = R"py(
import dis, json, sys, warnings
warnings.simplefilter("ignore")

def lines_of(code):
    found = {line for _, line in dis.findlinestarts(code) if line}
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            found |= lines_of(constant)
    return found

def lines_in(text):
    try:
        return sorted(lines_of(compile(text, "script", "exec", dont_inherit=True)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []

json.dump([lines_in(text) for text in json.load(sys.stdin)], sys.stdout)
)py";

/// What a program says of the texts that it is given. Isolated and without site packages: nothing
/// of the user's is imported, and it starts faster.
Result<Json> ask_python(const char* program, const Json& texts) {
  TRY_ASSIGN(const ProgramResult run,
             run_program({"python3", "-I", "-S", "-c", program}, to_text(texts)));
  if (run.exit_code != 0)
    return failure("Process", fmt::format("python3 failed: {}", run.errors.substr(0, 200)));
  return parse_json(run.output);
}

Problem problem_of(const PythonScript& script, std::int64_t line, const std::string& message) {
  const bool has_end = message.ends_with('?') || message.ends_with('.');
  const std::string place = line > 0 ? fmt::format("line {}: ", line) : std::string();
  return {.code = {},
          .message = fmt::format("The script does not compile: {}{}{}", place, message,
                                 has_end ? "" : "."),
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
  TRY_ASSIGN(const Json found, ask_python(kCompiler, texts));
  for (const Json& entry : found)
    problems.push_back(
        problem_of(scripts.at(entry.at(0).get<std::size_t>()), entry.at(1), entry.at(2)));
  return problems;
}

Result<std::vector<std::vector<int>>> python_lines(const std::vector<std::string>& scripts) {
  std::vector<std::vector<int>> lines;
  if (scripts.empty()) return lines;
  TRY_ASSIGN(const Json found, ask_python(kLineFinder, Json(scripts)));
  for (const Json& each : found) lines.push_back(each.get<std::vector<int>>());
  return lines;
}

}  // namespace ssm
