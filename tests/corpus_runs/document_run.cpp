// SPDX-License-Identifier: Apache-2.0
#include "tests/corpus_runs/document_run.h"

#include <algorithm>
#include <chrono>

#include "cli/testkit/init/case_draft.h"
#include "cli/testkit/init/path_search.h"
#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/input_value.h"
#include "core/expression/reference.h"

namespace ssm::test {
namespace {

using namespace testkit;

constexpr int kMostTries = 60;  // a step more is answered with each
constexpr Milliseconds kLongestRun = std::chrono::seconds(60);
constexpr std::string_view kRefused = "the start was refused with ";

/// Why a step has a generated answer.
constexpr const char* kLacking = "a call that the account does not answer";

/// What a step says that cannot run here.
struct CannotRun {
  std::string_view text;
  std::string_view why;
};
constexpr CannotRun kCannotRun[] = {
    {"A mock can answer", kLacking},
    {"a mock has to stand in", "a program that is not here"},
    {"let a mock stand in", "a program that is not here"},
    {"Invalid document", "a runbook that is not here"},
    {"Document with name", "a Command document that is not here"},
    {"The attached file", "an attachment that is not here"},
    {"nothing goes over the network", "the network"},
};

RunEnd stopped(const std::string& why) {
  if (why.starts_with(kRefused)) return {"refused", "", why.substr(kRefused.size())};
  return {"stopped", "", why};
}

std::shared_ptr<const Json> account_for(const Plan& plan, const Json& stock) {
  Json account = stock;
  Json& parameters = account["parameters"];
  for (Json& parameter : stored_defaults(plan)) {
    const bool is_there = std::ranges::any_of(
        parameters, [&](const Json& each) { return each["Name"] == parameter["Name"]; });
    if (!is_there) parameters.push_back(std::move(parameter));
  }
  return std::make_shared<const Json>(std::move(account));
}

class DocumentRun {
 public:
  DocumentRun(const Published& published, const ScriptsOfDocument& scripts, const RunTools& tools,
              Database& database)
      : plan_(compile(published.document)),
        answers_(published.document, plan_, {}),
        setup_{.plan = plan_,
               .answers = answers_,
               .document = published.source,
               .account = account_for(plan_, tools.account),
               .programs = &tools.programs,
               .runs_as_it_is = true,
               .longest_try = kLongestRun},
        trial_(setup_, database) {
    for (const Step* step : all_steps(published.document))
      if (std::string why = why_not_everywhere(*step, scripts); !why.empty())
        unusual_.emplace(step->name, std::move(why));
  }

  DocumentRuns run() {
    const Result<CaseDraft> ready = make_draft();
    if (!ready) {
      runs_.as_it_goes = runs_.first_call_fails = stopped(ready.error().message);
      return runs_;
    }
    CaseDraft draft = *ready;
    const Result<CaseResult> seen = to_the_end(draft, runs_.as_it_goes);
    runs_.first_call_fails = runs_.as_it_goes;
    if (!seen) return runs_;
    const std::optional<Json> fault = fault_of_first_call(*seen);
    if (!fault) {
      runs_.first_call_fails = {"-", "", "calls nothing"};
      return runs_;
    }
    draft.own_mocks.insert(draft.own_mocks.begin(), *fault);
    const Result<CaseResult> ended = to_the_end(draft, runs_.first_call_fails);
    return runs_;
  }

 private:
  /// Other languages, packages and the network are not there on every machine, and scripts that a
  /// build puts in on none. Empty: it runs.
  static std::string why_not_everywhere(const Step& step, const ScriptsOfDocument& scripts) {
    if (!step.spec->is_implemented) return "an action of another cloud";
    if (!step.spec->is(ActionKind::kScript)) return {};
    const auto facts = scripts.find(step.name);
    if (facts == scripts.end()) return "a script in another language, or attached";
    if (facts->second.is_placeholder()) return "a placeholder of a script";
    return facts->second.needs.empty() ? "" : "a script that needs " + facts->second.needs.front();
  }

  /// Parameters and values of the way that the runbook takes by itself.
  Result<CaseDraft> make_draft() {
    TRY_ASSIGN(ParameterChoices choices, ParameterChoices::of(plan_, answers_.uses()));
    PathSearch search(plan_, answers_, choices);
    const PathGoal goal{PathGoal::Kind::kEnd};
    FoundPath usual;
    for (const Parameter& parameter : plan_.parameters)
      if (!choices.has_default(parameter.name))
        usual.parameters[parameter.name] = choices.usual()[parameter.name];
    FoundPath path = search.find(goal).value_or(usual);
    supply_what_is_blank(choices, path);
    CaseDraft draft = trial_.draft_of(goal, path);
    generated_ = std::exchange(draft.responses, {});
    draft.own_mocks = Json::array();
    for (const auto& [step, why] : unusual_) answer(step, why, draft);
    return draft;
  }

