// SPDX-License-Identifier: Apache-2.0
#include "core/machine/machine.h"
#include "actions/registry.h"

#include <catch2/catch.hpp>
#include <set>

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
  Plan plan;
  ExecutionState state;
  Time now = from_epoch_ms(1'700'000'000'000);

  explicit Bench(Mode mode, std::string_view text = kThreeSteps)
      : plan(compile(*parse_document(text, DocumentFormat::kYaml, {action_catalog()}))),
        state(initial_state(plan, "x")) {
    state.mode = mode;
    see(ExecutionBegan{});
  }
  template <class What>
  void see(What what) {
    now += Milliseconds(10);
    const Event event{now, std::move(what)};
    // What is written to the store is what was there.
    CHECK(to_text_of(*read_event(to_text_of(event))) == to_text_of(event));
    const Completed fits = apply(plan, state, event);
    INFO((fits ? "" : fits.error().message));
    REQUIRE(fits);
    CHECK(to_text_of(*read_execution(to_text_of(state), state.steps)) == to_text_of(state));
    for (const StepState& step : state.steps)
      CHECK(to_text_of(*read_step(to_text_of(step))) == to_text_of(step));
  }
  void start(std::string step) { see(StepStarted{std::move(step), Json::object(), {}}); }
  void succeed(std::string step) { see(StepSucceeded{std::move(step), Json::object(), "", {}}); }
  void fail(const std::string& step) {
    see(failure_event(plan, state, *plan.find(step), Failure{"Invocation", "Action", "no"}, now)
            .what);
  }
  void see(decltype(Event::what) what) {
    std::visit([this](auto& one) { see(std::move(one)); }, what);
  }
  template <class Kind>
  Kind decided() {
    const Decision decision = decide(plan, state, now);
    REQUIRE(std::holds_alternative<Kind>(decision));
    return std::get<Kind>(decision);
  }
  /// The step that the decision, which must be of this kind, is about.
  template <class Kind>
  std::string decided_step() {
    return plan[decided<Kind>().step].name;
  }
  Result<std::monostate> signal(std::string type, Json payload = Json::object()) {
    const Signal sent{std::move(type), std::move(payload), "arn:aws:iam::1:user/u", now};
    auto checked = check_signal(plan, state, sent);
    if (checked) see(SignalAccepted{sent});
    return checked;
  }
};

}  // namespace

