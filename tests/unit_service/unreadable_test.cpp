// SPDX-License-Identifier: Apache-2.0
// What the operations make of an execution that this program cannot read any more.
#include <catch2/catch.hpp>

#include "actions/registry.h"
#include "core/api/service.h"
#include "core/store/execution_store.h"
#include "core/store/migrations.h"

namespace ssm {
namespace {

constexpr PredefinedDocument kDocuments[] = {
    {"AWS-Rest",
     "{schemaVersion: '0.3', mainSteps: [{name: rest, action: 'aws:sleep', inputs: {Duration: "
     "PT1H}}]}"},
    {"AWS-Other",
     "{schemaVersion: '0.3', mainSteps: [{name: rest, action: 'aws:pause', inputs: {}}]}"}};

struct World {
  Database database = *Database::open(":memory:");
  VirtualClock clock{from_epoch_ms(1'700'000'000'000)};
  Caller caller{{"123456789012", "eu-north-1"}, "arn:aws:iam::123456789012:user/a"};
  ServicePorts ports{.database = database,
                     .clock = clock,
                     .predefined = kDocuments,
                     .actions = action_catalog(),
                     .quotas = {},
                     .mocks = nullptr};

  Json ask(std::string_view operation, Json request) {
    const Result<Reply> reply = invoke(*find_operation(operation), request, caller, ports);
    INFO(operation);
    REQUIRE(reply);
    return reply->response;
  }
  std::string start(std::string_view document) {
    clock.advance_by(Milliseconds(1));
    return string_member(ask("StartAutomationExecution", Json{{"DocumentName", document}}),
                         "AutomationExecutionId");
  }
};

TEST_CASE(
    "an unreadable document does not keep others from being listed, nor its execution from being "
    "stopped") {
  World world;
  REQUIRE(migrate_state(world.database));
  const std::string broken = world.start("AWS-Rest");
  const std::string good = world.start("AWS-Other");
  REQUIRE(
      world.database.execute("UPDATE document_texts SET content = '{\"schemaVersion\": \"9\"}' "
                             "WHERE content LIKE '%PT1H%'"));

  REQUIRE(world.database.execute("UPDATE plans SET version = 0"));

  const Json listed = world.ask("DescribeAutomationExecutions", Json::object());
  const Json& entries = listed["AutomationExecutionMetadataList"];
  REQUIRE(entries.size() == 2);
  CHECK(entries[0]["AutomationExecutionId"] == good);
  CHECK(entries[1]["AutomationExecutionId"] == broken);

  const Json request{{"AutomationExecutionId", broken}};
  const Json shown = world.ask("GetAutomationExecution", request)["AutomationExecution"];
  CHECK(string_member(shown, "FailureMessage").find("cannot be read") != std::string::npos);
  CHECK(world.ask("DescribeAutomationStepExecutions", request)["StepExecutions"].empty());
  CHECK(world.ask("StopAutomationExecution", request).empty());
}

TEST_CASE("an execution whose rows cannot be read is shown, and can be stopped") {
  struct Damage {
    std::string change;
    std::string said;
    std::size_t steps;
  };
  const Damage damage = GENERATE(values<Damage>({
      {"UPDATE steps SET body = json_set(body, '$.name', 'True')", "has no step True as number 1",
       1},
      {"UPDATE steps SET position = 7", "has no step rest as number 8", 1},
      {"UPDATE steps SET body = 'nonsense'", "a stored step cannot be read", 0},
      {"UPDATE executions SET body = json_set(body, '$.position', json('[\"nine\"]'))",
       "is at step nine, which its runbook does not have", 1},
      {"UPDATE executions SET body = 'nonsense'", "a stored execution cannot be read", 0},
  }));
  INFO(damage.change);
  World world;
  REQUIRE(migrate_state(world.database));
  const std::string broken = world.start("AWS-Rest");
  {
    ExecutionStore store(world.database, action_catalog());
    const auto execution = store.load(broken);
    REQUIRE(execution);
    REQUIRE(store.write_step((*execution)->state, StepIndex(0)));
  }
  REQUIRE(world.database.execute(damage.change));

  const Json request{{"AutomationExecutionId", broken}};
  const auto shown = [&] {
    return world.ask("GetAutomationExecution", request)["AutomationExecution"];
  };
  const Json before = shown();
  CHECK(string_member(before, "DocumentName") == "AWS-Rest");
  CHECK(string_member(before, "AutomationExecutionStatus") == "InProgress");
  CHECK(string_member(before, "FailureMessage").find(damage.said) != std::string::npos);
  CHECK(before["StepExecutions"].size() == damage.steps);
  CHECK(world.ask("DescribeAutomationStepExecutions", request)["StepExecutions"].size() ==
        damage.steps);

  CHECK(world.ask("StopAutomationExecution", request).empty());
  const Json after = shown();
  CHECK(string_member(after, "AutomationExecutionStatus") == "Cancelled");
  CHECK(after.contains("ExecutionEndTime"));
  CHECK(string_member(after, "FailureMessage").find(damage.said) != std::string::npos);
  ExecutionStore store(world.database, action_catalog());
  CHECK(store.queue(world.caller.scope, false)->running == 0);
  CHECK(world.ask("DescribeAutomationStepExecutions", request).contains("StepExecutions"));
}

}  // namespace
}  // namespace ssm
