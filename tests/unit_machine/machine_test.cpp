// SPDX-License-Identifier: Apache-2.0
#include "core/machine/machine.h"

#include <catch2/catch.hpp>

#include "core/document/document.h"
#include "core/machine/inputs.h"

using namespace ssm;

namespace {

constexpr std::string_view kThreeSteps = R"(
schemaVersion: '0.3'
mainSteps:
  - {name: one, action: 'aws:sleep', maxAttempts: 2, onFailure: 'step:three', inputs: {Duration: PT1S}}
  - {name: two, action: 'aws:sleep', onCancel: 'step:three', inputs: {Duration: PT1S}}
  - {name: three, action: 'aws:sleep', inputs: {Duration: PT1S}}
)";

/// A machine with its document and a hand-moved time.
struct Bench {
  Document document = *parse_document(kThreeSteps, DocumentFormat::kYaml);
  ExecutionState state;
  Time now = from_epoch_ms(1'700'000'000'000);

  explicit Bench(Mode mode) {
    int number = 0;
    state = initial_state(document, "x", [&] { return "id-" + std::to_string(++number); });
    state.mode = mode;
    see(ExecutionBegan{});
  }
  template <class What>
  void see(What what) {
    now += Milliseconds(10);
    const Event event{now, std::move(what)};
    // What is written to the store is what was there.
    CHECK(to_json(event_from_json(to_json(event))) == to_json(event));
    state = apply(document, std::move(state), event);
    CHECK(to_json(execution_from_json(to_json(state))) == to_json(state));
    for (const StepState& step : state.steps)
      CHECK(to_json(step_from_json(to_json(step))) == to_json(step));
  }
  void start(std::string step) { see(StepStarted{std::move(step), Json::object(), {}}); }
  void succeed(std::string step) { see(StepSucceeded{std::move(step), Json::object(), "", {}}); }
  void fail(const std::string& step) {
    see(failure_event(document, state, step, Failure{"Invocation", "Action", "no"}, now).what);
  }
  void see(decltype(Event::what) what) {
    std::visit([this](auto& one) { see(std::move(one)); }, what);
  }
  template <class Kind>
  Kind decided() {
    const Decision decision = decide(document, state, now);
    REQUIRE(std::holds_alternative<Kind>(decision));
    return std::get<Kind>(decision);
  }
  Result<std::monostate> signal(std::string type, Json payload = Json::object()) {
    const Signal sent{std::move(type), std::move(payload), "arn:aws:iam::1:user/u", now};
    auto checked = check_signal(document, state, sent);
    if (checked) see(SignalAccepted{sent});
    return checked;
  }
};

}  // namespace

TEST_CASE("Auto: steps follow each other to Success") {
  Bench bench(Mode::kAuto);
  for (const char* name : {"one", "two", "three"}) {
    CHECK(bench.decided<StartStep>().step == name);
    bench.start(name);
    CHECK(bench.decided<Advance>().step == name);
    bench.succeed(name);
  }
  CHECK(bench.decided<Finish>().status == Status::kSuccess);
  bench.see(ExecutionEnded{Status::kSuccess, ""});
  CHECK(bench.state.status == Status::kSuccess);
  CHECK(bench.decided<Rest>().until == std::nullopt);
}

TEST_CASE("a second attempt comes before the failure, the failure before its route") {
  Bench bench(Mode::kAuto);
  bench.start("one");
  bench.fail("one");
  CHECK(bench.state.find_step("one")->attempt == 2);
  CHECK(bench.decided<Advance>().step == "one");
  bench.fail("one");
  CHECK(bench.state.find_step("one")->status == Status::kFailed);
  CHECK(bench.decided<StartStep>().step == "three");
  bench.start("three");
  bench.succeed("three");
  CHECK(bench.decided<Finish>().status == Status::kFailed);
  CHECK(bench.decided<Finish>().failure_message == "no");
}

TEST_CASE("Interactive: one step for each StartStep, and only a valid one") {
  Bench bench(Mode::kInteractive);
  CHECK(bench.state.status == Status::kWaiting);
  CHECK(bench.signal("StartStep", {{"StepName", {"two"}}}).error().code ==
        "InvalidAutomationSignalException");
  CHECK(bench.signal("StartStep", {{"StepName", {"nine"}}}).error().code ==
        "AutomationStepNotFoundException");
  CHECK(bench.signal("StartStep", {{"StepName", {"one"}}}));
  CHECK(bench.state.status == Status::kInProgress);
  // A second terminal that asks for the same finds it taken.
  CHECK(bench.signal("StartStep", {{"StepName", {"one"}}}).error().code ==
        "InvalidAutomationSignalException");
  bench.start(bench.decided<StartStep>().step);
  bench.succeed("one");
  CHECK(bench.state.status == Status::kWaiting);
  CHECK(startable_steps(bench.document, bench.state) == std::vector<std::string>{"two"});
  CHECK(bench.decided<Rest>().until == std::nullopt);
}

TEST_CASE("a cancelled step's onCancel is followed for two minutes") {
  Bench bench(Mode::kAuto);
  bench.start("one");
  bench.succeed("one");
  bench.start("two");
  REQUIRE(check_stop(bench.state, false));
  bench.see(StopAccepted{});
  CHECK(bench.state.status == Status::kCancelling);
  CHECK(bench.decided<Cancel>().step == "two");
  CHECK(check_stop(bench.state, false).error().code == "InvalidAutomationStatusUpdateException");
  bench.see(StepCancelled{"two"});
  CHECK(bench.decided<StartStep>().step == "three");
  bench.start("three");
  bench.see(StepSuspended{"three", 1, bench.now + std::chrono::hours(1), Awaits::kNothing, {}, 0});
  const Time limit = *bench.decided<Rest>().until;
  CHECK(limit <= bench.now + std::chrono::minutes(2));
  bench.now = limit;
  CHECK(bench.decided<Cancel>().step == "three");
  bench.see(StepCancelled{"three"});
  CHECK(bench.decided<Finish>().status == Status::kCancelled);
}

TEST_CASE("an event that does not fit changes nothing but the sequence") {
  Bench bench(Mode::kAuto);
  bench.start("one");
  Json before = to_json(bench.state);
  bench.succeed("two");
  before["sequence"] = bench.state.sequence;
  CHECK(to_json(bench.state) == before);
}

TEST_CASE("the deadline of an attempt is a decision of its own") {
  Bench bench(Mode::kAuto);
  bench.see(StepStarted{"one", Json::object(), std::chrono::seconds(5)});
  const Time deadline = bench.now + std::chrono::seconds(5);
  bench.see(StepSuspended{"one", 1, bench.now + std::chrono::hours(1), Awaits::kNothing, {}, 0});
  CHECK(bench.decided<Rest>().until == deadline);
  bench.now = deadline;
  CHECK(bench.decided<TimeOut>().step == "one");
}

TEST_CASE("what was slept by the deadline is no timeout when it is seen late") {
  using std::chrono::seconds;
  for (const auto& [delay, in_time] :
       {std::pair(seconds(4), true), {seconds(5), true}, {seconds(6), false}}) {
    Bench bench(Mode::kAuto);
    bench.see(StepStarted{"one", Json::object(), seconds(5)});
    const Time started = bench.now;
    bench.see(StepSuspended{"one", 1, started + delay, Awaits::kNothing, {}, 0});
    bench.now = started + std::chrono::hours(1);
    CHECK(std::holds_alternative<Advance>(decide(bench.document, bench.state, bench.now)) ==
          in_time);
  }
}
