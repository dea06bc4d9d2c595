// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/init/case_draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "actions/cloud/mock_file.h"
#include "cli/testkit/expectations.h"
#include "cli/testkit/init/placing.h"
#include "cli/testkit/world.h"
#include "core/base/arn.h"
#include "core/base/text.h"
#include "core/document/input_value.h"
#include "core/machine/approval.h"
#include "core/machine/inputs.h"

namespace ssm::testkit {
namespace {

constexpr int kMostTries = 60;         // of one draft
constexpr int kMostScriptChanges = 3;  // in one draft, because a script's inputs were others
constexpr std::size_t kMostApprovers = 10;
constexpr std::string_view kOperatorArn = "arn:aws:iam::123456789012:user/operator";
constexpr std::string_view kHeldFor = "PT1H";

Json thrown() {
  return {{"Error", "AccessDenied"}, {"Cause", "not allowed"}};
}

/// A moment of the next whole minute: times of cases are easy to read so.
std::string next_minute(Milliseconds since_beginning) {
  const auto minutes = std::chrono::floor<std::chrono::minutes>(since_beginning);
  return duration_text(minutes + std::chrono::minutes(1));
}

/// An ARN that an entry of Approvers means.
std::string caller_for(const std::string& approver) {
  if (is_approver(approver, kOperatorArn)) return std::string(kOperatorArn);
  const std::optional<Arn> arn = Arn::parse(approver);
  std::string caller = approver;
  if (!arn)
    caller = "arn:aws:iam::123456789012:user/" + approver;
  else if (arn->resource.starts_with("role/"))
    caller = fmt::format("arn:aws:sts::{}:assumed-role/{}/session", arn->account,
                         arn->resource.substr(arn->resource.rfind('/') + 1));
  return is_approver(approver, caller) ? caller : std::string();
}

/// Callers, each for an approver of its own, as many as are needed.
std::vector<std::string> callers_for(const Json& inputs) {
  std::vector<std::string> callers;
  const Json* approvers = find_input_value(inputs, "Approvers");
  const Json* needed = find_input_value(inputs, "MinRequiredApprovals");
  const auto count = static_cast<std::size_t>(
      needed ? std::clamp<std::int64_t>(integer_of_value(*needed).value_or(1), 1, kMostApprovers)
             : 1);
  if (approvers == nullptr) return callers;
  const Json entries = approvers->is_array() ? *approvers : Json::array({*approvers});
  for (const Json& entry : entries) {
    const std::string caller = entry.is_string() ? caller_for(entry.get<std::string>()) : "";
    if (callers.size() < count && !caller.empty() &&
        std::ranges::find(callers, caller) == callers.end())
      callers.push_back(caller);
  }
  if (callers.size() < count) callers.clear();
  return callers;
}

/// A mock stands in for the step.
bool has_mock_of(const Json& mocks, const std::string& step) {
  return std::ranges::any_of(mocks, [&](const Json& mock) {
    return !mock.contains("call") && string_member(mock, "step") == step;
  });
}

/// As a test file gives a parameter: what the start takes as text may be written as it is.
Json as_written(const Json& value) {
  if (!value.is_array() || value.size() != 1) return value;
  // One map, or a text that looks like a list, would be read as something else.
  const Json& only = value.front();
  const bool is_plain = only.is_string() && !only.get_ref<const std::string&>().starts_with('[');
  return is_plain ? only : value;
}

}  // namespace

Json mock_of(const Plan& plan, const Answers& answers, StepIndex step, const Json& response) {
  const AnsweredStep* answered = answers.find(step);
  Json mock = Json::object();
  if (answered->is_call()) mock["call"] = answered->call();
  mock["step"] = plan[step].name;
  mock["Return"] = response;
  return mock;
}

Json failing_mock_of(const Plan& plan, const Answers& answers, StepIndex step) {
  Json mock = {{"step", plan[step].name}};
  if (answers.find(step)) mock = mock_of(plan, answers, step, Json::object());
  mock.erase("Return");
  mock["Throw"] = thrown();
  return mock;
}

std::optional<Reference> source_of_event(const Plan& plan, StepIndex step, const Json& path) {
  const auto input = std::ranges::find_if(plan[step].inputs, [](const PlanInput& each) {
    return equals_ignore_case(each.name, "InputPayload");
  });
  if (input == plan[step].inputs.end()) return std::nullopt;
  const Json* at = &input->value.written();
  for (const Json& each : path) {
    if (each.is_string()) {
      at = find_member(*at, each.get<std::string>());
    } else {
      const auto number = each.get<std::size_t>();
      at = at->is_array() && number < at->size() ? &(*at)[number] : nullptr;
    }
    if (at == nullptr) return std::nullopt;
  }
  return whole_reference(*at);
}

bool set_event(const DraftSetup& setup, CaseDraft& draft, StepIndex step, const Json& path,
               const Json& value) {
  const std::optional<Reference> source = source_of_event(setup.plan, step, path);
  if (!source) return false;
  if (source->kind == Reference::Kind::kParameter) {
    draft.parameters[source->name] = value;
    return true;
  }
  const std::optional<StepIndex> other =
      source->kind == Reference::Kind::kStepOutput ? setup.plan.find(source->name) : std::nullopt;
  const AnsweredStep* answered = other ? setup.answers.find(*other) : nullptr;
  const AnswerPart* part = answered ? answered->find_part(source->output) : nullptr;
  const auto response = other ? draft.responses.find(place_of(*other)) : draft.responses.end();
  return part && response != draft.responses.end() && !draft.scripts.contains(place_of(*other)) &&
         place_value(response->second, part->path, value);
}

bool DraftSetup::may_run_on_account(StepIndex step) const {
  constexpr int kMostFailures = 2;
  const AnsweredStep* answered = answers.find(step);
  const ActionSpec& spec = *plan[step].spec;
  const auto failed = failed_on_account.find(place_of(step));
  return uses_account && answered && !answered->is_call() && spec.is(ActionKind::kCall) &&
         spec.is_implemented &&
         (failed == failed_on_account.end() || failed->second < kMostFailures);
}

CaseDraft DraftTrial::draft_of(const PathGoal& goal, const FoundPath& path) const {
  CaseDraft draft;
  draft.goal = goal;
  for (const auto& [name, value] : path.parameters.items())
    draft.parameters[name] = as_written(value);
  const std::size_t count = setup_.plan.steps.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (setup_.answers.find(StepIndex(i)) == nullptr) continue;
    const auto values = path.values.find(i);
    draft.responses[i] = setup_.answers.response(
        StepIndex(i), values == path.values.end() ? AnswerValues() : values->second);
  }
  draft.values = path.values;
  draft.failing = path.failing;
  for (const std::size_t place : path.failing)
    draft.own_mocks.push_back(failing_mock_of(setup_.plan, setup_.answers, StepIndex(place)));
  if (goal.kind == PathGoal::Kind::kCancel &&
      !setup_.plan[goal.step].spec->is(ActionKind::kPerson)) {
    const bool can_return = !setup_.plan[goal.step].spec->is(ActionKind::kBranch);
    Json mock = {{"step", setup_.plan[goal.step].name}, {"After", kHeldFor}};
    if (can_return)
      mock["Return"] = Json::object();
    else
      mock["Throw"] = thrown();
    draft.own_mocks.push_back(std::move(mock));
  }
  return draft;
}

