// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/python_scripts.h"

#include <fmt/format.h>

#include "core/os/program.h"

namespace ssm {
namespace {

// The symbol table knows each way to bind a name, and the statements that are nested in others.
constexpr const char* kCompiler = R"py(
import ast, json, symtable, sys, warnings
warnings.simplefilter("ignore")
MAY_BIND = {"globals", "locals", "vars", "exec", "eval", "setattr"}

def may_bind_any(node):
    return (isinstance(node, ast.ImportFrom) and node.names[0].name == "*" or
            isinstance(node, ast.Name) and node.id in MAY_BIND or
            isinstance(node, ast.Attribute) and node.attr in ("modules", "__dict__"))

def binds(table, name):
    if name in table.get_identifiers():
        symbol = table.lookup(name)
        is_of_module = table.get_type() == "module" or symbol.is_declared_global()
        if is_of_module and (symbol.is_assigned() or symbol.is_imported()):
            return True
    return any(binds(inner, name) for inner in table.get_children())

def lacks(text, name):
    return not binds(symtable.symtable(text, "script", "exec"), name) and \
        not any(map(may_bind_any, ast.walk(ast.parse(text))))

found = []
for number, (text, handler) in enumerate(json.load(sys.stdin)):
    try:
        compile(text, "script", "exec", dont_inherit=True)
        if handler and lacks(text, handler):
            found.append([number, 0, None])
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

/// What a program says of the scripts that it is given. Isolated and without site packages: nothing
/// of the user's is imported, and it starts faster.
Result<Json> ask_python(const char* program, const Json& scripts) {
  TRY_ASSIGN(const ProgramResult run,
             run_program({"python3", "-I", "-S", "-c", program}, to_text(scripts)));
  if (run.exit_code != 0)
    return failure("Process", fmt::format("python3 failed: {}", run.errors.substr(0, 200)));
  return parse_json(run.output);
}

Problem syntax_problem(const PythonScript& script, std::int64_t line, const std::string& message) {
  const bool has_end = message.ends_with('?') || message.ends_with('.');
  const std::string place = line > 0 ? fmt::format("line {}: ", line) : std::string();
  return {.code = {},
          .message = fmt::format("The script does not compile: {}{}{}", place, message,
                                 has_end ? "" : "."),
          .at = script.at,
          .path = script.path,
          .rule = "script-syntax"};
}

Problem handler_problem(const PythonScript& script) {
  return {.code = {},
          .message = fmt::format("The script does not define {}().", script.handler),
          .at = script.handler_at,
          .path = script.handler_path,
          .rule = "script-handler"};
}

}  // namespace

Result<std::vector<ScriptProblem>> python_problems(const std::vector<PythonScript>& scripts) {
  std::vector<ScriptProblem> problems;
  if (scripts.empty()) return problems;
  Json asked = Json::array();
  for (const PythonScript& script : scripts)
    asked.push_back(Json::array({script.text, script.handler}));
  TRY_ASSIGN(const Json found, ask_python(kCompiler, asked));
  for (const Json& entry : found) {
    const auto number = entry.at(0).get<std::size_t>();
    const PythonScript& script = scripts.at(number);
    const bool compiles = entry.at(2).is_null();
    problems.push_back({number, compiles ? handler_problem(script)
                                         : syntax_problem(script, entry.at(1), entry.at(2))});
  }
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
