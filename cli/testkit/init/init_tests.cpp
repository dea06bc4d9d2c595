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
#include "cli/testkit/init/repeated_runs.h"
#include "cli/testkit/init/script_ways.h"
#include "cli/testkit/init/test_text.h"
#include "cli/testkit/world.h"
#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/input_value.h"
#include "core/expression/reference.h"

namespace ssm::testkit {
namespace {

using GoalKind = PathGoal::Kind;
using ItemKind = CoverageItem::Kind;

constexpr std::size_t kLongestReason = 200;
/// A set of two texts is in the other order in every second interpreter.
constexpr int kRunsOfScripts = 6;

/// What the start asks Parameter Store for, and the answer.
std::optional<Json> stored_defaults_mock(const Plan& plan) {
  Json stored = stored_defaults(plan);
  if (stored.empty()) return std::nullopt;
  return Json{
      {"call", "ssm:GetParameters"},
      {"Return", {{"Parameters", std::move(stored)}, {"InvalidParameters", Json::array()}}}};
}

/// Goals are tried one after the other; what a case has shown is no goal any more.
class TestMaker {
 public:
  TestMaker(const InitRequest& request, Database& database, bool on_account)
      : request_(request),
        plan_(compile(request.document)),
        answers_(request.document, plan_, request.ask),
        setup_{plan_, answers_, source_for_trials(request), Json::array(), nullptr, nullptr,
               {},    {}},
        trial_(setup_, database) {
    coverage_.document = std::make_shared<const Document>(request.document);
    coverage_.items = coverage_items(request.document, request.document.root);
    blank_ = coverage_;
    if (auto mock = stored_defaults_mock(plan_)) setup_.shared_mocks.push_back(*std::move(mock));
    setup_.uses_account = on_account;
  }

  Completed run() {
    TRY_ASSIGN(ParameterChoices choices, ParameterChoices::of(plan_, answers_.uses()));
    PathSearch search(plan_, answers_, choices);
    search_ = &search;
    std::optional<ScriptWays> scripts;
    if (request_.programs) {
      scripts.emplace(plan_, *request_.programs, request_.ask,
                      [&](StepIndex step, const Json& path, const Json& value) {
                        return can_set_event(choices, step, path, value);
                      });
      setup_.programs = request_.programs;
      setup_.scripts = &*scripts;
    }
    try_goal({GoalKind::kEnd});
    if (cases_.empty()) return failure("Init", "No case could be made: " + reasons_[std::string()]);
    try_items(ItemKind::kChoice, GoalKind::kChoice);
    try_items(ItemKind::kStep, GoalKind::kStep);
    try_loop_exits();
    if (scripts) try_scripts(*scripts);
    try_rejections();
    try_other_values();
    try_items(ItemKind::kFailure, GoalKind::kFailure);
    try_any_failure();
    try_items(ItemKind::kCancel, GoalKind::kCancel);
    try_failures_after_cancel();
    if (scripts) note_mistakes(*scripts);
    search_ = nullptr;
    setup_.scripts = nullptr;
    return {};
  }

  /// Without the cases of these names. `why`: what is to be said of each, a predicate.
  void drop(const std::set<std::string>& names, std::string_view why) {
    for (const std::string& name : names)
      for (const std::size_t i : shown_[name]) {
        --coverage_.items[i].count;
        reasons_[coverage_.items[i].what] = fmt::format("the case \"{}\" {}", name, why);
      }
    std::erase_if(cases_, [&](const TriedCase& each) { return names.contains(each.draft.name); });
  }

  /// Expects less of cases, or drops them. `varying`: as of RepeatedRun.
  void leave_out(const std::map<std::string, std::set<std::string>>& varying) {
    std::set<std::string> pointless;
    for (TriedCase& each : cases_) {
      const auto found = varying.find(each.draft.name);
      if (found != varying.end() && !expects_less(each.draft, found->second))
        pointless.insert(each.draft.name);
    }
    drop(pointless, "does not go the same way each time");
  }

