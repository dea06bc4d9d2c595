// SPDX-License-Identifier: Apache-2.0
#include <semaphore>
#include <set>
#include <thread>

#include "actions/registry.h"
#include "core/document/document.h"
#include "tests/unit_engine/engine_bench.h"

using namespace ssm;

namespace {

constexpr std::string_view kCalls = R"(
schemaVersion: '0.3'
mainSteps:
  - name: one
    action: aws:executeAwsApi
    inputs: {Text: '{{ Word }}', Number: 3}
    outputs: [{Name: Heard, Selector: $.Text, Type: String}, {Name: Gone, Selector: $.No, Type: String}]
  - {name: two, action: 'aws:executeAwsApi', inputs: {Text: 'again {{ one.Heard }}'}}
outputs: [one.Heard]
)";

constexpr std::string_view kNap = R"(
schemaVersion: '0.3'
mainSteps:
  - {name: rest, action: 'aws:sleep', inputs: {}}
  - {name: after, action: 'aws:executeAwsApi', inputs: {}}
)";

Json word(std::string text) {
  return {{"Word", std::move(text)}};
}

}  // namespace

TEST_CASE("steps run, outputs flow, history folds to the stored state") {
  EngineBench bench;
  const std::string id = bench.start(kCalls, word("hello"));
  bench.run();
  const ExecutionState state = bench.state(id);
  CHECK(state.status == Status::kSuccess);
  CHECK(state.find_step("one")->outputs.at("Heard") == "hello");
  CHECK_FALSE(state.find_step("one")->outputs.contains("Gone"));
  CHECK(state.find_step("two")->inputs.at("Text") == "again hello");
  CHECK(bench.cloud.calls == 2);

  const Plan plan = compile(*parse_document(kCalls, DocumentFormat::kYaml, {action_catalog()}));
  ExecutionState folded = initial_state(plan, id);
  folded.account = state.account;
  folded.region = state.region;
  folded.parameters = state.parameters;
  folded.created = state.created;
  const auto history = bench.store.history(id);
  REQUIRE(history);
  for (const Event& event : *history) REQUIRE(apply(plan, folded, event));
  CHECK(to_text_of(folded) == to_text_of(state));
  for (std::size_t i = 0; i < folded.steps.size(); ++i)
    CHECK(to_text_of(folded.steps[i]) == to_text_of(state.steps[i]));
}

TEST_CASE("an action that throws is a failure of type Internal, on a worker, too") {
  EngineBench bench(DriverOptions{{}, GENERATE(0, 1)});
  const std::string action = GENERATE(as<std::string>(), "aws:branch", "aws:createImage");
  const std::string id = bench.start(
      "schemaVersion: '0.3'\nmainSteps: [{name: bang, inputs: {}, action: '" + action + "'}]");
  bench.run_to_rest();
  const ExecutionState state = bench.state(id);
  CHECK(state.status == Status::kFailed);
  CHECK(state.find_step("bang")->failure->type == "Internal");
}

TEST_CASE("a wrong selector fails the step after its call") {
  EngineBench bench;
  const std::string id = bench.start(R"(
schemaVersion: '0.3'
mainSteps:
  - name: one
    action: aws:executeAwsApi
    inputs: {Text: word}
    outputs: [{Name: Number, Selector: $.Text, Type: Integer}]
)");
  bench.run();
  const ExecutionState state = bench.state(id);
  CHECK(state.status == Status::kFailed);
  CHECK(state.find_step("one")->failure->stage == "PostVerification");
  CHECK(bench.cloud.calls == 1);
}

TEST_CASE("what an action says of its outputs stays with the step") {
  EngineBench bench;
  const std::string id = bench.start(R"(
schemaVersion: '0.3'
mainSteps: [{name: copy, action: 'aws:copyImage', inputs: {}}]
)");
  bench.run();
  CHECK(bench.state(id).find_step("copy")->warning == "The list was cut.");
}

