// SPDX-License-Identifier: Apache-2.0
// The port Children over the store, and who calls it.
#include "core/engine/stored_children.h"
#include "core/launch/launch_errors.h"
#include "tests/unit_engine/engine_bench.h"

using namespace ssm;

namespace {

constexpr std::string_view kParentOfWord = R"(
schemaVersion: '0.3'
mainSteps: [{name: call, action: 'aws:executeAutomation', inputs: {DocumentName: Word}}]
)";

constexpr PredefinedDocument kDocuments[] = {{"Word", R"(
schemaVersion: '0.3'
parameters: {Word: {type: String, default: hello}}
mainSteps:
  - {name: echo, action: 'aws:executeAwsApi', inputs: {Service: s, Api: a, Text: '{{ Word }}'}}
  - {name: hold, action: 'aws:pause', inputs: {}}
outputs: [hold.None]
)"}};

const Quotas kQuotas;

/// The first step of a parent that runs, as its action is called.
struct CallingStep {
  explicit CallingStep(EngineBench& a_bench) : bench(a_bench) {
    plan = (**bench.store.load(parent.id)).plan;
  }

  StepCall call(std::int64_t attempt = 1) const {
    return {.plan = *plan,
            .step = plan->steps.front(),
            .inputs = parent.steps.front().inputs,
            .execution_id = parent.id,
            .step_execution_id = parent.steps.front().id,
            .attempt = attempt,
            .scope = scope,
            .memo = nothing,
            .signals = parent.steps.front().signals,
            .variables = nothing,
            .now = bench.clock.now()};
  }

  EngineBench& bench;
  ExecutionState parent = bench.state(bench.start(kParentOfWord));
  std::shared_ptr<const Plan> plan;
  AccountRegion scope{"123456789012", "us-east-1"};
  std::string caller = "arn:aws:iam::123456789012:user/me";
  Json nothing;
  PlanStore plans{bench.database, action_catalog()};
  LaunchContext context{bench.database, scope,      caller,           bench.clock.now(),
                        kQuotas,        kDocuments, action_catalog(), plans};
};

const Action* find_with_children(std::string_view name) {
  return name == "aws:executeAutomation" ? find_action(name) : find_test_action(name);
}

}  // namespace

TEST_CASE("one attempt of a step starts one child, however often it is called") {
  EngineBench bench;
  const CallingStep step(bench);
  StoredChildren children(step.context, step.parent);
  const Json request{{"DocumentName", "Word"}, {"Parameters", {{"Word", {"you"}}}}};
  const std::string first = children.start(step.call(), request).value();
  CHECK(children.start(step.call(), request).value() == first);
  CHECK(children.start(step.call(2), request).value() != first);

  const ExecutionState child = bench.state(first);
  CHECK(child.parent->execution_id == step.parent.id);
  CHECK(child.parent->step == "call");
  CHECK(child.executed_by == step.caller);
  CHECK(child.parameters.at("Word") == "you");
  CHECK(children.look(first)->status == Status::kInProgress);
}

TEST_CASE("a child that cannot be started is a refusal, and no trouble") {
  EngineBench bench;
  CallingStep step(bench);
  StoredChildren children(step.context, step.parent);
  const auto unknown = children.start(step.call(), {{"DocumentName", "Nobody"}});
  CHECK(unknown.error().code == "AutomationDefinitionNotFoundException");
  const auto wrong =
      children.start(step.call(), {{"DocumentName", "Word"}, {"Parameters", {{"No", {"x"}}}}});
  CHECK(wrong.error().code == "InvalidAutomationExecutionParametersException");
  step.parent.parent = Parent{"another", "call", 0, kMostNested - 1};
  const auto deep = children.start(step.call(), {{"DocumentName", "Word"}});
  CHECK(deep.error().code == "InvalidAutomationExecutionParametersException");
  CHECK(children.look("gone")->status == Status::kFailed);
  CHECK(children.stop("gone"));
  CHECK_FALSE(children.trouble());
}

