// SPDX-License-Identifier: Apache-2.0
#pragma once
// A case before it is written: what it does, and what became of it when it was tried.

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/testkit/case_result.h"
#include "cli/testkit/init/answers.h"
#include "cli/testkit/init/path_search.h"
#include "cli/testkit/test_case_run.h"
#include "core/plan/plan.h"

namespace ssm::testkit {

/// A case that is tried.
struct CaseDraft {
  std::string name;
  PathGoal goal;
  std::set<std::size_t> failing = {};     // places of steps that are made to fail
  Json parameters = Json::object();       // supplied, as a test file gives them
  std::map<std::size_t, Json> responses;  // by place: of every step that a mock answers for
  Json own_mocks = Json::array();         // before all others
  Json signals = Json::array();           // `meanwhile` of the test file
  Json expect = Json::object();
};

/// The mock that answers for a step.
Json mock_of(const Plan& plan, const Answers& answers, StepIndex step, const Json& response);

/// A mock that makes the step fail.
Json failing_mock_of(const Plan& plan, const Answers& answers, StepIndex step);

/// What does not depend on the case.
struct DraftSetup {
  const Plan& plan;
  const Answers& answers;
  std::shared_ptr<const DocumentSource> document;
  Json shared_mocks = Json::array();  // of calls that the start and steps make besides
};

/// Tries drafts. Each is run until it does what it is meant to do: people who are waited for
/// answer, and a stop comes while the step that it is about runs.
class DraftTrial {
 public:
  /// `database`: made from World::fresh_state().
  DraftTrial(DraftSetup& setup, Database& database) : setup_(setup), database_(database) {}

  CaseDraft draft_of(const PathGoal& goal, const FoundPath& path) const;

  /// Fills in `signals`. Errors: code "Trial", a clause that says why nothing came of it.
  Result<CaseResult> run(CaseDraft& draft);

 private:
  TestCase test_of(const CaseDraft& draft) const;
  Result<CaseResult> play(const CaseDraft& draft);
  bool answer_people(CaseDraft& draft, const ExecutionResult& execution) const;
  bool answer_calls(const CaseResult& result);
  Completed stop_while_running(CaseDraft& draft, const ExecutionResult& execution) const;

  DraftSetup& setup_;
  Database& database_;
};

}  // namespace ssm::testkit