  std::vector<NotShown> not_shown() const {
    std::vector<NotShown> list;
    for (const CoverageItem& item : coverage_.items) {
      if (item.count > 0) continue;
      const auto reason = reasons_.find(item.what);
      list.push_back({item.what, reason == reasons_.end() ? "no case came there" : reason->second});
    }
    for (const auto& [place, lines] : script_lines_)
      if (const std::string rest = lines_without(lines, covered_lines(place)); !rest.empty())
        list.push_back({fmt::format("{}: script {} {}", plan_.steps[place].name,
                                    rest.find_first_of(",-") == rest.npos ? "line" : "lines", rest),
                        "no parameters or answers were found that lead there"});
    return list;
  }

  std::string text() const {
    std::vector<std::string> notes;
    for (const NotShown& each : not_shown()) {
      if (notes.empty()) notes.emplace_back("Not shown:");
      notes.push_back(fmt::format("- {}: {}", each.what, each.why));
    }
    if (!left_out_.empty())
      notes.emplace_back("Not expected, as they are others each time: " + join(left_out_, ", "));
    if (!mistakes_.empty()) notes.emplace_back("These may be mistakes of the runbook:");
    for (const std::string& each : mistakes_) notes.push_back("- " + each);
    return test_text(setup_, {request_.named, request_.condition}, cases_, notes);
  }

  const std::vector<std::string>& mistakes() const { return mistakes_; }

  std::size_t size() const { return cases_.size(); }

  bool runs_scripts() const {
    return std::ranges::any_of(cases_,
                               [](const TriedCase& each) { return !each.draft.scripts.empty(); });
  }

  /// Whether some step of a case runs on the account.
  bool uses_account() const {
    return std::ranges::any_of(
        cases_, [](const TriedCase& each) { return !each.draft.on_account.empty(); });
  }

 private:
  /// False: without that it does not show what it is for.
  bool expects_less(CaseDraft& draft, const std::set<std::string>& varying) {
    constexpr std::string_view kOutputs = "outputs.";
    for (const std::string& what : varying) {
      if (what.starts_with(kOutputs))
        draft.expect["outputs"].erase(what.substr(kOutputs.size()));
      else if (what == "path" && draft.goal.kind == GoalKind::kEnd)
        draft.expect.erase(what);
      else
        return false;
      left_out_.push_back(what);
    }
    if (const Json* outputs = find_member(draft.expect, "outputs"); outputs && outputs->empty())
      draft.expect.erase("outputs");
    return true;
  }

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

  /// With steps that really run, as far as they get through; else with mocks in their place.
  bool try_draft(CaseDraft draft, const std::string& what) {
    if (!may_run_really()) return try_as_it_is(std::move(draft), what);
    CaseDraft real = draft;
    real.runs_really = true;
    if (try_as_it_is(std::move(real), what)) return true;
    return draft.goal.kind != GoalKind::kScript && try_as_it_is(std::move(draft), what);
  }

  /// Whether some step does more than a mock lets it do.
  bool may_run_really() const {
    for (std::size_t place = 0; place < plan_.steps.size(); ++place) {
      const auto step = StepIndex(place);
      if ((setup_.scripts && setup_.scripts->can_run(step)) || setup_.may_run_on_account(step))
        return true;
    }
    return false;
  }