TEST_CASE("a sleeping execution is a row that falls due") {
  EngineBench bench;
  const std::string id = bench.start(kNap);
  bench.run();
  CHECK(bench.state(id).status == Status::kInProgress);
  const auto due = bench.driver.next_due();
  REQUIRE(due);
  CHECK(**due == bench.clock.now() + std::chrono::seconds(10));
  bench.clock.advance_by(std::chrono::seconds(10));
  bench.run();
  CHECK(bench.state(id).status == Status::kSuccess);
  CHECK(*bench.driver.next_due() == std::nullopt);
}

TEST_CASE("what others leave between the last look and the question is due") {
  EngineBench bench(DriverOptions{{1, 75, 1000}, 0});
  bench.run();
  bench.start(kHoldRunbook);
  CHECK(*bench.driver.next_due() == bench.clock.now());
  bench.run();
  const std::optional<Time> timeout = *bench.driver.next_due();  // of the pause
  CHECK(timeout > bench.clock.now());
  bench.start(kHoldRunbook);
  CHECK(*bench.driver.next_due() == timeout);  // no slot is free
}

TEST_CASE("a second driver takes up where the first one left, with the same client token") {
  EngineBench bench;
  const std::string id = bench.start(kNap);
  bench.run();
  bench.clock.advance_by(std::chrono::seconds(10));
  Driver second(bench.database, bench.clock, bench.cloud, action_catalog(), find_test_action,
                {{}, 0});
  REQUIRE(second.run_until_idle());
  CHECK(bench.state(id).status == Status::kSuccess);
  CHECK(bench.cloud.calls == 1);
}

TEST_CASE("at most the quota runs, the others wait in order of arrival") {
  EngineBench bench(DriverOptions{{2, 75, 1000}, 0});
  std::vector<std::string> ids;
  for (int i = 0; i < 4; ++i) ids.push_back(bench.start(kHoldRunbook));
  bench.run();
  const auto statuses = [&] {
    std::vector<Status> found;
    for (const std::string& id : ids) found.push_back(bench.state(id).status);
    return found;
  };
  using enum Status;
  CHECK(statuses() == std::vector{kWaiting, kWaiting, kPending, kPending});
  bench.append(ids[1], {bench.clock.now(), SignalAccepted{{"Resume", Json::object(), "x", {}}}});
  bench.run();
  CHECK(statuses() == std::vector{kWaiting, kSuccess, kWaiting, kPending});
}

TEST_CASE("an execution whose action is gone ends Failed, holds no slot and does not stop others") {
  EngineBench bench;
  const std::string stuck = bench.start(R"(
schemaVersion: '0.3'
mainSteps: [{name: one, action: 'aws:shareSQLMedia', inputs: {}}]
)");
  const std::string good = bench.start(kCalls, word("x"));
  bench.run();
  CHECK(bench.state(good).status == Status::kSuccess);
  const ExecutionState ended = bench.state(stuck);
  CHECK(ended.status == Status::kFailed);
  CHECK(ended.failure_message ==
        "This version of ssm-local does not implement action aws:shareSQLMedia of step one.");
  CHECK(ended.find_step("one")->status == Status::kFailed);
  CHECK(bench.store.queue({"123456789012", "us-east-1"}, false)->running == 0);
  CHECK(bench.driver.take_problems().size() == 1);
  CHECK(bench.driver.take_problems().empty());
}

TEST_CASE("many executions on worker threads, each step called once") {
  constexpr int kExecutions = 60;
  EngineBench bench(DriverOptions{{1000, 75, 1000}, 4});
  std::vector<std::string> ids;
  for (int i = 0; i < kExecutions; ++i)
    ids.push_back(bench.start(kCalls, word("w" + std::to_string(i))));
  bench.run_to_rest();
  std::set<std::string> tokens;
  for (int i = 0; i < kExecutions; ++i) {
    const ExecutionState state = bench.state(ids[static_cast<std::size_t>(i)]);
    CHECK(state.status == Status::kSuccess);
    CHECK(state.find_step("two")->inputs.at("Text") == "again w" + std::to_string(i));
    for (const StepState& step : state.steps)
      tokens.insert(step.outputs.at("Token").get<std::string>());
  }
  CHECK(bench.cloud.calls == 2 * kExecutions);
  CHECK(tokens.size() == 2 * kExecutions);
}

