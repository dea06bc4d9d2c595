// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/init/init_tests.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "cli/testkit/coverage_history.h"
#include "cli/testkit/graph_words.h"
#include "cli/testkit/init/case_draft.h"
#include "cli/testkit/init/case_words.h"
#include "cli/testkit/init/path_search.h"
#include "cli/testkit/init/test_text.h"
#include "cli/testkit/world.h"
#include "core/base/text.h"
#include "core/document/action.h"
#include "core/expression/reference.h"

namespace ssm::testkit {
namespace {

using GoalKind = PathGoal::Kind;
using ItemKind = CoverageItem::Kind;

constexpr std::size_t kLongestReason = 200;

/// What the start asks Parameter Store for, and the answer.
std::optional<Json> stored_defaults_mock(const Plan& plan) {
  Json stored = Json::array();
  for (const Parameter& parameter : plan.parameters) {
    if (!parameter.default_value) continue;
    for (const Reference& reference : find_references(*parameter.default_value))
      if (reference.kind == Reference::Kind::kParameterStore)
        stored.push_back(
            {{"Name", reference.name},
             {"Type", parameter.type == ValueType::kStringList ? "StringList" : "String"},
             {"Value", stored_text(reference.name)}});
  }
  if (stored.empty()) return std::nullopt;
  return Json{
      {"call", "ssm:GetParameters"},
      {"Return", {{"Parameters", std::move(stored)}, {"InvalidParameters", Json::array()}}}};
}

/// The same runbook as JSON: it is read for each run, and YAML takes several times as long.
std::shared_ptr<const DocumentSource> source_for_trials(const InitRequest& request) {
  auto source = std::make_shared<DocumentSource>(*request.source);
  std::string json = to_text(to_json(request.document.root));
  if (json.size() > DocumentLimits().max_bytes) return source;
  source->name = "Document";
  source->content = std::move(json);
  source->format = DocumentFormat::kJson;
  return source;
}

/// Goals are tried one after the other; what a case has shown is no goal any more.
class TestMaker {
 public:
  TestMaker(const InitRequest& request, Database& database)
      : request_(request),
        plan_(compile(request.document)),
        answers_(request.document, plan_, request.ask),
        setup_{plan_, answers_, source_for_trials(request)},
        trial_(setup_, database) {
    coverage_.document = std::make_shared<const Document>(request.document);
    coverage_.items = coverage_items(request.document, request.document.root);
    blank_ = coverage_;
    if (auto mock = stored_defaults_mock(plan_)) setup_.shared_mocks.push_back(*std::move(mock));
  }

  Completed run() {
    TRY_ASSIGN(ParameterChoices choices, ParameterChoices::of(plan_, answers_.uses()));
    PathSearch search(plan_, answers_, choices);
    search_ = &search;
    try_goal({GoalKind::kEnd});
    if (cases_.empty()) return failure("Init", "No case could be made: " + reasons_[std::string()]);
    try_items(ItemKind::kChoice, GoalKind::kChoice);
    try_items(ItemKind::kStep, GoalKind::kStep);
    try_loop_exits();
    try_rejections();
    try_other_values();
    try_items(ItemKind::kFailure, GoalKind::kFailure);
    try_any_failure();
    try_items(ItemKind::kCancel, GoalKind::kCancel);
    try_failures_after_cancel();
    search_ = nullptr;
    return {};
  }

  /// Without the cases of these names: they did not pass.
  void drop(const std::set<std::string>& names) {
    for (const std::string& name : names)
      for (const std::size_t i : shown_[name]) {
        --coverage_.items[i].count;
        reasons_[coverage_.items[i].what] =
            fmt::format("the case \"{}\" did not pass once it was written", name);
      }
    std::erase_if(cases_, [&](const TriedCase& each) { return names.contains(each.draft.name); });
  }

  std::vector<NotShown> not_shown() const {
    std::vector<NotShown> list;
    for (const CoverageItem& item : coverage_.items) {
      if (item.count > 0) continue;
      const auto reason = reasons_.find(item.what);
      list.push_back({item.what, reason == reasons_.end() ? "no case came there" : reason->second});
    }
    return list;
  }

