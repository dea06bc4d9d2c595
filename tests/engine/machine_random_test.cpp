// SPDX-License-Identifier: Apache-2.0
// The machine under random documents and events. A failure names its seed:
// SSM_LOCAL_SEED=123 runs that one alone, with SSM_LOCAL_SEEDS=n the n from there.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>

#include "actions/registry.h"
#include "core/document/document.h"
#include "core/machine/machine.h"
#include "core/machine/transitions.h"

using namespace ssm;

namespace {

std::uint64_t number_in(const char* variable, std::uint64_t otherwise) {
  const char* const text = std::getenv(variable);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  int below(int end) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(end)); }
  bool one_in(int n) { return below(n) == 0; }

 private:
  std::mt19937_64 engine_;
};

constexpr int kDeepest = 3;  // loops

/// Steps that are called "s0", "s1" and so on; those inside s1 "s1_0", "s1_1".
class RandomSteps {
 public:
  explicit RandomSteps(Dice& dice) : dice_(dice) {}

  /// `beyond`: the steps that may follow, of the lists around this one.
  Json list(const std::string& prefix, int count, std::vector<std::string> beyond = {},
            int depth = 0) {
    std::vector<Json> steps;
    // From the last one on: so the flow has no cycle.
    for (int i = count - 1; i >= 0; --i) {
      const std::string name = prefix + std::to_string(i);
      steps.push_back(step(name, beyond, depth));
      beyond.push_back(name);
    }
    return Json(std::vector<Json>(steps.rbegin(), steps.rend()));
  }

 private:
  Json step(const std::string& name, const std::vector<std::string>& later, int depth) {
    Json step = {{"name", name}, {"action", "aws:sleep"}, {"inputs", {{"Duration", "PT1S"}}}};
    const bool has_later = !later.empty();
    const auto one_of_later = [&] {
      return later[static_cast<std::size_t>(dice_.below(static_cast<int>(later.size())))];
    };
    if (has_later && dice_.one_in(5)) {
      step["action"] = "aws:branch";
      step["inputs"] = {
          {"Choices", {{{"NextStep", one_of_later()}, {"Variable", "x"}, {"StringEquals", "x"}}}}};
      return step;
    }
    const bool is_loop = depth < kDeepest && dice_.one_in(4);
    if (is_loop) {
      step["action"] = "aws:loop";
      step["inputs"] = {{"Iterators", {"x", "y"}},
                        {"Steps", list(name + "_", 1 + dice_.below(3), later, depth + 1)}};
    }
    if (dice_.one_in(3)) step["maxAttempts"] = 1 + dice_.below(3);
    if (dice_.one_in(3)) step["isCritical"] = dice_.one_in(2);
    if (dice_.one_in(4)) step["onFailure"] = "Continue";
    if (has_later && dice_.one_in(4)) step["onFailure"] = "step:" + one_of_later();
    if (has_later && !is_loop && dice_.one_in(3)) step["onCancel"] = "step:" + one_of_later();
    if (has_later && dice_.one_in(4)) {
      step["nextStep"] = one_of_later();
    } else if (dice_.one_in(6)) {
      step["isEnd"] = true;
    }
    return step;
  }

  Dice& dice_;
};

Plan random_plan(Dice& dice) {
  Json steps = RandomSteps(dice).list("s", 1 + dice.below(6));
  const Json content = {{"schemaVersion", "0.3"}, {"mainSteps", std::move(steps)}};
  auto document = parse_document(to_text(content), DocumentFormat::kJson, {action_catalog()});
  REQUIRE(document);
  Plan plan = compile(*document);
  auto stored = read_plan(to_text_of(plan), action_catalog());
  REQUIRE(stored);
  REQUIRE(to_text_of(*stored) == to_text_of(plan));
  return *std::move(stored);  // an engine runs what was stored
}

