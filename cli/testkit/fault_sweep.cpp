// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/fault_sweep.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "cli/testkit/account_difference.h"

namespace ssm::testkit {
namespace {

constexpr Fault kFaults[] = {Fault::kError, Fault::kTimeout, Fault::kThrottle, Fault::kCancel};
constexpr std::string_view kCause = "this step fails in the fault sweep";
constexpr Milliseconds kLong = std::chrono::hours(1);
constexpr Milliseconds kMoment = std::chrono::seconds(1);
constexpr Time kNever = Time::max();

/// A step of the undisturbed case, when it ran first.
struct SweptStep {
  std::string name;
  std::string execution;
  Time started;
  Time ended = kNever;
  std::optional<Milliseconds> timeout;
};

bool is_end_of_step(const Event& event) {
  return std::holds_alternative<StepSucceeded>(event.what) ||
         std::holds_alternative<StepFailed>(event.what) ||
         std::holds_alternative<StepCancelled>(event.what);
}

void add_steps(const ExecutionResult& execution, std::set<std::string>& known,
               std::vector<SweptStep>& steps) {
  const auto first = static_cast<std::ptrdiff_t>(steps.size());
  for (const Event& event : execution.history) {
    const std::string name(step_of(event));
    if (const auto* started = std::get_if<StepStarted>(&event.what)) {
      if (!known.insert(name).second) continue;
      steps.push_back({name, execution.name, event.time, kNever, started->timeout});
    } else if (is_end_of_step(event)) {
      const auto step = std::find_if(steps.begin() + first, steps.end(), [&](const SweptStep& one) {
        return one.name == name && one.ended == kNever;
      });
      if (step != steps.end()) step->ended = event.time;
    }
  }
  // A loop that a step in it left has no event of its own.
  for (auto step = steps.begin() + first; step != steps.end(); ++step)
    if (const StepState* state = execution.state.find_step(step->name);
        state && state->status == Status::kExited && state->ended)
      step->ended = *state->ended;
}

Mock mock_of(const SweptStep& step, MockUses uses, std::string error, Milliseconds after) {
  MockAnswer answer;
  answer.thrown = MockAnswer::Thrown{std::move(error), std::string(kCause)};
  answer.after = after;
  Mock mock;
  mock.step = step.name;
  mock.answers.emplace_back(uses, std::move(answer));
  return mock;
}

/// The step goes on for long enough to be stopped in the midst of it.
void cancel_during(TestCase& test, const SweptStep& step, Time beginning) {
  Stop stop;
  stop.execution = step.execution;
  stop.type = "Cancel";
  Milliseconds into = kMoment;
  if (step.ended == step.started)
    test.mocks.mocks.insert(test.mocks.mocks.begin(), mock_of(step, {}, "InternalFailure", kLong));
  else if (step.ended != kNever)
    into = (step.ended - step.started) / 2;
  Moment moment{step.started - beginning + into, std::move(stop), test.where};
  const auto later = std::ranges::upper_bound(test.moments, moment.at, {}, &Moment::at);
  test.moments.insert(later, std::move(moment));
}

TestCase disturbed(const TestCase& test, const SweptStep& step, Fault fault, Time beginning) {
  constexpr MockUses kAlways{0, std::nullopt};
  constexpr MockUses kOnce{0, 0};
  TestCase copy = test;
  copy.expectations.clear();
  std::erase_if(copy.moments, [](const Moment& moment) {
    return std::holds_alternative<Expectation>(moment.what);
  });
  const auto mock = [&](MockUses uses, std::string error, Milliseconds after = {}) {
    copy.mocks.mocks.insert(copy.mocks.mocks.begin(), mock_of(step, uses, std::move(error), after));
  };
  switch (fault) {
    case Fault::kError:
      mock(kAlways, "InternalFailure");
      break;
    case Fault::kTimeout:
      mock(kAlways, "TimedOut", step.timeout.value_or(Milliseconds(0)));
      break;
    case Fault::kThrottle:
      mock(kOnce, "ThrottlingException");
      break;
    case Fault::kCancel:
      cancel_during(copy, step, beginning);
      break;
  }
  return copy;
}

const ExecutionResult* execution_of(const CaseResult& result, const std::string& name) {
  // The latest of a name is the one that moments are about.
  for (auto each = result.executions.rbegin(); each != result.executions.rend(); ++each)
    if (each->name == name) return &*each;
  return nullptr;
}

/// What the last run of a step came to, when that is not Success; empty: Success.
std::string bad_end_of(const ExecutionResult& execution, const std::string& name) {
  const StepState* state = execution.state.find_step(name);
  if (state && state->status != Status::kPending)
    return state->status == Status::kSuccess ? std::string() : std::string(to_text(state->status));
  // It is in a loop, and did not run again in the last iteration.
  const Event* last = nullptr;
  for (const Event& event : execution.history)
    if (is_end_of_step(event) && step_of(event) == name) last = &event;
  if (!last || std::holds_alternative<StepSucceeded>(last->what)) return {};
  const auto* failed = std::get_if<StepFailed>(&last->what);
  const Status status = !failed                     ? Status::kCancelled
                        : failed->failure.timed_out ? Status::kTimedOut
                                                    : Status::kFailed;
  return std::string(to_text(status));
}

/// Each once, in the order of their first runs.
std::vector<std::string> steps_after(const ExecutionResult& execution, const std::string& step) {
  std::vector<std::string> names;
  std::map<std::string, std::size_t> runs;
  bool is_after = false;
  for (const Event& event : execution.history) {
    const auto* started = std::get_if<StepStarted>(&event.what);
    if (started == nullptr) continue;
    if (is_after && ++runs[started->step] == 1) names.push_back(started->step);
    is_after |= started->step == step;
  }
  for (std::string& name : names) {
    const std::size_t count = runs[name];
    const std::string end = bad_end_of(execution, name);
    if (count > 1) name += fmt::format(" {}x", count);
    if (!end.empty()) name += fmt::format(" ({})", end);
  }
  return names;
}

std::vector<std::string> texts_of(const std::vector<AccountDifference>& differences) {
  std::vector<std::string> texts;
  for (const AccountDifference& difference : differences) texts.push_back(difference.text);
  return texts;
}

class Sweep {
 public:
  Sweep(FaultSweep& sweep, const TestCase& test) : sweep_(sweep), test_(test) {
    expected_ =
        account_differences(sweep.undisturbed.account_before, sweep.undisturbed.account_after);
    sweep_.left = texts_of(expected_);
    std::set<std::string> known;
    for (const ExecutionResult& execution : sweep.undisturbed.executions)
      add_steps(execution, known, steps_);
  }

