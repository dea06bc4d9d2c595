// SPDX-License-Identifier: Apache-2.0
#include <set>

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

constexpr std::string_view kPause = R"(
schemaVersion: '0.3'
mainSteps:
  - {name: hold, action: 'aws:pause', inputs: {}}
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

  const Document document = *parse_document(kCalls, DocumentFormat::kYaml);
  int number = 0;
  ExecutionState folded =
      initial_state(document, id, [&] { return id + "/" + std::to_string(++number); });
  folded.account = state.account;
  folded.region = state.region;
  folded.parameters = state.parameters;
  folded.created = state.created;
  const auto history = bench.store.history(id);
  REQUIRE(history);
  for (const Event& event : *history) folded = apply(document, std::move(folded), event);
  CHECK(to_json(folded) == to_json(state));
  for (std::size_t i = 0; i < folded.steps.size(); ++i)
    CHECK(to_json(folded.steps[i]) == to_json(state.steps[i]));
}

TEST_CASE("an action that throws is a failure of type Internal") {
  EngineBench bench;
  const std::string id = bench.start(R"(
schemaVersion: '0.3'
mainSteps:
  - {name: bang, action: 'aws:branch', inputs: {}}
)");
  bench.run();
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

TEST_CASE("a second driver takes up where the first one left, with the same client token") {
  EngineBench bench;
  const std::string id = bench.start(kNap);
  bench.run();
  bench.clock.advance_by(std::chrono::seconds(10));
  Driver second(bench.database, bench.clock, bench.cloud, find_test_action, {{}, 0});
  REQUIRE(second.run_until_idle());
  CHECK(bench.state(id).status == Status::kSuccess);
  CHECK(bench.cloud.calls == 1);
}

TEST_CASE("at most the quota runs, the others wait in order of arrival") {
  EngineBench bench(DriverOptions{{2, 75, 1000}, 0});
  std::vector<std::string> ids;
  for (int i = 0; i < 4; ++i) ids.push_back(bench.start(kPause));
  bench.run();
  const auto statuses = [&] {
    std::vector<Status> found;
    for (const std::string& id : ids) found.push_back(bench.state(id).status);
    return found;
  };
  using enum Status;
  CHECK(statuses() == std::vector{kWaiting, kWaiting, kPending, kPending});
  bench.append(ids[1], kPause,
               {bench.clock.now(), SignalAccepted{{"Resume", Json::object(), "x", {}}}});
  bench.run();
  CHECK(statuses() == std::vector{kWaiting, kSuccess, kWaiting, kPending});
}

TEST_CASE("an execution whose action is gone does not stop the others") {
  EngineBench bench;
  const std::string stuck = bench.start(R"(
schemaVersion: '0.3'
mainSteps: [{name: one, action: 'aws:deleteImage', inputs: {}}]
)");
  const std::string good = bench.start(kCalls, word("x"));
  bench.run();
  CHECK(bench.state(good).status == Status::kSuccess);
  CHECK(bench.state(stuck).status == Status::kInProgress);
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