TestCase DraftTrial::test_of(const CaseDraft& draft) const {
  TestCase test;
  test.name = draft.name;
  test.document = setup_.document;
  test.account = setup_.account;
  Json mocks = draft.own_mocks;
  for (const auto& [place, script] : draft.scripts)
    for (const Json& mock : script.mocks) mocks.push_back(mock);
  for (const auto& [place, response] : draft.responses)
    if (!draft.scripts.contains(place) && !draft.on_account.contains(place))
      mocks.push_back(mock_of(setup_.plan, setup_.answers, StepIndex(place), response));
  for (const Json& mock : setup_.shared_mocks) mocks.push_back(mock);
  if (auto read = read_mocks(to_node(mocks))) test.mocks = *std::move(read);
  test.mocks.strict = draft.on_account.empty() && !setup_.runs_as_it_is;
  Start start;
  for (const auto& [name, value] : draft.parameters.items()) {
    Json& texts = start.parameters[name] = Json::array();
    if (!value.is_array()) texts.push_back(to_embedded_text(value));
    for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
      texts.push_back(to_embedded_text(value[i]));
  }
  test.moments.push_back({Milliseconds(0), std::move(start), {}});
  for (const Json& signal : draft.signals) {
    Moment moment;
    moment.at = parse_duration(string_member(signal, "at")).value_or(Milliseconds(0));
    if (signal.contains("stop")) {
      Stop stop;
      stop.type = string_member(signal, "stop");
      moment.what = std::move(stop);
    } else {
      Send send;
      send.type = string_member(signal, "signal");
      send.caller = string_member(signal, "caller");
      moment.what = std::move(send);
    }
    test.moments.push_back(std::move(moment));
  }
  return test;
}