  std::vector<TestCase> cases() const {
    std::vector<TestCase> cases;
    const Time beginning = World::first_moment();
    for (const SweptStep& step : steps_)
      for (const Fault fault : kFaults) cases.push_back(disturbed(test_, step, fault, beginning));
    return cases;
  }

  /// `results`: of cases().
  void add(const std::vector<CaseResult>& results) {
    for (std::size_t i = 0; i < results.size(); ++i)
      sweep_.runs.push_back(
          run_of(steps_[i / std::size(kFaults)], kFaults[i % std::size(kFaults)], results[i]));
  }

 private:
  FaultRun run_of(const SweptStep& step, Fault fault, const CaseResult& result) const {
    FaultRun run;
    run.step = step.name;
    run.fault = fault;
    run.stopped = result.stopped;
    run.virtual_time = result.virtual_time;
    if (const ExecutionResult* execution = execution_of(result, step.execution)) {
      run.status = to_text(execution->state.status);
      run.message = execution->state.failure_message;
      if (const StepState* state = execution->state.find_step(step.name))
        run.step_status = to_text(state->status);
      run.then = steps_after(*execution, step.name);
    }
    if (result.stopped.empty()) compare_accounts(result, run);
    return run;
  }

  void compare_accounts(const CaseResult& result, FaultRun& run) const {
    for (AccountDifference& difference :
         account_differences(sweep_.undisturbed.account_before, result.account_after)) {
      const bool is_expected = std::ranges::find(expected_, difference.kind,
                                                 &AccountDifference::kind) != expected_.end();
      if (is_expected) run.left_anyway.push_back(difference.text);
      run.left.push_back(std::move(difference.text));
    }
  }

  FaultSweep& sweep_;
  const TestCase& test_;
  std::vector<AccountDifference> expected_;
  std::vector<SweptStep> steps_;
};

Result<std::vector<CaseResult>> results_of(std::vector<TestCase> cases,
                                           const TestRunOptions& options) {
  TestFile file;
  file.cases = std::move(cases);
  std::vector<TestFile> files;
  files.push_back(std::move(file));
  TRY_ASSIGN(TestRun run, run_tests(std::move(files), options, {}));
  return std::move(run.files.front().results);
}

}  // namespace

std::string_view name_of(Fault fault) {
  switch (fault) {
    case Fault::kError:
      return "error";
    case Fault::kTimeout:
      return "timeout";
    case Fault::kThrottle:
      return "throttle";
    case Fault::kCancel:
      return "cancel";
  }
  return {};
}

Result<FaultSweep> sweep_faults(const std::string& file, const TestCase& test,
                                TestRunOptions options) {
  options.run.with_details = true;
  options.fail_fast = false;
  FaultSweep sweep{file, test.name, {}, {}, {}};
  TRY_ASSIGN(std::vector<CaseResult> undisturbed, results_of({test}, options));
  sweep.undisturbed = std::move(undisturbed.front());
  if (sweep.undisturbed.outcome != CaseResult::Outcome::kPassed) return sweep;
  Sweep runs(sweep, test);
  TRY_ASSIGN(const std::vector<CaseResult> results, results_of(runs.cases(), options));
  runs.add(results);
  return sweep;
}

}  // namespace ssm::testkit