  bool try_as_it_is(CaseDraft draft, const std::string& what) {
    const Result<CaseResult> result = trial_.run(draft);
    if (!result) {
      reasons_[what] = one_line(result.error().message);
      return false;
    }
    const ExecutionResult& execution = result->executions.front();
    // Of a way through more is wanted than that it ends.
    const bool is_poor = draft.goal.kind == GoalKind::kEnd && draft.runs_really &&
                         execution.state.status != Status::kSuccess;
    if (is_poor || !is_shown(draft.goal, execution)) {
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
      case GoalKind::kScript:
        return runs_new_lines(goal.step, execution);
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
    TriedCase tried{std::move(draft), {}, {}, {}};
    std::set<std::size_t> started;
    for (const Event& event : execution.history)
      if (const auto* start = std::get_if<StepStarted>(&event.what))
        if (const auto step = plan_.find(start->step)) started.insert(place_of(*step));
    tried.started.assign(started.begin(), started.end());
    for (const std::size_t place : started) {
      const StepState* step = execution.state.find_step(plan_.steps[place].name);
      if (setup_.scripts == nullptr || !setup_.scripts->can_run(StepIndex(place)) || !step)
        continue;
      tried.script_inputs[place] = step->inputs;
      if (tried.draft.scripts.contains(place) && step->status == Status::kSuccess)
        succeeded_.insert(place);
      if (const auto lines = execution.script_lines.find(step->name);
          lines != execution.script_lines.end())
        for (const auto& [line, runs] : lines->second) tried.script_lines[place].insert(line);
    }
    cases_.push_back(std::move(tried));
  }

  /// Of the script of a step, by the cases that there are.
  std::set<int> covered_lines(std::size_t place) const {
    std::set<int> covered;
    for (const TriedCase& each : cases_)
      if (const auto lines = each.script_lines.find(place); lines != each.script_lines.end())
        covered.insert(lines->second.begin(), lines->second.end());
    return covered;
  }

  bool runs_new_lines(StepIndex step, const ExecutionResult& execution) const {
    const auto ran = execution.script_lines.find(plan_[step].name);
    const std::set<int> covered = covered_lines(place_of(step));
    return ran != execution.script_lines.end() &&
           std::ranges::any_of(ran->second,
                               [&](const auto& each) { return !covered.contains(each.first); });
  }

  /// "12, 14-16"; empty: none is left.
  static std::string lines_without(const std::set<int>& lines, const std::set<int>& covered) {
    std::vector<std::pair<int, int>> ranges;
    bool goes_on = false;
    for (const int line : lines) {
      const bool is_left = !covered.contains(line);
      if (is_left && goes_on)
        ranges.back().second = line;
      else if (is_left)
        ranges.emplace_back(line, line);
      goes_on = is_left;
    }
    std::vector<std::string> texts;
    for (const auto& [first, last] : ranges)
      texts.push_back(first == last ? std::to_string(first) : fmt::format("{}-{}", first, last));
    return join(texts, ", ");
  }

  bool can_set_event(ParameterChoices& choices, StepIndex step, const Json& path,
                     const Json& value) const {
    const std::optional<Reference> source = source_of_event(plan_, step, path);
    if (!source) return false;
    if (source->kind == Reference::Kind::kParameter)
      return choices.is_accepted(source->name, value);
    const std::optional<StepIndex> other =
        source->kind == Reference::Kind::kStepOutput ? plan_.find(source->name) : std::nullopt;
    const AnsweredStep* answered = other ? answers_.find(*other) : nullptr;
    return answered && answered->is_call() && answered->find_part(source->output);
  }

  /// Each script in each of its ways, as long as one runs lines that none before has run.
  void try_scripts(ScriptWays& scripts) {
    for (const PlanStep* planned : steps_in_order(plan_)) {
      const StepIndex step = *plan_.find(planned->name);
      const TriedCase* base = scripts.can_run(step) ? case_before_script(step) : nullptr;
      if (base == nullptr) continue;
      const CaseDraft draft = base->draft;
      const Json inputs = base->script_inputs.at(place_of(step));
      const std::vector<ScriptWay>& ways = scripts.of(step, inputs);
      if (ways.empty()) continue;
      if (const Json* script = find_input_value(inputs, "Script"); script && script->is_string())
        script_lines_[place_of(step)] = scripts.lines_of(script->get<std::string>());
      for (const ScriptWay& way : ways) {
        const std::set<int> covered = covered_lines(place_of(step));
        if (std::ranges::includes(covered, way.lines)) continue;
        try_way(draft, step, inputs, way);
      }
    }
  }

  void note_mistakes(const ScriptWays& scripts) {
    for (const PlanStep* planned : steps_in_order(plan_)) {
      const StepIndex step = *plan_.find(planned->name);
      for (const std::string& each : scripts.mistakes_of(step))
        mistakes_.push_back(fmt::format("{}: {}", planned->name, each));
      const auto failed = setup_.failed_after_script.find(place_of(step));
      if (failed != setup_.failed_after_script.end() && !succeeded_.contains(place_of(step)))
        mistakes_.push_back(fmt::format("{}: it fails although its script returns: {}",
                                        planned->name, one_line(failed->second)));
    }
  }

  /// A case in which the script of the step really runs, if there is one.
  const TriedCase* case_before_script(StepIndex step) const {
    const TriedCase* best = nullptr;
    for (const TriedCase& each : cases_) {
      if (!each.script_inputs.contains(place_of(step))) continue;
      if (each.draft.goal.kind == GoalKind::kCancel || !each.draft.failing.empty()) continue;
      if (each.draft.scripts.contains(place_of(step))) return &each;
      if (best == nullptr) best = &each;
    }
    return best;
  }

  void try_way(CaseDraft draft, StepIndex step, const Json& inputs, const ScriptWay& way) {
    draft.goal = {GoalKind::kScript, step};
    draft.script_way = way.what;
    draft.script_returns = way.payload.has_value();
    draft.signals = Json::array();
    draft.stood_in.clear();
    for (const Json& event : way.events)
      if (!set_event(setup_, draft, step, event[0], event[1])) return;
    ScriptDraft& script = draft.scripts[place_of(step)];
    script = {.inputs = inputs, .mocks = way.shaped_mocks, .other_mocks = {}, .is_fixed = true};
    const std::string what = fmt::format("{}: {}", plan_[step].name, way.what);
    if (try_draft(draft, what) || way.mocks == way.shaped_mocks) return;
    script.mocks = way.mocks;
    try_draft(std::move(draft), what);
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
  std::map<std::size_t, std::set<int>> script_lines_;      // by place: those with statements
  std::set<std::size_t> succeeded_;                        // places of steps whose script ran
  std::vector<std::string> mistakes_;
  std::vector<std::string> left_out_;  // of expectations
};

/// What of a runbook does what it does, rather than that mocks stand in for it.
struct Realness {
  bool on_account;  // steps, on the simulated account
  bool scripts;
};

/// nullopt: with less that is real more may pass.
Result<std::optional<InitResult>> init_tests_with(InitRequest request, Database& database,
                                                  Realness real) {
  if (!real.scripts) request.programs = nullptr;
  TestMaker maker(request, database, real.on_account);
  TRY(maker.run());
  const bool runs_scripts = maker.runs_scripts();
  for (;;) {
    std::string text = maker.text();
    TRY_ASSIGN(RepeatedRun runs, run_repeatedly(request, text, runs_scripts ? kRunsOfScripts : 2));
    if (runs.failing.empty() && runs.varying.empty())
      return InitResult{std::move(text), maker.not_shown(), maker.mistakes(), std::move(runs.last)};
    if (!runs.failing.empty() && maker.uses_account()) return std::nullopt;
    maker.drop(runs.failing, "did not pass once it was written");
    maker.leave_out(runs.varying);
    if (maker.size() > 0) continue;
    if (runs_scripts) return std::nullopt;
    return failure("Init", "No case passed each time once it was written.");
  }
}

}  // namespace

Result<InitResult> init_tests(const InitRequest& request) {
  TRY_ASSIGN(Database database, World::fresh_state());
  for (const Realness real : {Realness{true, true}, {false, true}}) {
    TRY_ASSIGN(std::optional<InitResult> made, init_tests_with(request, database, real));
    if (made) return *std::move(made);
  }
  TRY_ASSIGN(std::optional<InitResult> made, init_tests_with(request, database, {false, false}));
  return *std::move(made);
}

}  // namespace ssm::testkit
