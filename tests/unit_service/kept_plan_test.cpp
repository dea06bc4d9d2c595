// SPDX-License-Identifier: Apache-2.0
// A start runs the plan that is kept of its document's text, and reads the text only where there is
// none of this version.
#include <catch2/catch.hpp>
#include <chrono>

#include "actions/registry.h"
#include "core/api/service.h"
#include "core/store/migrations.h"
#include "tests/unit_os/temporary.h"

namespace ssm {
namespace {

constexpr PredefinedDocument kScripted[] = {
    {"AWS-Script",
     "{schemaVersion: '0.3', parameters: {Code: {type: String, default: '1', allowedPattern: "
     "'[0-9]'}, Role: {type: String, default: 'arn:aws:iam::123456789012:role/a'}}, assumeRole: "
     "'{{ Role }}', mainSteps: [{name: old, action: 'aws:executeScript', inputs: {Runtime: "
     "python3.8, Handler: f, Script: '{{ Code }}'}}]}"},
    {"AWS-Hold",
     "{schemaVersion: '0.3', parameters: {Why: {type: String, default: x, allowedValues: [x, y]}}, "
     "mainSteps: [{name: hold, action: 'aws:pause', inputs: {}}]}"}};

/// Every action, as a program knows them that implements all or none.
struct Actions {
  std::vector<ActionSpec> specs;
  std::vector<const ActionSpec*> rows;
  std::optional<ActionCatalog> catalog;

  Actions() {
    for (const ActionSpec* spec : action_catalog().all()) specs.push_back(*spec);
    for (const ActionSpec& spec : specs) rows.push_back(&spec);
    catalog.emplace(rows);
    implement(true);
  }
  void implement(bool all) {
    for (ActionSpec& spec : specs) spec.is_implemented = all;
  }
};

/// A service whose kept plans can be changed behind its back.
struct KeptPlans {
  Actions actions;
  Database database;
  VirtualClock clock{from_epoch_ms(1'700'000'000'000)};
  Caller caller{{"123456789012", "eu-north-1"}, "arn:aws:iam::123456789012:user/a"};
  bool allows_retired_runtimes = false;

  explicit KeptPlans(Result<Database> opened = Database::open(":memory:"))
      : database(std::move(opened).value()) {
    REQUIRE(migrate_state(database));
  }

