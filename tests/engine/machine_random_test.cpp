// SPDX-License-Identifier: Apache-2.0
// The machine under random documents and events. A failure names its seed:
// SSM_LOCAL_SEED=123 machine_random_test runs that one alone.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>

#include "core/document/document.h"
#include "core/machine/machine.h"
#include "core/machine/transitions.h"

using namespace ssm;

namespace {

constexpr std::uint64_t kSeeds = 200;

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  int below(int end) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(end)); }
  bool one_in(int n) { return below(n) == 0; }

 private:
  std::mt19937_64 engine_;
};

std::string step_name(int index) {
  return "s" + std::to_string(index);
}

/// A later step of `count`, so that the flow has no cycle.
std::string later_step(Dice& dice, int index, int count) {
  return step_name(index + 1 + dice.below(count - index - 1));
}

Json random_step(Dice& dice, int index, int count) {
  Json step = {
      {"name", step_name(index)}, {"action", "aws:sleep"}, {"inputs", {{"Duration", "PT1S"}}}};
  const bool has_later = index + 1 < count;
  if (dice.one_in(3)) step["maxAttempts"] = 1 + dice.below(3);
  if (dice.one_in(3)) step["isCritical"] = dice.one_in(2);
  if (dice.one_in(4)) step["onFailure"] = "Continue";
  if (has_later && dice.one_in(4)) step["onFailure"] = "step:" + later_step(dice, index, count);
  if (has_later && dice.one_in(3)) step["onCancel"] = "step:" + later_step(dice, index, count);
  if (has_later && dice.one_in(4)) {
    step["nextStep"] = later_step(dice, index, count);
  } else if (dice.one_in(6)) {
    step["isEnd"] = true;
  }
  return step;
}

Document random_document(Dice& dice) {
  const int count = 1 + dice.below(6);
  Json steps = Json::array();
  for (int i = 0; i < count; ++i) steps.push_back(random_step(dice, i, count));
  const Json content = {{"schemaVersion", "0.3"}, {"mainSteps", std::move(steps)}};
  auto document = parse_document(to_text(content), DocumentFormat::kJson);
  REQUIRE(document);
  return std::move(*document);
}

Json everything(const ExecutionState& state) {
  Json all = to_json(state);
  all.erase("sequence");
  for (const StepState& step : state.steps) all["all steps"].push_back(to_json(step));
  return all;
}

/// Whether the table leads from one status to the other in at most two moves: one event may ask for
/// a cancellation and carry it out.
bool leads(std::span<const Transition> table, Status from, Status to) {
  if (from == to) return true;
  for (const Transition& first : table) {
    if (first.from != from) continue;
    if (first.to == to) return true;
    for (const Transition& second : table)
      if (second.from == first.to && second.to == to) return true;
  }
  return false;
}

class Run {
 public:
  explicit Run(Dice& dice) : dice_(dice), document_(random_document(dice)) {
    int number = 0;
    state_ = initial_state(document_, "x", [&] { return "id-" + std::to_string(++number); });
    state_.mode = dice.one_in(2) ? Mode::kInteractive : Mode::kAuto;
  }

  /// Any event at all, also one that cannot be.
  void anything() {
    is_sensible_ = false;
    see(random_event());
  }

  /// What a driver would do, with outcomes and requests left to chance.
  void something_sensible() {
    if (dice_.one_in(6)) request();
    std::visit([this](const auto& decision) { carry_out(decision); }, decide_checked());
  }

  /// Nobody asks for anything any more but the end: it must come.
  void bring_to_its_end() {
    if (check_stop(state_, false)) see(StopAccepted{false, "arn"});
    for (int left = 200; !state_.is_terminal(); --left) {
      REQUIRE(left > 0);
      std::visit([this](const auto& decision) { carry_out(decision); }, decide_checked());
    }
    for (const StepState& step : state_.steps)
      CHECK((step.status == Status::kPending || is_terminal(step.status)));
  }

  bool is_over() const { return state_.is_terminal(); }

 private:
  using What = decltype(Event::what);

  void see(What what) {
    now_ += Milliseconds(dice_.below(2000));
    const Event event{now_, std::move(what)};
    const ExecutionState before = state_;
    state_ = apply(document_, std::move(state_), event);
    const std::string problem = problem_with(event, before);
    if (problem.empty()) return;
    FAIL(problem << "\nevent " << to_text(to_json(event)) << "\nbefore "
                 << to_text(everything(before)) << "\nafter " << to_text(everything(state_)));
  }

  /// What is wrong with the step from `before` to the present state; empty = nothing.
  std::string problem_with(const Event& event, const ExecutionState& before) const {
    if (state_.sequence != before.sequence + 1) return "the sequence must grow by one";
    if (!leads(execution_transitions(), before.status, state_.status))
      return "the execution's table has no such way";
    for (std::size_t i = 0; i < before.steps.size(); ++i)
      if (!leads(step_transitions(), before.steps[i].status, state_.steps[i].status))
        return "the step's table has no such way";
    if (before.is_terminal() && everything(state_) != everything(before))
      return "an execution that has ended must stay as it is";
    if (state_.ended.has_value() != state_.is_terminal()) return "no end time, or one too early";
    const StepState* current = state_.find_step(state_.current_step);
    if (current && is_terminal(current->status)) return "the current step has ended";
    if (to_json(event_from_json(to_json(event))) != to_json(event))
      return "the event is not read back as it was written";
    return {};
  }