TEST_CASE("what is outside is called by the worker, once, and mocks are asked by the engine") {
  EngineBench bench(DriverOptions{{}, 2});
  bench.cloud.is_outside = true;
  const auto engine = std::this_thread::get_id();
  std::atomic<bool> on_engine_thread = false;
  bench.cloud.before_answer = [&] { on_engine_thread = std::this_thread::get_id() == engine; };
  const std::string id = bench.start(kCalls, word("hello"));
  bench.run_to_rest();
  CHECK(bench.state(id).status == Status::kSuccess);
  CHECK(bench.cloud.calls == 2);
  CHECK_FALSE(on_engine_thread);
  bench.cloud.is_outside = false;
  const std::string second = bench.start(kCalls, word("hello"));
  bench.run_to_rest();
  CHECK(bench.state(second).status == Status::kSuccess);
  CHECK(on_engine_thread);
}

TEST_CASE("the result of a worker survives transactions that fail") {
  EngineBench bench(DriverOptions{{}, 1});
  bench.cloud.is_outside = true;
  const std::string id = bench.start(kNap);
  bench.clock.advance_by(std::chrono::seconds(1));
  bench.run_to_rest();  // the nap
  bench.clock.advance_by(std::chrono::seconds(10));
  std::binary_semaphore is_called(0);
  std::binary_semaphore may_answer(0);
  bench.cloud.before_answer = [&] {
    is_called.release();
    may_answer.acquire();
  };
  bench.run_until_called(is_called);
  REQUIRE(bench.database.execute("PRAGMA query_only = ON"));
  may_answer.release();
  while (bench.driver.run_until_idle()) bench.wait_for_wake();  // until the answer is there
  CHECK_FALSE(bench.driver.run_until_idle());
  CHECK_FALSE(bench.driver.run_until_idle());
  REQUIRE(bench.database.execute("PRAGMA query_only = OFF"));
  bench.run_to_rest();
  CHECK(bench.state(id).status == Status::kSuccess);
  CHECK(bench.cloud.calls == 1);
}

TEST_CASE("Cancel interrupts the call that is under way and keeps its outputs") {
  EngineBench bench(DriverOptions{{}, 1});
  const std::string id = bench.start(R"(
schemaVersion: '0.3'
mainSteps: [{name: run, action: 'aws:executeScript', inputs: {Runtime: python3.11, Script: x, Handler: y}}]
)");
  bench.run();
  CHECK(bench.driver.has_running_actions());
  bench.append(id, {bench.clock.now(), StopAccepted{}});
  bench.run_to_rest();
  const ExecutionState state = bench.state(id);
  CHECK(state.status == Status::kCancelled);
  CHECK(state.find_step("run")->status == Status::kCancelled);
  CHECK(state.find_step("run")->outputs.at("Got") == "so far");
}

TEST_CASE("the deadline interrupts the call that is under way") {
  EngineBench bench(DriverOptions{{}, 1});
  const std::string id = bench.start(R"(
schemaVersion: '0.3'
mainSteps:
- {name: run, action: 'aws:executeScript', timeoutSeconds: 5, inputs: {Runtime: python3.11, Script: x, Handler: y}}
)");
  bench.run();
  CHECK(**bench.driver.next_due() == bench.clock.now() + std::chrono::seconds(5));
  bench.clock.advance_by(std::chrono::seconds(5));
  bench.run_to_rest();
  CHECK(bench.state(id).status == Status::kTimedOut);
}