TEST_CASE("Auto: steps follow each other to Success") {
  Bench bench(Mode::kAuto);
  for (const char* name : {"one", "two", "three"}) {
    CHECK(bench.decided_step<StartStep>() == name);
    bench.start(name);
    CHECK(bench.decided_step<Advance>() == name);
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
  CHECK(bench.decided_step<Advance>() == "one");
  bench.fail("one");
  CHECK(bench.state.find_step("one")->status == Status::kFailed);
  CHECK(bench.decided_step<StartStep>() == "three");
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
  bench.start(bench.decided_step<StartStep>());
  bench.succeed("one");
  CHECK(bench.state.status == Status::kWaiting);
  CHECK(startable_steps(bench.plan, bench.state) == std::vector<std::string>{"two"});
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
  CHECK(bench.decided_step<Cancel>() == "two");
  CHECK(check_stop(bench.state, false).error().code == "InvalidAutomationStatusUpdateException");
  bench.see(StepCancelled{"two"});
  CHECK(bench.decided_step<StartStep>() == "three");
  bench.start("three");
  bench.see(StepSuspended{"three", 1, bench.now + std::chrono::hours(1), Awaits::kNothing, {}, 0});
  const Time limit = *bench.decided<Rest>().until;
  CHECK(limit <= bench.now + std::chrono::minutes(2));
  bench.now = limit;
  CHECK(bench.decided_step<Cancel>() == "three");
  bench.see(StepCancelled{"three"});
  CHECK(bench.decided<Finish>().status == Status::kCancelled);
}

TEST_CASE("a step of onCancel that has run does not run again") {
  Bench bench(Mode::kInteractive);
  for (const char* step : {"three", "two"}) {
    bench.see(SignalAccepted{{"StartStep", {{"StepName", {step}}}, "ann", bench.now}});
    bench.start(step);
    if (bench.state.find_step("two")->status == Status::kPending) bench.succeed(step);
  }
  bench.see(StopAccepted{});
  bench.see(StepCancelled{"two"});
  CHECK(bench.decided<Finish>().status == Status::kCancelled);
}

TEST_CASE("an event that does not fit is an error that names both sides, and changes nothing") {
  Bench bench(Mode::kAuto);
  bench.start("one");
  const std::string before = to_text_of(bench.state);
  const auto refused = [&](decltype(Event::what) what) {
    const Completed fits = apply(bench.plan, bench.state, {bench.now, std::move(what)});
    CHECK(to_text_of(bench.state) == before);
    REQUIRE_FALSE(fits);
    CHECK(fits.error().code == kDoesNotFit);
    return fits.error().message;
  };
  CHECK(refused(StepSucceeded{"two", Json::object(), "", {}}) ==
        "Internal error of ssm-local: StepSucceeded of step two does not fit execution x: the step "
        "under way is one.");
  CHECK(refused(StepStarted{"nine", Json::object(), {}}) ==
        "Internal error of ssm-local: StepStarted of step nine does not fit execution x: the "
        "runbook has no step nine.");
  CHECK(refused(StepSucceeded{"one", Json::object(), "nine", {}}) ==
        "Step one chose step nine, which the runbook does not have");
  CHECK(refused(ExecutionBegan{}).find("InProgress") != std::string::npos);
  CHECK(refused(ExecutionEnded{Status::kWaiting, ""}).find("no execution ends Waiting") !=
        std::string::npos);
}

TEST_CASE("an execution that ends early takes the step under way with it") {
  Bench bench(Mode::kAuto);
  bench.start("one");
  bench.see(ExecutionEnded{Status::kFailed, "why"});
  CHECK(bench.state.find_step("one")->status == Status::kFailed);
  CHECK(bench.state.find_step("one")->failure->message == "why");
  CHECK(bench.state.position.empty());
}

TEST_CASE("a queued execution can fail") {
  Bench bench(Mode::kAuto);
  ExecutionState queued = initial_state(bench.plan, "q");
  REQUIRE(apply(bench.plan, queued, {bench.now, ExecutionEnded{Status::kFailed, "unreadable"}}));
  CHECK(queued.status == Status::kFailed);
}

TEST_CASE("Complete after an accepted StartStep: the step runs first") {
  Bench bench(Mode::kInteractive);
  CHECK(bench.signal("StartStep", {{"StepName", {"one"}}}));
  REQUIRE(check_stop(bench.state, true));
  bench.see(StopAccepted{true, "arn"});
  CHECK(bench.decided_step<StartStep>() == "one");
  bench.start("one");
  bench.succeed("one");
  CHECK(bench.decided<Finish>().status == Status::kSuccess);
}

TEST_CASE("a last step that fails uncritically ends alike with isEnd and without") {
  for (const std::string_view end : {"", ", isEnd: true"}) {
    const std::string text =
        "schemaVersion: '0.3'\nmainSteps:\n"
        "- {name: one, action: 'aws:sleep', isCritical: false, inputs: {Duration: PT1S}" +
        std::string(end) + "}\n";
    Bench bench(Mode::kAuto, text);
    bench.start("one");
    bench.fail("one");
    CHECK(bench.decided<Finish>().status == Status::kFailed);
  }
}

constexpr std::string_view kLoop = R"(
schemaVersion: '0.3'
mainSteps:
  - name: each
    action: aws:loop
    inputs:
      Iterators: [a, b]
      IteratorDataType: String
      Steps:
      - {name: inner, action: 'aws:sleep', inputs: {Duration: PT1S}}
      - {name: last, action: 'aws:sleep', onFailure: 'step:after', inputs: {Duration: PT1S}}
  - {name: after, action: 'aws:sleep', inputs: {Duration: PT1S}}
)";