  std::string text() const {
    std::vector<std::string> notes;
    for (const NotShown& each : not_shown()) {
      if (notes.empty()) notes.emplace_back("Not shown:");
      notes.push_back(fmt::format("- {}: {}", each.what, each.why));
    }
    return test_text(setup_, request_.named, cases_, notes);
  }

  std::size_t size() const { return cases_.size(); }

 private:
  bool is_full() const { return cases_.size() >= request_.most_cases; }

  /// `what`: under which a reason is kept when nothing comes of it.
  bool try_goal(const PathGoal& goal, const std::string& what = {}) {
    if (is_full()) {
      reasons_[what] = fmt::format("left out, {} cases are enough (--cases)", request_.most_cases);
      return false;
    }
    const Result<FoundPath> path = search_->find(goal);
    if (!path) {
      reasons_[what] = path.error().message;
      return false;
    }
    const CaseDraft draft = trial_.draft_of(goal, *path);
    return (!path->unending.empty() && try_draft(with_second_round(draft, *path), what)) ||
           try_draft(draft, what);
  }

  /// A loop that would go on with answers that stay the same has others from its second round on:
  /// those of a case in which it ended.
  CaseDraft with_second_round(CaseDraft draft, const FoundPath& path) const {
    for (auto& [place, response] : draft.responses) {
      std::optional<StepIndex> loop = plan_.steps[place].loop;
      while (loop && !path.unending.contains(place_of(*loop))) loop = plan_[*loop].loop;
      const auto known = std::ranges::find_if(cases_, [&](const TriedCase& each) {
        return std::ranges::find(each.started, place) != each.started.end();
      });
      if (!loop || known == cases_.end() || known->draft.responses.at(place) == response) continue;
      Json mock = mock_of(plan_, answers_, StepIndex(place), response);
      mock.erase("Return");
      mock["0"] = {{"Return", response}};
      mock["1-"] = {{"Return", known->draft.responses.at(place)}};
      draft.own_mocks.push_back(std::move(mock));
    }
    return draft;
  }

  bool try_draft(CaseDraft draft, const std::string& what) {
    const Result<CaseResult> result = trial_.run(draft);
    if (!result) {
      reasons_[what] = one_line(result.error().message);
      return false;
    }
    const ExecutionResult& execution = result->executions.front();
    if (!is_shown(draft.goal, execution)) {
      reasons_[what] = one_line(way_of(execution));
      return false;
    }
    keep(std::move(draft), execution);
    return true;
  }

  static std::string one_line(std::string text) {
    return shortened(printable(text), kLongestReason);
  }

  /// Why a run did not show what it was meant to.
  static std::string way_of(const ExecutionResult& execution) {
    std::string way = fmt::format("the run ended {}", to_text(execution.state.status));
    for (const StepState& step : execution.state.steps)
      if (step.failure)
        return fmt::format("{}, step {} had failed: {}", way, step.name, step.failure->message);
    return way + " on another way";
  }

  DocumentCoverage counted_for(const ExecutionResult& execution) const {
    DocumentCoverage counted = blank_;
    count_history(counted, execution.state.mode, execution.history);
    return counted;
  }

  bool is_shown(const PathGoal& goal, const ExecutionResult& execution) const {
    const DocumentCoverage counted = counted_for(execution);
    const std::string& name = plan_[goal.step].name;
    const auto has = [&](ItemKind kind, std::size_t number = 0) {
      const CoverageItem* item = counted.find(kind, name, number);
      return item != nullptr && item->count > 0;
    };
    const StepState* step = execution.state.find_step(name);
    switch (goal.kind) {
      case GoalKind::kEnd:
        return true;
      case GoalKind::kStep:
        return has(ItemKind::kStep);
      case GoalKind::kChoice:
        return has(ItemKind::kChoice, goal.choice);
      case GoalKind::kCancel:
        return has(ItemKind::kCancel);
      case GoalKind::kMostIterations:
        return has(ItemKind::kLoopExit, 1);
      case GoalKind::kLoopEnd:
        return has(ItemKind::kLoopExit, 0);
      case GoalKind::kFailure:
      case GoalKind::kOtherValue:
      case GoalKind::kRejection:
        return step != nullptr && step->failure.has_value();
    }
    return false;
  }