TEST_CASE("an engine that ends interrupts its calls; the next one makes them again") {
  EngineBench bench;
  const std::string id = bench.start(R"(
schemaVersion: '0.3'
mainSteps: [{name: run, action: 'aws:executeScript', inputs: {Runtime: python3.11, Script: x, Handler: y}}]
)");
  {
    Driver first(bench.database, bench.clock, bench.cloud, action_catalog(), find_test_action,
                 {{}, 1});
    REQUIRE(first.run_until_idle());
    CHECK(first.has_running_actions());
  }
  Driver second(bench.database, bench.clock, bench.cloud, action_catalog(), find_test_action,
                {{}, 1});
  REQUIRE(second.run_until_idle());
  CHECK(second.has_running_actions());
}

TEST_CASE("an action may need several calls to stop what it started") {
  EngineBench bench;
  const std::string id = bench.start(R"(
schemaVersion: '0.3'
mainSteps: [{name: run, action: 'aws:runCommand', inputs: {DocumentName: x}}]
)");
  bench.run();
  bench.append(id, {bench.clock.now(), StopAccepted{}});
  bench.run();
  CHECK(bench.state(id).status == Status::kCancelling);
  CHECK(**bench.driver.next_due() == bench.clock.now() + Milliseconds(100));
  bench.clock.advance_by(Milliseconds(100));
  bench.run();
  CHECK(bench.state(id).status == Status::kCancelled);
  CHECK(bench.state(id).find_step("run")->outputs.at("Stopped") == "yes");
}

TEST_CASE("a step that is out of time may need several calls to stop, too") {
  EngineBench bench;
  const std::string id = bench.start(R"(
schemaVersion: '0.3'
mainSteps: [{name: run, action: 'aws:runCommand', timeoutSeconds: 5, inputs: {DocumentName: x}}]
)");
  bench.run();
  bench.clock.advance_by(std::chrono::seconds(5));
  bench.run();
  CHECK(bench.state(id).status == Status::kInProgress);
  bench.clock.advance_by(Milliseconds(100));
  bench.run();
  CHECK(bench.state(id).status == Status::kTimedOut);
  CHECK(bench.state(id).find_step("run")->outputs.at("Stopped") == "yes");
}

TEST_CASE("the deadline of a loop interrupts the call of its step") {
  EngineBench bench(DriverOptions{{}, 1});
  const std::string id = bench.start(R"(
schemaVersion: '0.3'
mainSteps:
- name: each
  action: aws:loop
  timeoutSeconds: 5
  inputs:
    Iterators: [a, b]
    Steps: [{name: run, action: 'aws:executeScript', inputs: {Runtime: python3.11, Script: x, Handler: y}}]
)");
  bench.run();
  CHECK(**bench.driver.next_due() == bench.clock.now() + std::chrono::seconds(5));
  bench.clock.advance_by(std::chrono::seconds(5));
  bench.run_to_rest();
  const ExecutionState state = bench.state(id);
  CHECK(state.status == Status::kTimedOut);
  CHECK(state.find_step("run")->status == Status::kCancelled);
  CHECK(state.find_step("run")->outputs.at("Got") == "so far");
}

TEST_CASE("a step whose loop is out of time may need several calls to stop") {
  EngineBench bench;
  const std::string id = bench.start(R"(
schemaVersion: '0.3'
mainSteps:
- name: each
  action: aws:loop
  timeoutSeconds: 5
  inputs: {Iterators: [a], Steps: [{name: run, action: 'aws:runCommand', inputs: {DocumentName: x}}]}
)");
  bench.run();
  bench.clock.advance_by(std::chrono::seconds(5));
  bench.run();
  CHECK(bench.state(id).status == Status::kInProgress);
  bench.clock.advance_by(Milliseconds(100));
  bench.run();
  CHECK(bench.state(id).status == Status::kTimedOut);
  CHECK(bench.state(id).find_step("run")->status == Status::kCancelled);
  CHECK(bench.state(id).find_step("run")->outputs.at("Stopped") == "yes");
}