  Result<Json> ask(std::string_view operation, Json request) {
    // Each command is a process of its own: it remembers no plan.
    ServicePorts ports{.database = database,
                       .clock = clock,
                       .predefined = kScripted,
                       .actions = *actions.catalog,
                       .allows_retired_runtimes = allows_retired_runtimes};
    Result<Reply> reply = invoke(*find_operation(operation), std::move(request), caller, ports);
    if (!reply) return tl::unexpected(reply.error());
    return reply->response;
  }
  /// The names of the steps that a start gets, or its error.
  std::string started(std::string_view document, const Json& parameters = Json::object()) {
    Json request{{"DocumentName", document}};
    if (!parameters.empty()) request["Parameters"] = parameters;
    const Result<Json> answer = ask("StartAutomationExecution", request);
    if (!answer) return answer.error().message;
    const Result<Json> shown = ask("GetAutomationExecution", *answer);
    REQUIRE(shown);
    std::string names;
    for (const Json& step : (*shown)["AutomationExecution"]["StepExecutions"])
      names += string_member(step, "StepName");
    return names;
  }
  void change(std::string_view sql) { REQUIRE(database.execute(sql)); }
  /// Version and text of the one plan there is.
  std::pair<std::int64_t, std::string> kept() {
    Result<Statement> statement = database.prepare("SELECT version, body FROM plans");
    REQUIRE(statement->step().value());
    return {statement->number(0), statement->text(1)};
  }
};

TEST_CASE("a start runs the plan that is kept") {
  KeptPlans plans;
  CHECK(plans.started("AWS-Hold") == "hold");
  plans.change("UPDATE plans SET body = replace(body, '\"hold\"', '\"kept\"')");
  CHECK(plans.started("AWS-Hold") == "kept");
  plans.change("UPDATE plans SET body = replace(body, '[\"x\",\"y\"]', '[\"z\"]')");
  CHECK(plans.started("AWS-Hold", {{"Why", {"z"}}}) == "kept");
  CHECK(plans.started("AWS-Hold", {{"Why", {"y"}}}) ==
        "Parameter \"Why\" has value \"y\" not found in [z].");
}

TEST_CASE("a start has its plan in memory before it waits to write") {
  const test::TemporaryDirectory directory;
  const std::string path = directory / "state.db";
  Database holder = Database::open(path).value();
  int looks = 0;
  // Whoever keeps the database changes the plan before it lets go.
  const auto let_go = [&] {
    if (++looks == 1)
      REQUIRE(holder.execute(
          "UPDATE plans SET body = replace(body, '[\"x\",\"y\"]', '[\"z\"]'); COMMIT"));
    return false;
  };
  KeptPlans plans(Database::open(path, {.longest = std::chrono::hours(1), .give_up = let_go}));
  CHECK(plans.started("AWS-Hold") == "hold");
  REQUIRE(holder.execute("BEGIN IMMEDIATE"));
  CHECK(plans.started("AWS-Hold", {{"Why", {"y"}}}) == "hold");
  CHECK(looks > 0);
  CHECK(plans.started("AWS-Hold", {{"Why", {"y"}}}) ==
        "Parameter \"Why\" has value \"y\" not found in [z].");
}

TEST_CASE("what another version kept, or nobody can read, is compiled anew and replaced") {
  KeptPlans plans;
  CHECK(plans.started("AWS-Hold") == "hold");
  const auto first = plans.kept();
  CHECK(first.first == kPlanVersion);
  for (const char* change :
       {"UPDATE plans SET version = version - 1, body = replace(body, '\"hold\"', '\"kept\"')",
        "UPDATE plans SET version = version + 1, body = replace(body, '\"hold\"', '\"kept\"')",
        "UPDATE plans SET body = '{'", "UPDATE plans SET body = '{\"steps\": 1}'"}) {
    INFO(change);
    plans.change(change);
    CHECK(plans.kept() != first);
    CHECK(plans.started("AWS-Hold") == "hold");
    CHECK(plans.kept() == first);
  }
}

TEST_CASE("a plan is read once, and forgotten with the transaction that kept it") {
  KeptPlans kept;
  PlanStore plans(kept.database, *kept.actions.catalog);
  const PlanSource source{std::string(kScripted[1].content), DocumentFormat::kYaml};
  const auto keep = [&] {
    const auto document =
        parse_document(source.text, source.format, {.actions = *kept.actions.catalog});
    REQUIRE(plans.keep({source, std::make_shared<const Plan>(compile(*document))}));
    return plans.find(source).value().value().plan;
  };
  {
    const auto undone = Transaction::begin(kept.database);
    CHECK(keep());
  }
  CHECK_FALSE(plans.find(source).value());
  const auto plan = keep();
  CHECK(plans.find(source).value()->plan == plan);
}

TEST_CASE("a change request runs the plan that is kept of what is put together for it") {
  KeptPlans plans;
  REQUIRE(plans.ask(
      "CreateDocument",
      {{"Name", "Template"},
       {"DocumentType", "Automation.ChangeTemplate"},
       {"DocumentFormat", "YAML"},
       {"Content",
        "{schemaVersion: '0.3', emergencyChange: false, autoApprovable: true, mainSteps: [{name: "
        "ask, action: 'aws:approve', inputs: {EnhancedApprovals: {Approvers: [{approver: ann, "
        "type: IamUser, minRequiredApprovals: 1}]}}}]}"}}));
  const Json request{{"DocumentName", "Template"},
                     {"Runbooks", Json::array({Json{{"DocumentName", "AWS-Hold"}}})}};
  const auto steps = [&] {
    const Result<Json> answer = plans.ask("StartChangeRequestExecution", request);
    REQUIRE(answer);
    return (*plans.ask("GetAutomationExecution", *answer))["AutomationExecution"]["StepExecutions"];
  };
  CHECK(steps()[0]["StepName"] == "ask");
  plans.change("UPDATE plans SET body = replace(body, '\"ask\"', '\"kept\"')");
  CHECK(steps()[0]["StepName"] == "kept");
}

TEST_CASE("the checks of a start hold for a kept plan, in their order") {
  KeptPlans plans;
  plans.allows_retired_runtimes = true;
  CHECK(plans.started("AWS-Script") == "old");
  plans.change("UPDATE plans SET body = replace(body, '\"old\"', '\"kept\"')");
  CHECK(plans.started("AWS-Script") == "kept");
  const Json bad_role{{"Role", {"a"}}};
  CHECK(plans.started("AWS-Script", bad_role) ==
        "The format of the supplied assume role ARN isn't valid.");
  const Json bad{{"Code", {""}}, {"Role", {"a"}}};
  CHECK(plans.started("AWS-Script", bad) ==
        "Parameter \"Code\" has value \"\" not matching the allowed pattern [0-9].");
  plans.actions.implement(false);
  CHECK(plans.started("AWS-Script", bad).starts_with("Steps cannot run here."));
  plans.allows_retired_runtimes = false;
  CHECK(plans.started("AWS-Script", bad) ==
        "python3.8 is retired since 2025-09-10: the service neither creates, updates nor starts "
        "documents with it. Use python3.11; to run an old document here, set "
        "SSM_LOCAL_RETIRED_RUNTIMES=allow.");
}

}  // namespace
}  // namespace ssm
