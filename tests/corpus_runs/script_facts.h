// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/document/document.h"
#include "tests/corpus_runs/published.h"

namespace ssm::test {

/// What scripts.py tells of a step's Python.
struct ScriptFacts {
  std::string problem;
  std::vector<std::string> needs;
  std::vector<std::string> calls;  // "ec2:describe_instances"

  bool is_placeholder() const { return problem == "placeholder"; }
};

/// By step.
using ScriptsOfDocument = std::map<std::string, ScriptFacts>;

/// The text of a step's Python script, with its handler; empty: it has none, or in another
/// language.
struct PythonOfStep {
  std::string script;
  std::string handler;
};
PythonOfStep python_of(const Step& step);

/// Of each runbook, in their order. One process looks at all of them. Errors: those of
/// run_program().
Result<std::vector<ScriptsOfDocument>> script_facts(const std::vector<Published>& published);

}  // namespace ssm::test