TEST_CASE("the end of a child wakes its parent in the same transaction") {
  EngineBench bench;
  const std::string parent = bench.start(R"(
schemaVersion: '0.3'
mainSteps: [{name: call, action: 'aws:executeAutomation', inputs: {DocumentName: x}}]
)");
  bench.run();
  CHECK(bench.state(parent).status == Status::kInProgress);
  const std::string child = bench.start(kCalls, word("x"), Parent{parent, "call", 0});
  bench.run();
  CHECK(bench.state(child).status == Status::kSuccess);
  CHECK(bench.state(parent).status == Status::kSuccess);
  ExecutionQuery children;
  children.parents = {parent};
  CHECK(bench.store.list({"123456789012", "us-east-1"}, children)->size() == 1);
}

TEST_CASE("a loop runs its steps once for each iteration") {
  EngineBench bench;
  const std::string id = bench.start(R"(
schemaVersion: '0.3'
mainSteps:
  - name: each
    action: aws:loop
    inputs:
      Iterators: [a, b]
      IteratorDataType: String
      Steps:
      - {name: inner, action: 'aws:executeAwsApi', inputs: {Text: hello}}
  - {name: after, action: 'aws:executeAwsApi', inputs: {}}
)");
  bench.run();
  const ExecutionState state = bench.state(id);
  CHECK(state.status == Status::kSuccess);
  CHECK(state.find_step("each")->outputs.at("Iterations") == 2);
  CHECK(state.find_step("inner")->iteration == 2);
  CHECK(bench.cloud.calls == 3);
  const auto earlier = bench.store.earlier_runs(**bench.store.load(id));
  REQUIRE(earlier->size() == 1);
  CHECK(earlier->front().iteration == 1);
  CHECK(earlier->front().status == Status::kSuccess);
  CHECK(earlier->front().outputs != state.find_step("inner")->outputs);  // another client token
  std::vector<std::string> names;
  for (const StepState* step : in_listing_order(state, *earlier)) names.push_back(step->name);
  CHECK(names == std::vector<std::string>{"each", "inner", "inner", "after"});
}

TEST_CASE("when another process writes first, the engine reads again and decides again") {
  EngineBench bench;
  const std::string id = bench.start(kCalls, word("hello"));
  int writes = 0;
  bench.cloud.before_answer = [&] {
    if (writes++ > 0) return;
    ExecutionState other;
    other.id = id;
    other.sequence = static_cast<std::int64_t>(bench.store.history(id)->size()) + 1;
    const Event event{bench.clock.now(), StopAccepted{}};
    EngineBench::require(bench.store.append_event(event, other));
  };
  bench.run();
  CHECK(bench.state(id).status == Status::kSuccess);
  CHECK(writes == 3);
}

TEST_CASE("what cannot be read ends Failed, says why, holds no slot, and others go on") {
  EngineBench bench(DriverOptions{{2, 75, 1000}, 0});
  const std::string running = bench.start(kHoldRunbook);
  bench.run();
  const std::string malformed = bench.start(kHoldRunbook);
  bench.run();
  const std::string queued = bench.start(kHoldRunbook, word("other"));
  bench.run();
  CHECK(bench.state(queued).status == Status::kPending);
  const auto spoil = [&](const std::string& sql) { REQUIRE(bench.database.execute(sql)); };
  spoil("UPDATE executions SET body = '{\"id\": 7}', due_ms = 1 WHERE id = '" + malformed + "'");
  Driver next(bench.database, bench.clock, bench.cloud, action_catalog(), find_test_action,
              {{2, 75, 1000}, 0});
  REQUIRE(next.run_until_idle());
  const ExecutionState ended = bench.state(malformed);
  CHECK(ended.status == Status::kFailed);
  CHECK(ended.failure_message.find("cannot be read") != std::string::npos);
  CHECK(ended.document_name == "");
  CHECK(bench.state(queued).status == Status::kWaiting);

  spoil("UPDATE plans SET version = 0");
  spoil("UPDATE document_texts SET content = 'nonsense'");
  spoil("UPDATE executions SET due_ms = 1 WHERE holds_slot = 1");
  Driver last(bench.database, bench.clock, bench.cloud, action_catalog(), find_test_action,
              {{2, 75, 1000}, 0});
  REQUIRE(last.run_until_idle());
  ExecutionStore store(bench.database, action_catalog());
  for (const std::string& id : {running, queued}) {
    const StoredExecution execution = **store.load(id);
    CHECK(execution.state.status == Status::kFailed);
    CHECK(execution.state.failure_message.find("cannot be read by this version") !=
          std::string::npos);
  }
  CHECK(store.queue({"123456789012", "us-east-1"}, false)->running == 0);
  CHECK(store.list({"123456789012", "us-east-1"}, {})->size() == 3);
}

