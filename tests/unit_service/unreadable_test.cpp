// SPDX-License-Identifier: Apache-2.0
// What the operations make of an execution whose document this program cannot read any more.
#include <catch2/catch.hpp>

#include "actions/registry.h"
#include "core/api/service.h"
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

}  // namespace
}  // namespace ssm
