// SPDX-License-Identifier: Apache-2.0
#pragma once
// A case before it is written: what it does, and what became of it when it was tried.

#include <chrono>
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
#include "cli/testkit/init/script_ways.h"
#include "cli/testkit/test_case_run.h"
#include "core/plan/plan.h"

namespace ssm::testkit {

/// A step whose script really runs.
struct ScriptDraft {
  Json inputs;                 // of the step, for which the mocks are made
  Json mocks = Json::array();  // of the script's calls
  Json other_mocks = {};       // to be tried when it does not succeed with those; null: none
  bool is_fixed = false;       // it is to run so, whatever comes of it
  int changes = 0;             // of its inputs, in this draft
};

/// A case that is tried.
struct CaseDraft {
  std::string name;
  PathGoal goal;
  std::set<std::size_t> failing = {};     // places of steps that are made to fail
  Json parameters = Json::object();       // supplied, as a test file gives them
  std::map<std::size_t, Json> responses;  // by place: of every step that a mock answers for
  std::map<std::size_t, AnswerValues> values = {};  // by place: what its answer must have
  bool runs_really = false;  // steps do what they do where they get through so
  std::map<std::size_t, ScriptDraft> scripts = {};  // by place: in place of the response
  std::set<std::size_t> on_account = {};  // places of other steps that run, on the account
  std::set<std::size_t> stood_in = {};    // places of steps that did not get through so
  std::string script_way = {};            // of GoalKind::kScript: what is special
  bool script_returns = false;            // the same: the way does not fail in the script
  Json own_mocks = Json::array();         // before all others
  Json signals = Json::array();           // `meanwhile` of the test file
  Json expect = Json::object();
};

/// The mock that answers for a step. It names the step, of a call too.
Json mock_of(const Plan& plan, const Answers& answers, StepIndex step, const Json& response);

/// A mock that makes the step fail.
Json failing_mock_of(const Plan& plan, const Answers& answers, StepIndex step);

/// What does not depend on the case.
struct DraftSetup {
  const Plan& plan;
  const Answers& answers;
  std::shared_ptr<const DocumentSource> document;
  Json shared_mocks = Json::array();              // of calls that the start and steps make besides
  std::shared_ptr<const Json> account = nullptr;  // nullptr: the sample
  Programs* programs = nullptr;                   // nullptr: mocks stand in for scripts
  ScriptWays* scripts = nullptr;                  // as `programs`
  bool uses_account = true;                       // steps may run on the simulated account
  /// Only what the draft and `shared_mocks` say is mocked; all else runs, whatever comes of it.
  bool runs_as_it_is = false;
  std::map<std::size_t, int> failed_on_account = {};  // by place: how often
  /// By place: how steps failed though their scripts had returned.
  std::map<std::size_t, std::string> failed_after_script = {};
  std::set<std::string> account_calls = {};  // that steps made on the account; in lower case

  Milliseconds longest_try = std::chrono::seconds(20);  // of real time

  /// Whether the step may run on the simulated account in place of what a mock answers for it.
  bool may_run_on_account(StepIndex step) const;
};

/// What a text of a script's events is taken from; nullopt: there is more, or less. `path`: names
/// and numbers.
std::optional<Reference> source_of_event(const Plan& plan, StepIndex step, const Json& path);

/// Gives a text of a script's events another value, where it comes from a parameter or from a
/// mock. False: it comes from elsewhere.
bool set_event(const DraftSetup& setup, CaseDraft& draft, StepIndex step, const Json& path,
               const Json& value);

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
  bool answer_scripts(CaseDraft& draft, const CaseResult& result);
  bool mend_on_account(CaseDraft& draft, const CaseResult& result);
  bool begin_script(CaseDraft& draft, StepIndex step, const Json& inputs);
  bool mend_script(CaseDraft& draft, StepIndex step, const StepState& seen);
  Completed stop_while_running(CaseDraft& draft, const ExecutionResult& execution) const;

  DraftSetup& setup_;
  Database& database_;
};

}  // namespace ssm::testkit