TEST_CASE("a queued execution whose document cannot be read ends when it is its turn") {
  const DriverOptions one_slot{{1, 75, 1000}, 0};
  EngineBench bench(one_slot);
  const std::string first = bench.start(kHoldRunbook);
  bench.run();
  const std::string queued = bench.start(kNap);
  const std::string next = bench.start(kCalls, word("x"));
  const std::string of_queued =
      " WHERE hash = (SELECT document_hash FROM executions WHERE id = '" + queued + "')";
  REQUIRE(bench.database.execute("UPDATE plans SET version = 0" + of_queued));
  REQUIRE(bench.database.execute("UPDATE document_texts SET content = 'nonsense'" + of_queued));
  bench.append(first, {bench.clock.now(), SignalAccepted{{"Resume", Json::object(), "x", {}}}});
  Driver driver(bench.database, bench.clock, bench.cloud, action_catalog(), find_test_action,
                one_slot);
  REQUIRE(driver.run_until_idle());
  CHECK(bench.state(queued).status == Status::kFailed);
  CHECK(bench.store.history(queued)->size() == 1);
  CHECK(bench.state(next).status == Status::kSuccess);
}

TEST_CASE("a plan of another version is compiled anew") {
  EngineBench bench;
  const std::string id = bench.start(kNap);
  bench.run();
  REQUIRE(bench.database.execute("UPDATE plans SET version = 0, body = 'old'"));
  bench.clock.advance_by(std::chrono::seconds(10));
  Driver next(bench.database, bench.clock, bench.cloud, action_catalog(), find_test_action,
              {{}, 0});
  REQUIRE(next.run_until_idle());
  CHECK(bench.state(id).status == Status::kSuccess);
}

TEST_CASE("quotas are of one account and Region each") {
  EngineBench bench(DriverOptions{{1, 75, 1000}, 0});
  const std::string here = bench.start(kHoldRunbook);
  const std::string there = bench.start(kHoldRunbook, word("x"));
  REQUIRE(
      bench.database.execute("UPDATE executions SET region = 'eu-west-1', body = "
                             "json_set(body, '$.region', 'eu-west-1') WHERE id = '" +
                             there + "'"));
  bench.run();
  CHECK(bench.state(here).status == Status::kWaiting);
  CHECK(bench.state(there).status == Status::kWaiting);
}

TEST_CASE("what falls due between two looks is reported as due") {
  EngineBench bench;
  bench.start(kNap);
  bench.run();
  const Time due = **bench.driver.next_due();
  bench.clock.advance_by(std::chrono::seconds(11));
  CHECK(**bench.driver.next_due() == due);
  bench.run();
  CHECK(*bench.driver.next_due() == std::nullopt);
}

TEST_CASE("an execution that ends makes room for the next one in the same transaction") {
  EngineBench bench(DriverOptions{{2, 75, 1000}, 0});
  std::vector<std::string> ids;
  for (int i = 0; i < 20; ++i) ids.push_back(bench.start(kCalls, word("x")));
  REQUIRE(bench.driver.run_until_idle([] { return true; }));  // one transaction
  for (const std::string& id : ids) CHECK(bench.state(id).status == Status::kSuccess);
}