  void keep(CaseDraft draft, const ExecutionResult& execution) {
    // A step that only a failure leads to: the failure says more.
    if (draft.goal.kind == GoalKind::kStep && draft.failing.size() == 1)
      draft.goal = {GoalKind::kFailure, StepIndex(*draft.failing.begin())};
    draft.expect = expectation_of(plan_, draft.goal, execution, cases_.empty());
    draft.name = case_name(request_.document, plan_, draft, execution);
    const std::string name = draft.name;
    for (int number = 2; !names_.insert(draft.name).second; ++number)
      draft.name = fmt::format("{}, {}", name, number);
    const DocumentCoverage counted = counted_for(execution);
    for (std::size_t i = 0; i < counted.items.size(); ++i)
      if (counted.items[i].count > 0) {
        ++coverage_.items[i].count;
        shown_[draft.name].push_back(i);
      }
    TriedCase tried{std::move(draft), {}};
    std::set<std::size_t> started;
    for (const Event& event : execution.history)
      if (const auto* start = std::get_if<StepStarted>(&event.what))
        if (const auto step = plan_.find(start->step)) started.insert(place_of(*step));
    tried.started.assign(started.begin(), started.end());
    cases_.push_back(std::move(tried));
  }

  void try_items(ItemKind kind, GoalKind goal) {
    // What a case shows changes the counts, not the items.
    for (std::size_t i = 0; i < coverage_.items.size(); ++i) {
      const CoverageItem& item = coverage_.items[i];
      const std::optional<StepIndex> step = plan_.find(item.step);
      if (item.kind == kind && item.count == 0 && step)
        try_goal({goal, *step, item.number}, item.what);
    }
  }

  /// Of loops that run; the first exit is their end, the second MaxIterations where it is written.
  void try_loop_exits() {
    for (std::size_t i = 0; i < coverage_.items.size(); ++i) {
      const CoverageItem& item = coverage_.items[i];
      const std::optional<StepIndex> step = plan_.find(item.step);
      if (item.kind != ItemKind::kLoopExit || item.count > 0 || !step) continue;
      const bool is_limit = item.number == 1 && plan_[*step].has_input("MaxIterations");
      if ((item.number == 0 || is_limit) && plan_[*step].spec->is_implemented)
        try_goal({item.number == 0 ? GoalKind::kLoopEnd : GoalKind::kMostIterations, *step},
                 item.what);
    }
  }

  /// Steps of the kind that some case has started.
  template <class IsMeant>
  std::vector<StepIndex> started_steps(const IsMeant& is_meant) const {
    std::vector<StepIndex> steps;
    for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
      const CoverageItem* item = coverage_.find(ItemKind::kStep, plan_.steps[i].name);
      if (item && item->count > 0 && is_meant(StepIndex(i))) steps.push_back(StepIndex(i));
    }
    return steps;
  }

  void try_rejections() {
    for (const StepIndex step : started_steps(
             [&](StepIndex each) { return plan_[each].spec->takes_signals == Awaits::kDecision; }))
      try_goal({GoalKind::kRejection, step}, plan_[step].name + ": rejection");
  }

  /// Of steps that fail when a property is not as desired; those that wait for it instead take
  /// their time, and are left alone.
  void try_other_values() {
    std::set<const ActionSpec*> waiting;
    for (const StepIndex step : started_steps([&](StepIndex each) {
           const AnsweredStep* answered = answers_.find(each);
           return answered != nullptr && answered->property.has_value();
         })) {
      const ActionSpec* spec = plan_[step].spec;
      if (waiting.contains(spec)) continue;
      if (waits(step))
        waiting.insert(spec);
      else
        try_goal({GoalKind::kOtherValue, step}, plan_[step].name + ": another value");
    }
  }

  /// Whether the step looks again when it does not find what it wants.
  bool waits(StepIndex step) {
    const PathGoal goal{GoalKind::kOtherValue, step};
    const Result<FoundPath> path = search_->find(goal);
    if (!path) return false;
    CaseDraft draft = trial_.draft_of(goal, *path);
    const Result<CaseResult> result = trial_.run(draft);
    if (!result) return true;
    const StepState* state = result->executions.front().state.find_step(plan_[step].name);
    return state && state->started && state->ended && *state->ended != *state->started;
  }