Result<CaseResult> DraftTrial::play(const CaseDraft& draft) {
  const bool runs_programs = draft.runs_really || setup_.runs_as_it_is;
  CaseResult result = run_case(test_of(draft), database_,
                               {.limits = {.real_time = setup_.longest_try},
                                .with_details = true,
                                .programs = runs_programs ? setup_.programs : nullptr});
  if (!result.stopped.empty()) return failure("Trial", "the run was stopped: " + result.stopped);
  if (!result.mismatches.empty())
    return failure("Trial", fmt::format("the start was {}", result.mismatches.front().seen));
  if (result.executions.empty()) return failure("Trial", "nothing was started");
  for (const RecordedCall& call : result.calls)
    if (const auto step = setup_.plan.find(call.step);
        step && draft.on_account.contains(place_of(*step)))
      setup_.account_calls.insert(to_lower(call.service + ":" + call.operation));
  return result;
}

Result<CaseResult> DraftTrial::run(CaseDraft& draft) {
  bool is_stopped = draft.goal.kind != PathGoal::Kind::kCancel;
  for (std::size_t place = 0; draft.runs_really && place < setup_.plan.steps.size(); ++place) {
    const auto values = draft.values.find(place);
    const bool is_free = values == draft.values.end() || values->second.empty();
    if (is_free && !draft.stood_in.contains(place) && setup_.may_run_on_account(StepIndex(place)) &&
        !has_mock_of(draft.own_mocks, setup_.plan.steps[place].name))
      draft.on_account.insert(place);
  }
  for (int i = 0; i < kMostTries; ++i) {
    TRY_ASSIGN(CaseResult result, play(draft));
    if (answer_calls(result)) continue;
    // What scripts give may be what others fail without.
    if (answer_scripts(draft, result) || mend_on_account(draft, result)) continue;
    if (answer_people(draft, result.executions.front())) continue;
    if (is_stopped) return result;
    TRY(stop_while_running(draft, result.executions.front()));
    is_stopped = true;
  }
  return failure("Trial", fmt::format("it was not at its end after {} tries", kMostTries));
}

/// The first that nobody has answered yet. False: there is none.
bool DraftTrial::answer_people(CaseDraft& draft, const ExecutionResult& execution) const {
  std::set<std::string> waiting;
  std::size_t asked = 0;
  const std::size_t answered = static_cast<std::size_t>(std::ranges::count_if(
      draft.signals, [](const Json& signal) { return signal.contains("answers"); }));
  for (const Event& event : execution.history) {
    const auto* suspended = std::get_if<StepSuspended>(&event.what);
    if (std::holds_alternative<StepStarted>(event.what)) waiting.erase(std::string(step_of(event)));
    const bool waits = suspended && (suspended->awaits == Awaits::kDecision ||
                                     suspended->awaits == Awaits::kResume);
    if (!waits || !waiting.insert(suspended->step).second) continue;
    if (asked++ < answered) continue;
    const bool is_goal = setup_.plan[draft.goal.step].name == suspended->step;
    if (is_goal && draft.goal.kind == PathGoal::Kind::kCancel) return false;
    const bool rejects = is_goal && draft.goal.kind == PathGoal::Kind::kRejection;
    const StepState* step = execution.state.find_step(suspended->step);
    const bool is_hasty = step && step->timeout && *step->timeout <= std::chrono::minutes(1);
    const Milliseconds since = event.time - World::first_moment();
    Json signal = {
        {"at", is_hasty ? duration_text(since + std::chrono::seconds(1)) : next_minute(since)}};
    if (suspended->awaits == Awaits::kResume) {
      signal["signal"] = "Resume";
      signal["answers"] = suspended->step;
      draft.signals.push_back(std::move(signal));
      return true;
    }
    std::vector<std::string> callers = callers_for(step ? step->inputs : Json());
    if (rejects && callers.size() > 1) callers.resize(1);
    for (std::size_t i = 0; i < callers.size(); ++i) {
      Json each = signal;
      each["signal"] = rejects ? "Reject" : "Approve";
      if (callers[i] != kOperatorArn) each["caller"] = callers[i];
      if (i == 0) each["answers"] = suspended->step;
      draft.signals.push_back(std::move(each));
    }
    return !callers.empty();
  }
  return false;
}

/// Calls of steps that no mock stands in for: whoever asks people first tells them.
bool DraftTrial::answer_calls(const CaseResult& result) {
  bool is_new = false;
  for (const RecordedCall& call : result.calls) {
    const std::optional<StepIndex> step = setup_.plan.find(call.step);
    if (!step || setup_.answers.find(*step) || !call.error) continue;
    const Json mock = {{"call", call.service + ":" + call.operation}, {"Return", Json::object()}};
    if (std::ranges::find(setup_.shared_mocks, mock) != setup_.shared_mocks.end()) continue;
    setup_.shared_mocks.push_back(mock);
    is_new = true;
  }
  return is_new;
}