std::string everything(const ExecutionState& state) {
  std::string all = to_text_of(state);
  for (const StepState& step : state.steps) all += "\n" + to_text_of(step);
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
  explicit Run(Dice& dice)
      : dice_(dice), plan_(random_plan(dice)), state_(initial_state(plan_, "x")) {
    mode_ = state_.mode = dice.one_in(2) ? Mode::kInteractive : Mode::kAuto;
  }

  /// Any event at all, also one that cannot be.
  void anything() {
    is_sensible_ = false;
    see(random_event(), false);
  }

  /// What a driver would do, with outcomes and requests left to chance.
  void something_sensible() {
    if (dice_.one_in(6)) request();
    std::visit([this](const auto& decision) { carry_out(decision); }, decide_checked());
  }

  /// Nobody asks for anything any more but the end: it must come.
  void bring_to_its_end() {
    if (check_stop(state_, false)) see(StopAccepted{false, "arn"});
    for (int left = 2000; !state_.is_terminal(); --left) {
      REQUIRE(left > 0);
      std::visit([this](const auto& decision) { carry_out(decision); }, decide_checked());
    }
    for (const StepState& step : state_.steps)
      CHECK((step.status == Status::kPending || is_terminal(step.status)));
    CHECK(state_.position.empty());
  }

  /// The history gives the state.
  void rebuild() const {
    ExecutionState rebuilt = initial_state(plan_, "x");
    rebuilt.mode = mode_;
    for (const std::string& event : history_) REQUIRE(apply(plan_, rebuilt, *read_event(event)));
    CHECK(everything(rebuilt) == everything(state_));
  }

  bool is_over() const { return state_.is_terminal(); }

 private:
  using What = decltype(Event::what);

  /// An event that the machine must take when it is `expected`, and may refuse otherwise.
  void see(What what, bool expected = true) {
    now_ += Milliseconds(dice_.below(2000));
    const Event event{now_, std::move(what)};
    const ExecutionState before = state_;
    const Completed fits = apply(plan_, state_, event);
    std::string problem;
    if (fits) {
      history_.push_back(to_text_of(event));
      problem = problem_with(event, before);
    } else if (expected) {
      problem = fits.error().message;
    } else if (everything(state_) != everything(before)) {
      problem = "an event that was refused changed something";
    }
    if (problem.empty()) return;
    FAIL(problem << "\nevent " << to_text_of(event) << "\nbefore " << everything(before)
                 << "\nafter " << everything(state_));
  }

  /// Whether a child ends at the very moment for which its step's next call is set.
  static bool wakes_who_is_awake(const Event& event, const ExecutionState& before) {
    return std::holds_alternative<ChildEnded>(event.what) && before.current() &&
           before[*before.current()].wake_at == event.time;
  }

  /// Whether a step says once more that it wants the same.
  static bool is_repeated(const Event& event, const ExecutionState& before) {
    const auto* suspended = std::get_if<StepSuspended>(&event.what);
    const StepState* step = suspended ? before.find_step(suspended->step) : nullptr;
    return step && step->memo == suspended->memo && step->wake_at == suspended->wake_at;
  }

  /// What is wrong with the step from `before` to the present state; empty = nothing.
  std::string problem_with(const Event& event, const ExecutionState& before) const {
    if (state_.sequence != before.sequence + 1) return "the sequence must grow by one";
    if (!leads(execution_transitions(), before.status, state_.status))
      return "the execution's table has no such transition";
    if (const std::string problem = problem_with_position(); !problem.empty()) return problem;
    for (std::size_t i = 0; i < before.steps.size(); ++i)
      if (before.steps[i].id == state_.steps[i].id &&
          !leads(step_transitions(), before.steps[i].status, state_.steps[i].status))
        return "the step's table has no such transition";
    if (before.is_terminal()) return "an execution that has ended takes no event";
    if (everything(state_) == everything(with_sequence(before, state_.sequence)) &&
        !std::holds_alternative<StopAccepted>(event.what) && !is_repeated(event, before) &&
        !wakes_who_is_awake(event, before))
      return "an event that was taken changed nothing";
    if (state_.ended.has_value() != state_.is_terminal()) return "no end time, or one too early";
    if (const auto current = state_.current(); current && is_terminal(state_[*current].status))
      return "the current step has ended";
    if (to_text_of(*read_event(to_text_of(event))) != to_text_of(event))
      return "the event is not read back as it was written";
    if (to_text_of(*read_execution(to_text_of(state_), state_.steps)) != to_text_of(state_))
      return "the execution is not read back as it was written";
    return {};
  }

  /// What is wrong with where the execution is; empty = nothing.
  std::string problem_with_position() const {
    std::optional<StepIndex> around;
    for (const StepIndex step : state_.position) {
      if (plan_[step].loop != around) return "a step is under way outside its loop";
      if (is_terminal(state_[step].status) || state_[step].status == Status::kPending)
        return "a step of the position is not under way";
      around = step;
    }
    if (state_.next && plan_[*state_.next].loop != around) return "the next step is elsewhere";
    for (std::size_t i = 0; i < state_.steps.size(); ++i) {
      const auto& loop = plan_.steps[i].loop;
      const StepState& step = state_.steps[i];
      if (loop && state_[*loop].iterations == 0 && step.status != Status::kPending)
        return "a step ran in a loop without an iteration";
      if (loop && step.loop_id != state_[*loop].id) return "a step is of another run of its loop";
    }
    return {};
  }

  static ExecutionState with_sequence(ExecutionState state, std::int64_t sequence) {
    state.sequence = sequence;
    return state;
  }

  Decision decide_checked() {
    Decision decision = decide(plan_, state_, now_);
    const auto due = due_time(plan_, state_, now_);
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
      CHECK((state_[start.step].run_order == 0 || state_[start.step].is_inner));
    std::optional<Milliseconds> timeout;
    if (dice_.one_in(2)) timeout = Milliseconds(1000 + dice_.below(5000));
    see(StepStarted{plan_[start.step].name, Json::object(), timeout});
  }
  void carry_out(const Advance& advance) {
    const PlanStep& step = plan_[advance.step];
    if (!step.body.empty() && state_[advance.step].iterations < 3 && dice_.one_in(2))
      return see(IterationBegan{
          step.name, dice_.below(9), {{"Number", dice_.below(9)}}, std::to_string(dice_.below(9))});
    if (dice_.one_in(3)) return suspend(advance.step);
    if (dice_.one_in(2)) return fail(advance.step, false);
    see(StepSucceeded{step.name, Json::object(), chosen_by(step), Json()});
  }
  void carry_out(const TimeOut& timeout) { fail(timeout.step, true); }
  void carry_out(const Cancel& cancel) {
    if (dice_.one_in(4))
      return see(StepSuspended{plan_[cancel.step].name, 1, now_ + Milliseconds(500),
                               Awaits::kNothing, Json(), signals_of(cancel.step)});
    see(StepCancelled{plan_[cancel.step].name});
  }
  void carry_out(const Finish& finish) {
    see(ExecutionEnded{finish.status, finish.failure_message});
    CHECK(state_.is_terminal());
    CHECK(std::holds_alternative<Rest>(decide_checked()));
  }
  void carry_out(const Rest& rest) {
    if (rest.until) now_ = *rest.until;
  }

  std::int64_t signals_of(StepIndex step) const {
    return static_cast<std::int64_t>(state_[step].signals.size());
  }

  /// One of the steps a branch may choose, or none.
  std::string chosen_by(const PlanStep& step) {
    if (step.choices.empty() || dice_.one_in(3)) return {};
    const auto target =
        step.choices[static_cast<std::size_t>(dice_.below(static_cast<int>(step.choices.size())))];
    return target && state_[*target].run_order == 0 ? plan_[*target].name : std::string();
  }

  void suspend(StepIndex step) {
    StepSuspended event;
    event.step = plan_[step].name;
    event.signals_seen = signals_of(step);
    event.awaits = static_cast<Awaits>(dice_.below(3));
    event.memo = dice_.below(1000000);
    if (event.awaits == Awaits::kNothing || dice_.one_in(2))
      event.wake_at = now_ + Milliseconds(2000 + dice_.below(9000));
    see(event);
  }

  void fail(StepIndex step, bool timed_out) {
    Failure why;
    why.stage = "Invocation";
    why.type = "Action";
    why.message = "because";
    why.timed_out = timed_out;
    why.may_retry = !dice_.one_in(4);
    see(failure_event(plan_, state_, step, std::move(why), now_).what);
  }

  /// A signal or a stop, as a person would send it: checked before it is accepted.
  void request() {
    if (dice_.one_in(8)) {
      const bool complete = dice_.one_in(2);
      if (check_stop(state_, complete)) see(StopAccepted{complete, "arn"});
      return;
    }
    Signal signal = random_signal();
    if (check_signal(plan_, state_, signal)) see(SignalAccepted{std::move(signal)});
  }

  Signal random_signal() {
    static constexpr std::array<const char*, 6> kTypes = {"Approve",   "Reject",   "Resume",
                                                          "StartStep", "StopStep", "Revoke"};
    Signal signal;
    signal.type = kTypes[static_cast<std::size_t>(dice_.below(kTypes.size()))];
    signal.caller = "arn:aws:iam::123456789012:user/ana";
    signal.time = now_;
    signal.payload["StepName"] = Json::array({random_name()});
    signal.payload["StepExecutionId"] = Json::array({random_id()});
    return signal;
  }

  std::string random_id() {
    const StepState* step = random_step();
    return step ? step->id : "none";
  }

  /// A step, or none of that name.
  std::string random_name() {
    const StepState* step = random_step();
    return step ? step->name : "none";
  }

  /// Often one that is under way; nullptr: none.
  const StepState* random_step() {
    if (const auto current = state_.current(); current && dice_.one_in(3)) return &state_[*current];
    const auto number =
        static_cast<std::size_t>(dice_.below(static_cast<int>(state_.steps.size()) + 2));
    return number < state_.steps.size() ? &state_.steps[number] : nullptr;
  }

  What random_event() {
    const std::string name = random_name();
    switch (dice_.below(12)) {
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
      case 9:
        return IterationBegan{name, 1, Json()};
      case 10:
        return ChildEnded{name, "child", Status::kSuccess};
      default:
        return ExecutionEnded{static_cast<Status>(dice_.below(9)), "message"};
    }
  }

  Dice& dice_;
  Plan plan_;
  ExecutionState state_;
  Mode mode_ = Mode::kAuto;
  std::vector<std::string> history_;
  bool is_sensible_ = true;  // nothing impossible has happened to it
  Time now_ = from_epoch_ms(1893553445000);
};

template <class Test>
void for_each_seed(Test test) {
  const std::uint64_t only = number_in("SSM_LOCAL_SEED", 0);
  const std::uint64_t first = std::max<std::uint64_t>(only, 1);
  const std::uint64_t count = number_in("SSM_LOCAL_SEEDS", only == 0 ? 200 : 1);
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
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
    run.rebuild();
  });
}

TEST_CASE("any event is taken or refused, none is swallowed, and every execution can end") {
  for_each_seed([](Dice& dice) {
    Run run(dice);
    for (int i = 0; i < 60; ++i) dice.one_in(2) ? run.anything() : run.something_sensible();
    run.rebuild();
    if (run.is_over()) return;
    run.bring_to_its_end();
    run.rebuild();
  });
}