TEST_CASE("a loop's steps run once for each iteration, with the loop under way around them") {
  Bench bench(Mode::kAuto, kLoop);
  bench.start("each");
  for (int iteration = 1; iteration <= 2; ++iteration) {
    CHECK(bench.decided_step<Advance>() == "each");
    bench.see(IterationBegan{"each", iteration, {}});
    for (const char* step : {"inner", "last"}) {
      CHECK(bench.decided_step<StartStep>() == step);
      bench.start(step);
      CHECK(bench.state.position.size() == 2);
      CHECK(bench.state.find_step(step)->iteration == iteration);
      bench.succeed(step);
    }
  }
  CHECK(bench.decided_step<Advance>() == "each");
  bench.succeed("each");
  CHECK(bench.decided_step<StartStep>() == "after");
}

TEST_CASE("a way out of a loop leaves it Exited") {
  Bench bench(Mode::kAuto, kLoop);
  bench.start("each");
  bench.see(IterationBegan{"each", 1, {}});
  bench.start("inner");
  bench.succeed("inner");
  bench.start("last");
  bench.fail("last");
  CHECK(bench.state.find_step("each")->status == Status::kExited);
  CHECK(bench.decided_step<StartStep>() == "after");
}

TEST_CASE("an inner step that aborts ends the iteration, and its loop hears why") {
  Bench bench(Mode::kAuto, kLoop);
  bench.start("each");
  bench.see(IterationBegan{"each", 1, {}});
  bench.start("inner");
  bench.fail("inner");
  CHECK(bench.decided_step<Advance>() == "each");
  CHECK(bench.state.find_step("each")->body_failure->step == "inner");
  CHECK(bench.state.find_step("each")->body_failure->failure.message == "no");
}

TEST_CASE("Cancel stops the inner step first, then its loop") {
  Bench bench(Mode::kAuto, kLoop);
  bench.start("each");
  bench.see(IterationBegan{"each", 1, {}});
  bench.start("inner");
  bench.see(StopAccepted{});
  CHECK(bench.decided_step<Cancel>() == "inner");
  bench.see(StepCancelled{"inner"});
  CHECK(bench.decided_step<Cancel>() == "each");
  bench.see(StepCancelled{"each"});
  CHECK(bench.decided<Finish>().status == Status::kCancelled);
}

TEST_CASE("a loop of onCancel whose time is up ends between its steps, too") {
  Bench bench(Mode::kAuto, R"(
schemaVersion: '0.3'
mainSteps:
  - {name: work, action: 'aws:sleep', onCancel: 'step:each', inputs: {Duration: PT1S}}
  - name: each
    action: aws:loop
    inputs:
      Iterators: [a, b]
      IteratorDataType: String
      Steps: [{name: inner, action: 'aws:sleep', inputs: {Duration: PT1S}}]
)");
  bench.start("work");
  bench.see(StopAccepted{});
  bench.see(StepCancelled{"work"});
  bench.start("each");
  bench.see(IterationBegan{"each", 1, {}});
  CHECK(bench.decided_step<StartStep>() == "inner");
  bench.now += std::chrono::minutes(3);
  CHECK(bench.decided_step<Cancel>() == "each");
  bench.see(StepCancelled{"each"});
  CHECK(bench.decided<Finish>().status == Status::kCancelled);
}