  /// A runbook that says nothing of failures shows once what becomes of one.
  void try_any_failure() {
    const bool has_one = std::ranges::any_of(cases_, [](const TriedCase& each) {
      const GoalKind kind = each.draft.goal.kind;
      return kind == GoalKind::kFailure || kind == GoalKind::kOtherValue ||
             kind == GoalKind::kRejection;
    });
    const bool may_be = std::ranges::none_of(
        coverage_.items, [](const CoverageItem& item) { return item.kind == ItemKind::kFailure; });
    if (has_one || !may_be) return;
    for (const StepIndex step :
         started_steps([&](StepIndex each) { return answers_.find(each) != nullptr; })) {
      try_goal({GoalKind::kFailure, step}, plan_[step].name + ": failure");
      return;
    }
  }

  /// Steps that run only when another is cancelled can fail, too.
  void try_failures_after_cancel() {
    for (std::size_t i = 0; i < coverage_.items.size(); ++i) {
      const CoverageItem& item = coverage_.items[i];
      const std::optional<StepIndex> step = plan_.find(item.step);
      if (item.kind != ItemKind::kFailure || item.count > 0 || !step || is_full()) continue;
      const auto cancelled = std::ranges::find_if(cases_, [&](const TriedCase& each) {
        return each.draft.goal.kind == GoalKind::kCancel && each.draft.goal.step != *step &&
               std::ranges::find(each.started, place_of(*step)) != each.started.end();
      });
      if (cancelled == cases_.end()) continue;
      CaseDraft draft = cancelled->draft;
      draft.goal = {GoalKind::kFailure, *step};
      draft.own_mocks.insert(draft.own_mocks.begin(), failing_mock_of(plan_, answers_, *step));
      try_draft(std::move(draft), item.what);
    }
  }

  const InitRequest& request_;
  Plan plan_;
  Answers answers_;
  DraftSetup setup_;
  DraftTrial trial_;
  PathSearch* search_ = nullptr;
  DocumentCoverage coverage_;
  DocumentCoverage blank_;  // the same without counts
  std::vector<TriedCase> cases_;
  std::set<std::string> names_;
  std::map<std::string, std::vector<std::size_t>> shown_;  // by case: places of items
  std::map<std::string, std::string> reasons_;             // by what was not shown
};

/// The text, read and run like any other test file, but for the form in which its runbook is read.
Result<TestRun> run_text(const InitRequest& request, const std::string& text) {
  TestFile file = read_test_text(request.path, text);
  if (!file.problems.empty())
    return failure("Init", fmt::format("Internal error of ssm-local: the file that was made has "
                                       "mistakes:\n{}",
                                       to_text(file.problems.front().problem, request.path)));
  const auto written = file.cases.front().document;  // of all
  const auto source = source_for_trials(request);
  for (TestCase& test : file.cases) test.document = source;
  std::vector<TestFile> files;
  files.push_back(std::move(file));
  TRY_ASSIGN(TestRun run,
             run_tests(std::move(files), {.run = {.limits = {}, .with_details = true}}, {}));
  for (TestCase& test : run.files.front().file.cases) test.document = written;
  return run;
}

std::set<std::string> failing_cases(const TestRun& run) {
  std::set<std::string> failing;
  const FileRun& file = run.files.front();
  for (std::size_t i = 0; i < file.results.size(); ++i)
    if (file.results[i].outcome != CaseResult::Outcome::kPassed)
      failing.insert(file.file.cases[i].name);
  return failing;
}

}  // namespace

Result<InitResult> init_tests(const InitRequest& request) {
  TRY_ASSIGN(Database database, World::fresh_state());
  TestMaker maker(request, database);
  TRY(maker.run());
  std::string text = maker.text();
  TRY_ASSIGN(TestRun run, run_text(request, text));
  if (const std::set<std::string> failing = failing_cases(run); !failing.empty()) {
    maker.drop(failing);
    if (maker.size() == 0) return failure("Init", "No case passed once it was written.");
    text = maker.text();
    TRY_ASSIGN(run, run_text(request, text));
  }
  return InitResult{std::move(text), maker.not_shown(), std::move(run)};
}

}  // namespace ssm::testkit