  /// A default that says nothing stands for what only the one who starts it knows.
  void supply_what_is_blank(const ParameterChoices& choices, FoundPath& path) const {
    for (const Parameter& parameter : plan_.parameters) {
      const bool is_blank = parameter.type == ValueType::kString && parameter.default_value &&
                            *parameter.default_value == "" &&
                            !path.parameters.contains(parameter.name);
      const std::string text = sample_text(parameter.name);
      if (is_blank && text != sample_text("") && choices.is_accepted(parameter.name, text))
        path.parameters[parameter.name] = text;
    }
  }

  Result<CaseResult> to_the_end(CaseDraft& draft, RunEnd& end) {
    for (int i = 0; i < kMostTries; ++i) {
      draft.signals = Json::array();
      Result<CaseResult> result = trial_.run(draft);
      if (!result) end = stopped(result.error().message);
      if (!result) return result;
      if (answer_what_is_missing(*result, draft)) continue;
      end = end_of(*result);
      return result;
    }
    end = stopped("something more is missing with each try");
    return failure("Run", end.reason);
  }

  /// False: nothing is.
  bool answer_what_is_missing(const CaseResult& result, CaseDraft& draft) {
    bool is_new = false;
    const ExecutionResult& main = result.executions.front();
    for (const RecordedCall& call : result.calls) {
      if (!call.error || call.error->code != kNotSimulated) continue;
      runs_.missing.insert(call.service + ":" + call.operation);
      const bool is_own = call.execution_id == main.id;
      if (is_own && answer(call.step, kLacking, draft)) is_new = true;
      if (!is_own && answer_children(main, draft)) is_new = true;
    }
    for (const StepState& step : main.state.steps)
      if (const std::string why = why_it_cannot_run(step);
          !why.empty() && answer(step.name, why, draft))
        is_new = true;
    return is_new;
  }

  /// Empty: it can, as far as it says.
  static std::string why_it_cannot_run(const StepState& step) {
    if (!step.failure) return {};
    const auto* said = std::ranges::find_if(kCannotRun, [&](const CannotRun& each) {
      return step.failure->message.find(each.text) != std::string::npos;
    });
    return said == std::end(kCannotRun) ? std::string() : std::string(said->why);
  }

  /// Mocks are an execution's own: where one that it starts lacks something, so does the step.
  bool answer_children(const ExecutionResult& main, CaseDraft& draft) {
    bool is_new = false;
    for (const Event& event : main.history)
      if (const auto* suspended = std::get_if<StepSuspended>(&event.what))
        if (suspended->awaits == Awaits::kChild && answer(suspended->step, kLacking, draft))
          is_new = true;
    return is_new;
  }

  /// False: it is answered already.
  bool answer(const std::string& name, const std::string& why, CaseDraft& draft) {
    const std::optional<StepIndex> step = plan_.find(name);
    if (!step || !runs_.answered.emplace(name, why).second) return false;
    const auto generated = generated_.find(place_of(*step));
    if (generated != generated_.end())
      draft.responses[generated->first] = generated->second;
    else
      draft.own_mocks.push_back({{"step", name}, {"Return", Json::object()}});
    return true;
  }

  /// A mock that refuses the first call, once. nullopt: nothing was called.
  std::optional<Json> fault_of_first_call(const CaseResult& result) const {
    const ExecutionResult& main = result.executions.front();
    const Json refused = {{"Throw", {{"Error", "AccessDenied"}, {"Cause", "not allowed"}}}};
    for (const Event& event : main.history) {
      if (!std::holds_alternative<StepStarted>(event.what)) continue;
      const std::string name(step_of(event));
      Json mock = {{"step", name}, {"0", refused}};
      const auto call = std::ranges::find_if(result.calls, [&](const RecordedCall& each) {
        return each.execution_id == main.id && each.step == name;
      });
      if (call != result.calls.end()) mock["call"] = call->service + ":" + call->operation;
      const std::optional<StepIndex> step = plan_.find(name);
      const bool calls = call != result.calls.end() || main.mocked.contains(name) ||
                         (step && plan_[*step].spec->is(ActionKind::kCall));
      if (calls) return mock;
    }
    return std::nullopt;
  }

  Plan plan_;
  Answers answers_;
  DraftSetup setup_;
  DraftTrial trial_;
  std::map<std::string, std::string> unusual_;  // steps that do not run everywhere, and why
  std::map<std::size_t, Json> generated_;       // by place
  DocumentRuns runs_;
};

}  // namespace

DocumentRuns run_document(const Published& published, const ScriptsOfDocument& scripts,
                          const RunTools& tools, Database& database) {
  return DocumentRun(published, scripts, tools, database).run();
}

}  // namespace ssm::test
