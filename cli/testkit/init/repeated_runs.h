// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "cli/testkit/init/init_tests.h"
#include "cli/testkit/test_run.h"
#include "core/base/result.h"

namespace ssm::testkit {

/// What became of one test text that was run several times.
struct RepeatedRun {
  TestRun last;  // with details
  /// By case: what was not the same each time, as Mismatch::what names it; "end" when the case was
  /// stopped.
  std::map<std::string, std::set<std::string>> varying;
  std::set<std::string> failing;  // cases that fail in the same way each time
};

/// Runs the text like any other test file, but for the form in which its runbook is read. Before
/// each run but the first `request.renew_programs` is called. `times`: at least 1. Errors: code
/// "Init" when the text has mistakes; those of run_tests().
Result<RepeatedRun> run_repeatedly(const InitRequest& request, const std::string& text, int times);

/// The runbook as JSON: it is read for each run, and YAML takes several times as long.
std::shared_ptr<const DocumentSource> source_for_trials(const InitRequest& request);

}  // namespace ssm::testkit
