// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/init/case_draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "actions/cloud/mock_file.h"
#include "cli/testkit/expectations.h"
#include "cli/testkit/world.h"
#include "core/base/arn.h"
#include "core/base/text.h"
#include "core/document/input_value.h"
#include "core/machine/approval.h"

namespace ssm::testkit {
namespace {

constexpr int kMostTries = 30;  // of one draft
constexpr Milliseconds kLongestTry = std::chrono::seconds(20);
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
  if (!answered->is_call() || answered->shares_call) mock["step"] = plan[step].name;
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
  Json mocks = draft.own_mocks;
  for (const auto& [place, response] : draft.responses)
    mocks.push_back(mock_of(setup_.plan, setup_.answers, StepIndex(place), response));
  for (const Json& mock : setup_.shared_mocks) mocks.push_back(mock);
  if (auto read = read_mocks(to_node(mocks))) test.mocks = *std::move(read);
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
  CaseResult result =
      run_case(test_of(draft), database_,
               {.limits = {.real_time = kLongestTry}, .with_details = true, .programs = nullptr});
  if (!result.stopped.empty()) return failure("Trial", "the run was stopped: " + result.stopped);
  if (!result.mismatches.empty())
    return failure("Trial", fmt::format("the start was {}", result.mismatches.front().seen));
  if (result.executions.empty()) return failure("Trial", "nothing was started");
  return result;
}

Result<CaseResult> DraftTrial::run(CaseDraft& draft) {
  bool is_stopped = draft.goal.kind != PathGoal::Kind::kCancel;
  for (int i = 0; i < kMostTries; ++i) {
    TRY_ASSIGN(CaseResult result, play(draft));
    if (answer_calls(result)) continue;
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