TEST_CASE("each iteration makes another step execution of a step") {
  Bench bench(Mode::kAuto, kLoop);
  bench.start("each");
  std::set<std::string> ids = {bench.state.find_step("inner")->id};
  for (const char* item : {"a", "b"}) {
    bench.see(IterationBegan{"each", {}, {{"CurrentIteratorValue", item}}, item});
    const StepState& inner = *bench.state.find_step("inner");
    CHECK(ids.insert(inner.id).second);
    CHECK(inner.loop_id == bench.state.find_step("each")->id);
    CHECK(inner.item == item);
    CHECK(bench.state.find_step("each")->outputs.at("CurrentIteratorValue") == item);
    bench.start("inner");
    bench.see(StepSucceeded{"inner", {{"X", item}}, "", {}});
    bench.start("last");
    bench.succeed("last");
    CHECK(find_output(*bench.state.find_step("inner"), "X")->get<std::string>() == item);
  }
}

TEST_CASE("what a step in a loop had is there until it runs again, in the same attempt") {
  Bench bench(Mode::kAuto, kLoop);
  bench.start("each");
  bench.see(IterationBegan{"each", {}, {}});
  bench.start("inner");
  bench.see(StepSucceeded{"inner", {{"X", 1}}, "", {}});
  bench.start("last");
  bench.succeed("last");
  bench.see(IterationBegan{"each", {}, {}});
  CHECK(find_output(*bench.state.find_step("inner"), "X") != nullptr);
  bench.start("inner");
  CHECK(find_output(*bench.state.find_step("inner"), "X") == nullptr);
  bench.see(StepSucceeded{"inner", {{"X", 2}}, "", {}});
  bench.start("last");
  bench.succeed("last");
  bench.see(AttemptFailed{"each", Failure{}});
  CHECK(bench.state.find_step("inner")->status == Status::kPending);
  CHECK(find_output(*bench.state.find_step("inner"), "X") == nullptr);
  bench.see(IterationBegan{"each", {}, {}});
  CHECK(find_output(*bench.state.find_step("inner"), "X") == nullptr);
}

TEST_CASE("a loop that is out of time stops its step, then times out") {
  using std::chrono::seconds;
  Bench bench(Mode::kAuto, kLoop);
  bench.see(StepStarted{"each", Json::object(), seconds(10)});
  const Time deadline = bench.now + seconds(10);
  bench.see(IterationBegan{"each", {}, {}});
  bench.start("inner");
  bench.see(StepSuspended{"inner", 1, bench.now + std::chrono::hours(1), Awaits::kNothing, {}, 0});
  CHECK(bench.decided<Rest>().until == deadline);
  bench.now = deadline;
  SECTION("an action that needs a while to stop is asked again") {
    CHECK(bench.decided_step<Cancel>() == "inner");
    const Time later = bench.now + seconds(1);
    StepSuspended stopping{"inner", 1, later, Awaits::kNothing, {}, 0};
    stopping.is_stopping = true;
    bench.see(stopping);
    CHECK(bench.decided<Rest>().until == later);
    bench.now = later;
  }
  CHECK(bench.decided_step<Cancel>() == "inner");
  bench.see(StepCancelled{"inner"});
  CHECK(bench.decided_step<TimeOut>() == "each");
  Failure late;
  late.timed_out = true;
  bench.see(StepFailed{"each", late, {}});
  CHECK(bench.decided<Finish>().status == Status::kTimedOut);
}

TEST_CASE("a loop that is out of time between its steps starts none") {
  const Mode mode = GENERATE(Mode::kAuto, Mode::kInteractive);
  Bench bench(mode, kLoop);
  if (mode == Mode::kInteractive) REQUIRE(bench.signal("StartStep", {{"StepName", {"each"}}}));
  bench.see(StepStarted{"each", Json::object(), std::chrono::seconds(10)});
  bench.see(IterationBegan{"each", {}, {}});
  CHECK(bench.decided_step<StartStep>() == "inner");
  bench.now += std::chrono::seconds(10);
  CHECK(bench.decided_step<TimeOut>() == "each");
  SECTION("another attempt begins with none") {
    bench.see(AttemptFailed{"each", Failure{}});
    CHECK(bench.decided_step<Advance>() == "each");
  }
  SECTION("the last one ends") {
    bench.see(StepFailed{"each", Failure{}, {}});
  }
  CHECK_FALSE(bench.state.next);
}

