// SPDX-License-Identifier: Apache-2.0
// Runs scenario files and reports in TAP: scenario_runner FILE...

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/engine/expectations.h"
#include "tests/engine/scenario.h"
#include "tests/engine/world.h"

namespace ssm::scenario {
namespace {

/// What was seen against what the scenario says; empty = as it should be.
using Complaints = std::vector<std::string>;

/// A call that must succeed (`wanted` empty) or be refused with that code.
void check_refusal(const std::string& wanted, const Completed& outcome, Complaints& complaints) {
  const std::string seen = outcome ? "" : outcome.error().code;
  if (seen == wanted) return;
  complaints.push_back(
      fmt::format("expected {}, seen {}", wanted.empty() ? "acceptance" : wanted,
                  outcome ? "acceptance" : outcome.error().code + ": " + outcome.error().message));
}

Completed forget(const Result<Json>& result) {
  return result.map([](const Json&) { return std::monostate{}; });
}

/// "step-id:NAME" in a payload becomes the id of that step's execution.
Result<Json> with_step_ids(World& world, const Send& send) {
  constexpr std::string_view kPrefix = "step-id:";
  Json payload = send.payload;
  for (Json& list : payload)
    for (Json& item : list) {
      const auto text = item.get<std::string>();
      if (!text.starts_with(kPrefix)) continue;
      TRY_ASSIGN(const Json execution, world.execution(send.execution));
      for (const Json& step : execution.at("StepExecutions"))
        if (step.at("StepName") == text.substr(kPrefix.size())) item = step.at("StepExecutionId");
    }
  return payload;
}

Completed send(World& world, const Send& send) {
  TRY_ASSIGN(const std::string id, world.id_of(send.execution));
  TRY_ASSIGN(Json payload, with_step_ids(world, send));
  Json request = {{"AutomationExecutionId", id}, {"SignalType", send.type}};
  if (!payload.empty()) request["Payload"] = std::move(payload);
  return forget(world.invoke("SendAutomationSignal", std::move(request), send.caller));
}

Completed stop(World& world, const Stop& stop) {
  TRY_ASSIGN(const std::string id, world.id_of(stop.execution));
  return forget(world.invoke("StopAutomationExecution",
                             {{"AutomationExecutionId", id}, {"Type", stop.type}}));
}

void check(World& world, const Expectation& expected, Complaints& complaints) {
  const Result<Json> execution = world.execution(expected.execution);
  if (!execution) {
    complaints.push_back(execution.error().message);
    return;
  }
  for (const std::string& line : differences(expected, *execution))
    complaints.push_back(expected.execution + ": " + line);
}

struct Play {
  World& world;
  Complaints& complaints;
  void operator()(const Start& what) { check_refusal(what.refused, world.start(what), complaints); }
  void operator()(const Send& what) { check_refusal(what.refused, send(world, what), complaints); }
  void operator()(const Stop& what) { check_refusal(what.refused, stop(world, what), complaints); }
  void operator()(const Expectation& what) { check(world, what, complaints); }
};

/// True when the document is there to be run.
bool create_document(World& world, const Scenario& scenario, Complaints& complaints) {
  if (scenario.content.empty()) return true;
  const Result<Json> created = world.invoke(
      "CreateDocument",
      {{"Name", scenario.document_name},
       {"Content", scenario.content},
       {"DocumentType", "Automation"},
       {"DocumentFormat", scenario.format == DocumentFormat::kJson ? "JSON" : "YAML"}});
  check_refusal(scenario.document_refused, forget(created), complaints);
  if (!created && created.error().message.find(scenario.refusal) == std::string::npos)
    complaints.push_back(fmt::format("expected \"{}\" in the refusal, seen \"{}\"",
                                     scenario.refusal, created.error().message));
  return created.has_value();
}

Completed play(const Scenario& scenario, Complaints& complaints) {
  TRY_ASSIGN(const auto world, World::create(scenario));
  if (!create_document(*world, scenario, complaints)) return {};
  for (const Moment& moment : scenario.moments) {
    TRY(world->run_until(world->beginning() + moment.at));
    const std::size_t before = complaints.size();
    std::visit(Play{*world, complaints}, moment.what);
    for (std::size_t i = before; i < complaints.size(); ++i)
      complaints[i] = fmt::format("line {}: {}", moment.where.line, complaints[i]);
  }
  TRY(world->run_until(std::nullopt));
  for (const Expectation& expected : scenario.expectations) check(*world, expected, complaints);
  return world->check_histories();
}

/// Number of scenarios that failed.
int report(const std::vector<Scenario>& scenarios, const std::string& file) {
  int failed = 0;
  fmt::print("1..{}\n", scenarios.size());
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    Complaints complaints;
    if (const Completed played = play(scenarios[i], complaints); !played)
      complaints.push_back(played.error().code + ": " + played.error().message);
    fmt::print("{}ok {} - {}\n", complaints.empty() ? "" : "not ", i + 1, scenarios[i].name);
    if (complaints.empty()) continue;
    ++failed;
    fmt::print("# {}:{}\n", file, scenarios[i].where.line);
    for (const std::string& line : complaints) fmt::print("#   {}\n", line);
  }
  return failed;
}

int run_file(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  const auto folder = std::filesystem::path(path).parent_path().string();
  const auto scenarios = read_scenarios(text.str(), folder);
  if (scenarios) return report(*scenarios, path);
  fmt::print("Bail out! {}:{}\n", path, scenarios.error().message);
  return 1;
}

}  // namespace
}  // namespace ssm::scenario

int main(int argc, char** argv) {
  int failed = argc < 2 ? 1 : 0;
  for (int i = 1; i < argc; ++i) failed += ssm::scenario::run_file(argv[i]);
  return failed == 0 ? 0 : 1;
}