TEST_CASE("a runbook that starts itself comes to an end") {
  constexpr PredefinedDocument kSelf[] = {{"Self", R"(
schemaVersion: '0.3'
mainSteps:
  - {name: one, action: 'aws:executeAutomation', onFailure: Continue, inputs: {DocumentName: Self}}
  - {name: two, action: 'aws:executeAutomation', onFailure: Continue, inputs: {DocumentName: Self}}
)"}};
  constexpr std::int64_t kMost = 20;
  EngineBench bench;
  const std::string root = bench.start(kSelf[0].content);
  Driver driver(bench.database, bench.clock, bench.cloud, action_catalog(), find_with_children,
                {.quotas = {.descendants = kMost}, .workers = 0, .predefined = kSelf});
  REQUIRE(driver.run_until_idle());
  const ExecutionState state = bench.state(root);
  CHECK(state.is_terminal());
  const auto all = bench.store.list({state.account, state.region}, {}).value();
  CHECK(all.size() == kMost + 1);
  for (const StoredExecution& one : all) {
    CHECK(one.state.is_terminal());
    if (one.state.parent) CHECK(one.state.parent->root == root);
  }
  REQUIRE(state.find_step("two")->failure);
  CHECK_THAT(state.find_step("two")->failure->message,
             Catch::Contains("20 executions descend from execution " + root +
                             ", which is the most there may be"));
}

TEST_CASE("an error of the database is trouble, which undoes the transaction") {
  EngineBench bench;
  const CallingStep step(bench);
  StoredChildren children(step.context, step.parent);
  REQUIRE(bench.database.execute("ALTER TABLE executions RENAME TO elsewhere"));
  CHECK_FALSE(children.look("gone"));
  CHECK(children.trouble());
}

TEST_CASE("a child is stopped once, and one that has ended is left alone") {
  EngineBench bench;
  const CallingStep step(bench);
  StoredChildren children(step.context, step.parent);
  const std::string id = children.start(step.call(), {{"DocumentName", "Word"}}).value();
  REQUIRE(children.stop(id));
  CHECK(children.look(id)->status == Status::kCancelling);
  REQUIRE(children.stop(id));
  bench.run();
  CHECK(children.look(id)->status == Status::kCancelled);
  CHECK(children.look(id)->outputs.at("hold.None").size() == 1);
  const std::size_t events = bench.store.history(id)->size();
  REQUIRE(children.stop(id));
  CHECK(bench.store.history(id)->size() == events);
}

TEST_CASE("with workers and a cloud outside, children are started on the engine's thread") {
  EngineBench bench;
  bench.cloud.is_outside = true;
  const std::string id = bench.start(kParentOfWord);
  Driver driver(bench.database, bench.clock, bench.cloud, action_catalog(), find_with_children,
                {.quotas = {}, .workers = 2, .predefined = kDocuments});
  std::binary_semaphore woken(0);
  driver.on_completion([&] { woken.release(); });
  const auto run_to_rest = [&] {
    REQUIRE(driver.run_until_idle());
    while (driver.has_running_actions()) {
      woken.acquire();
      REQUIRE(driver.run_until_idle());
    }
  };
  run_to_rest();
  const std::string child =
      bench.state(id).find_step("call")->outputs.at("ExecutionId").get<std::string>();
  CHECK(bench.state(child).status == Status::kWaiting);
  bench.append(child, {bench.clock.now(), SignalAccepted{{"Resume", Json::object(), "me", {}}}});
  run_to_rest();
  CHECK(bench.state(child).status == Status::kSuccess);
  CHECK(bench.state(id).status == Status::kSuccess);
  CHECK(bench.state(id).find_step("call")->outputs.at("Status") == "Success");
}

TEST_CASE("a child that cannot be read any more wakes its parent") {
  EngineBench bench;
  const std::string id = bench.start(kParentOfWord);
  const DriverOptions options{.quotas = {}, .workers = 0, .predefined = kDocuments};
  Driver driver(bench.database, bench.clock, bench.cloud, action_catalog(), find_with_children,
                options);
  REQUIRE(driver.run_until_idle());
  const std::string child =
      bench.state(id).find_step("call")->outputs.at("ExecutionId").get<std::string>();
  REQUIRE(
      bench.database.execute("UPDATE steps SET body = '{}' WHERE execution_id = '" + child + "'"));
  REQUIRE(bench.database.execute("UPDATE executions SET due_ms = 1 WHERE id = '" + child + "'"));
  Driver next(bench.database, bench.clock, bench.cloud, action_catalog(), find_with_children,
              options);
  REQUIRE(next.run_until_idle());
  CHECK(bench.state(id).status == Status::kFailed);
}