  Decision decide_checked() {
    Decision decision = decide(document_, state_, now_);
    const auto due = due_time(document_, state_, now_);
    if (const Rest* rest = std::get_if<Rest>(&decision)) {
      CHECK(due == rest->until);
      CHECK((!rest->until || *rest->until > now_));
      if (state_.is_terminal()) CHECK_FALSE(rest->until);
    } else {
      CHECK_FALSE(state_.is_terminal());
      CHECK((due && *due <= now_));
    }
    return decision;
  }

  void carry_out(const Begin&) { see(ExecutionBegan{}); }
  void carry_out(const StartStep& start) {
    if (is_sensible_ && state_.mode == Mode::kAuto)
      CHECK(state_.find_step(start.step)->run_order == 0);
    std::optional<Milliseconds> timeout;
    if (dice_.one_in(2)) timeout = Milliseconds(1000 + dice_.below(5000));
    see(StepStarted{start.step, Json::object(), timeout});
  }
  void carry_out(const Advance& advance) {
    if (dice_.one_in(3)) return suspend(advance.step);
    if (dice_.one_in(2)) return fail(advance.step, false);
    see(StepSucceeded{advance.step, Json::object(), "", Json()});
  }
  void carry_out(const TimeOut& timeout) { fail(timeout.step, true); }
  void carry_out(const Cancel& cancel) { see(StepCancelled{cancel.step}); }
  void carry_out(const Finish& finish) {
    see(ExecutionEnded{finish.status, finish.failure_message});
    CHECK(state_.is_terminal());
    CHECK(std::holds_alternative<Rest>(decide_checked()));
  }
  void carry_out(const Rest& rest) {
    if (rest.until) now_ = *rest.until;
  }

  void suspend(const std::string& step) {
    const StepState* record = state_.find_step(step);
    StepSuspended event;
    event.step = step;
    event.signals_seen = static_cast<std::int64_t>(record->signals.size());
    event.awaits = static_cast<Awaits>(dice_.below(3));
    if (event.awaits == Awaits::kNothing || dice_.one_in(2))
      event.wake_at = now_ + Milliseconds(2000 + dice_.below(9000));
    see(event);
  }

  void fail(const std::string& step, bool timed_out) {
    Failure why;
    why.stage = "Invocation";
    why.type = "Action";
    why.message = "because";
    why.timed_out = timed_out;
    why.may_retry = !dice_.one_in(4);
    see(failure_event(document_, state_, step, std::move(why), now_).what);
  }

  /// A signal or a stop, as a person would send it: checked before it is accepted.
  void request() {
    if (dice_.one_in(8)) {
      const bool complete = dice_.one_in(2);
      if (check_stop(state_, complete)) see(StopAccepted{complete, "arn"});
      return;
    }
    Signal signal = random_signal();
    if (check_signal(document_, state_, signal)) see(SignalAccepted{std::move(signal)});
  }

  Signal random_signal() {
    static constexpr std::array<const char*, 6> kTypes = {"Approve",   "Reject",   "Resume",
                                                          "StartStep", "StopStep", "Revoke"};
    Signal signal;
    signal.type = kTypes[static_cast<std::size_t>(dice_.below(kTypes.size()))];
    signal.caller = "arn:aws:iam::123456789012:user/ana";
    signal.at = now_;
    signal.payload["StepName"] = Json::array({random_name()});
    signal.payload["StepExecutionId"] = Json::array({"id-" + std::to_string(dice_.below(8))});
    return signal;
  }

  /// A step, or none of that name.
  std::string random_name() { return step_name(dice_.below(8)); }

  What random_event() {
    const std::string name = random_name();
    switch (dice_.below(10)) {
      case 0:
        return ExecutionBegan{};
      case 1:
        return StepStarted{name, Json::object(), std::nullopt};
      case 2:
        return StepSuspended{name, Json(1), now_, static_cast<Awaits>(dice_.below(3)), Json(), 0};
      case 3:
        return AttemptFailed{name, Failure{}};
      case 4:
        return StepSucceeded{name, Json::object(), random_name(), Json()};
      case 5:
        return StepFailed{name, Failure{}, Json()};
      case 6:
        return StepCancelled{name};
      case 7:
        return SignalAccepted{random_signal()};
      case 8:
        return StopAccepted{dice_.one_in(2), "arn"};
      default:
        return ExecutionEnded{static_cast<Status>(dice_.below(9)), "message"};
    }
  }

  Dice& dice_;
  Document document_;
  ExecutionState state_;
  bool is_sensible_ = true;  // nothing impossible has happened to it
  Time now_ = from_epoch_ms(1893553445000);
};

template <class Test>
void for_each_seed(Test test) {
  const char* only = std::getenv("SSM_LOCAL_SEED");
  const std::uint64_t first = only ? std::strtoull(only, nullptr, 10) : 1;
  for (std::uint64_t seed = first; seed < first + (only ? 1 : kSeeds); ++seed) {
    INFO("SSM_LOCAL_SEED=" << seed);
    Dice dice(seed);
    test(dice);
  }
}

}  // namespace

TEST_CASE("a driver that follows the decisions brings every execution to its end") {
  for_each_seed([](Dice& dice) {
    Run run(dice);
    for (int i = 0; i < 60 && !run.is_over(); ++i) run.something_sensible();
    run.bring_to_its_end();
  });
}

TEST_CASE("no event, however little it fits, breaks the machine") {
  for_each_seed([](Dice& dice) {
    Run run(dice);
    for (int i = 0; i < 60; ++i) dice.one_in(2) ? run.anything() : run.something_sensible();
  });
}