TEST_CASE("StartStep names no step inside a loop") {
  Bench bench(Mode::kInteractive, kLoop);
  CHECK(bench.signal("StartStep", {{"StepName", {"inner"}}}).error().code ==
        "InvalidAutomationSignalException");
  const Completed fits = apply(
      bench.plan, bench.state,
      {bench.now, SignalAccepted{{"StartStep", {{"StepName", {"inner"}}}, "ann", bench.now}}});
  REQUIRE_FALSE(fits);
  CHECK(fits.error().message.find("inner is inside a loop") != std::string::npos);
}

TEST_CASE("StopStep stops a loop between its steps") {
  Bench bench(Mode::kAuto, kLoop);
  bench.start("each");
  bench.see(IterationBegan{"each", 1, {}});
  bench.see(SignalAccepted{{"StopStep", Json::object(), "ann", bench.now}});
  CHECK(bench.decided_step<Cancel>() == "each");
  bench.see(StepCancelled{"each"});
  CHECK(bench.state.find_step("inner")->status == Status::kPending);
}

TEST_CASE("a stop that its action has not carried out yet is looked at later") {
  Bench bench(Mode::kAuto);
  bench.start("one");
  bench.see(StopAccepted{});
  CHECK(bench.decided_step<Cancel>() == "one");
  const Time later = bench.now + std::chrono::seconds(1);
  bench.see(StepSuspended{"one", 1, later, Awaits::kNothing, {}, 0});
  CHECK(bench.decided<Rest>().until == later);
  bench.now = later;
  CHECK(bench.decided_step<Cancel>() == "one");
}

TEST_CASE("the end of a child wakes the step that waits for it") {
  Bench bench(Mode::kAuto);
  bench.start("one");
  bench.see(StepSuspended{"one", 1, {}, Awaits::kChild, {}, 0});
  CHECK(bench.state.status == Status::kInProgress);
  CHECK(bench.decided<Rest>().until == std::nullopt);
  bench.see(ChildEnded{"one", "child", Status::kSuccess});
  CHECK(bench.decided_step<Advance>() == "one");
}

TEST_CASE("the deadline of an attempt is a decision of its own") {
  Bench bench(Mode::kAuto);
  bench.see(StepStarted{"one", Json::object(), std::chrono::seconds(5)});
  const Time deadline = bench.now + std::chrono::seconds(5);
  bench.see(StepSuspended{"one", 1, bench.now + std::chrono::hours(1), Awaits::kNothing, {}, 0});
  CHECK(bench.decided<Rest>().until == deadline);
  bench.now = deadline;
  CHECK(bench.decided_step<TimeOut>() == "one");
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
    CHECK(std::holds_alternative<Advance>(decide(bench.plan, bench.state, bench.now)) == in_time);
  }
}

TEST_CASE("a decision on a step that is decided already is refused, engine or not") {
  Bench bench(Mode::kAuto, R"(
schemaVersion: '0.3'
mainSteps:
  - name: ask
    action: aws:approve
    inputs: {Approvers: [ana, bob], MinRequiredApprovals: 1}
)");
  bench.see(StepStarted{
      "ask", Json{{"Approvers", Json::array({"ana", "bob"})}, {"MinRequiredApprovals", 1}}, {}});
  bench.see(StepSuspended{"ask", 1, {}, Awaits::kDecision, {}, 0});
  const auto decide_as = [&](std::string type, const std::string& name) {
    const Signal sent{std::move(type), Json::object(), "arn:aws:iam::123456789012:user/" + name,
                      bench.now};
    auto checked = check_signal(bench.plan, bench.state, sent);
    if (checked) bench.see(SignalAccepted{sent});
    return checked ? std::string() : checked.error().message;
  };
  CHECK(decide_as("Approve", "ana").empty());
  // The engine has not looked yet; with it the step would be over.
  CHECK(decide_as("Reject", "bob") == "Step ask is decided already: Reject does not apply.");
}
