// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/document.h"
#include "core/lint/rules.h"

namespace ssm {

/// A Problem, and what its rule says of it.
struct Finding {
  Problem problem;
  const LintRule* rule = nullptr;

  std::string_view fix() const { return problem.fix.empty() ? rule->fix : problem.fix; }
};

struct LintOptions {
  const ActionCatalog& actions;
  std::set<std::string, std::less<>> ignored = {};  // ids of rules
  /// Whether a document of this name is known; empty: nothing is said about children.
  std::function<bool(const std::string& name)> is_known_document = {};
  /// Why AWS has no service or no operation of that name, in sentences; empty: it may have. Empty
  /// functions: nothing is said about them.
  std::function<std::string(const std::string& service)> fault_of_service = {};
  std::function<std::string(const std::string& service, const std::string& api)> fault_of_api = {};
};

/// A Python script of a step, for those who can compile it.
struct PythonScript {
  std::string text;
  Location at;  // of the Script input
  std::string path;
  std::string handler = {};  // what the script has to define; empty: not known, or not here
  Location handler_at = {};  // of the Handler input
  std::string handler_path = {};
};

struct LintResult {
  std::vector<Finding> findings;  // in the order of the text
  std::vector<PythonScript> scripts;
};

/// All errors and likely mistakes in a runbook: what check() refuses, and what only shows when it
/// runs. Never fails: text that cannot be read is a finding. A line with
/// `# ssm-local-lint: disable=RULE,RULE` silences these rules there, on a line of its own in the
/// line below, and before the first property in the whole text.
LintResult lint(std::string_view text, DocumentFormat format, const LintOptions& options);

/// Whether `finding` is silenced by a comment in `text` or by the options.
bool is_silenced(std::string_view text, const Finding& finding, const LintOptions& options);

}  // namespace ssm
