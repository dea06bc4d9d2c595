// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/lint/lint.h"

namespace ssm {

struct ScriptProblem {
  std::size_t script;  // its place in what was asked about
  Problem problem;     // placed in the document
};

/// Compiles Python scripts with the machine's python3, all of them by one process, and never runs
/// them. Returns what does not compile (rule script-syntax), and what does but binds its handler
/// nowhere (script-handler): one that may come from `import *`, globals() or exec() is not missed.
/// Errors: code "NoProgram" without python3, "Process" when it fails.
Result<std::vector<ScriptProblem>> python_problems(const std::vector<PythonScript>& scripts);

/// The lines of each script at which it can stop when it is run: those of its statements. Of one
/// that does not compile there are none. Errors: as python_problems().
Result<std::vector<std::vector<int>>> python_lines(const std::vector<std::string>& scripts);

}  // namespace ssm