/// Steps that do not get through on the account have a mock again.
bool DraftTrial::mend_on_account(CaseDraft& draft, const CaseResult& result) {
  const ExecutionState& state = result.executions.front().state;
  const auto failed = std::ranges::find_if(draft.on_account, [&](std::size_t place) {
    const StepState* seen = state.find_step(setup_.plan.steps[place].name);
    return seen && seen->failure;
  });
  if (failed == draft.on_account.end()) return false;
  ++setup_.failed_on_account[*failed];
  draft.stood_in.insert(*failed);
  draft.on_account.erase(failed);
  return true;
}

/// Scripts whose calls can be answered run; those that then fail have a mock again.
bool DraftTrial::answer_scripts(CaseDraft& draft, const CaseResult& result) {
  if (!draft.runs_really || setup_.scripts == nullptr) return false;
  const ExecutionState& state = result.executions.front().state;
  bool is_new = false;
  for (std::size_t place = 0; place < setup_.plan.steps.size(); ++place) {
    const auto step = StepIndex(place);
    const std::string& name = setup_.plan[step].name;
    const StepState* seen = state.find_step(name);
    if (!setup_.scripts->can_run(step) || !seen || !seen->started) continue;
    if (draft.stood_in.contains(place) || has_mock_of(draft.own_mocks, name)) continue;
    const bool runs = draft.scripts.contains(place);
    if (runs ? mend_script(draft, step, *seen) : begin_script(draft, step, seen->inputs))
      is_new = true;
  }
  return is_new;
}

/// With a way that gives what later branches want.
bool DraftTrial::begin_script(CaseDraft& draft, StepIndex step, const Json& inputs) {
  const std::size_t place = place_of(step);
  const auto values = draft.values.find(place);
  std::optional<ScriptWay> way;
  if (values == draft.values.end() || values->second.empty()) {
    const std::vector<ScriptWay>& ways = setup_.scripts->of(step, inputs);
    if (!ways.empty() && ways.front().payload && ways.front().events.empty()) way = ways.front();
  } else {
    std::vector<Json> wanted;
    for (const auto& [output, value] : values->second) wanted.push_back(value);
    const auto is_wanted = [&](const Json& payload) {
      StepState done;
      done.outputs = setup_.answers.outputs(step, {{"Payload", payload}});
      return std::ranges::all_of(values->second, [&](const auto& each) {
        const Json* found = find_output(done, each.first);
        return found && *found == each.second;
      });
    };
    way = setup_.scripts->find(step, inputs, is_wanted, wanted);
  }
  if (!way) {
    draft.stood_in.insert(place);
    return false;
  }
  ScriptDraft script{.inputs = inputs, .mocks = way->shaped_mocks};
  if (way->mocks != way->shaped_mocks) script.other_mocks = std::move(way->mocks);
  draft.scripts[place] = std::move(script);
  return true;
}

/// `seen`: what has become of it.
bool DraftTrial::mend_script(CaseDraft& draft, StepIndex step, const StepState& seen) {
  const std::size_t place = place_of(step);
  ScriptDraft& script = draft.scripts.at(place);
  if (script.is_fixed) return false;
  if (seen.inputs != script.inputs && script.changes < kMostScriptChanges) {
    const int changes = script.changes + 1;
    const Json mocks = script.mocks;
    draft.scripts.erase(place);
    if (begin_script(draft, step, seen.inputs)) {
      draft.scripts.at(place).changes = changes;
      return draft.scripts.at(place).mocks != mocks || seen.failure.has_value();
    }
    return true;
  }
  if (!seen.failure) return false;
  if (!script.other_mocks.is_null()) {
    script.mocks = std::exchange(script.other_mocks, Json());
    return true;
  }
  if (seen.failure->stage == to_text(Stage::kPostVerification))
    setup_.failed_after_script.emplace(place, seen.failure->message);
  draft.scripts.erase(place);
  draft.stood_in.insert(place);
  return true;
}

Completed DraftTrial::stop_while_running(CaseDraft& draft, const ExecutionResult& execution) const {
  const std::string& name = setup_.plan[draft.goal.step].name;
  for (const Event& event : execution.history) {
    if (!std::holds_alternative<StepStarted>(event.what) || step_of(event) != name) continue;
    const Milliseconds at = event.time - World::first_moment() + std::chrono::seconds(1);
    draft.signals.push_back({{"at", duration_text(at)}, {"stop", "Cancel"}});
    return {};
  }
  return failure("Trial", fmt::format("step {} did not start", name));
}

}  // namespace ssm::testkit
