// SPDX-License-Identifier: Apache-2.0
#pragma once
// From a runbook to a test file that passes as it is written, each time.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cli/testkit/coverage.h"
#include "cli/testkit/init/answers.h"
#include "cli/testkit/test_run.h"
#include "core/base/result.h"
#include "core/document/document.h"

namespace ssm::testkit {

struct InitRequest {
  std::shared_ptr<const DocumentSource> source;  // the runbook
  const Document& document;                      // the same, as CreateDocument accepts it
  std::string named;                             // what the test file calls it
  std::string path;                              // of the test file
  AskModels ask;                                 // about the shapes of answers
  std::size_t most_cases = 100;
  Programs* programs = nullptr;  // nullptr: mocks stand in for scripts
  /// Has `programs` start interpreters anew, whose hashes are others. Empty: they do by themselves.
  std::function<void()> renew_programs = {};
  std::string condition = {};  // under which the file passes, a clause; empty: none
};

/// What of the runbook no case shows, and why.
struct NotShown {
  std::string what;  // "decide: choice 2 (n > 3) → keep"
  std::string why;
};

struct InitResult {
  std::string text;
  std::vector<NotShown> not_shown;
  std::vector<std::string> mistakes;  // what of the runbook looks like one: "STEP: ..."
  TestRun run;                        // of the text as it is written, with details
};

/// A case for the way through, for each choice of a branch, and for each way to fail and to be
/// cancelled that can be reached: those that a run of them showed. Errors: code "Init" when there
/// is none.
Result<InitResult> init_tests(const InitRequest& request);

}  // namespace ssm::testkit
