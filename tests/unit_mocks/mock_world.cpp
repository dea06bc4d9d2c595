// SPDX-License-Identifier: Apache-2.0
#include "tests/unit_mocks/mock_world.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "actions/cloud/cloud_tables.h"
#include "actions/cloud/mock_cloud.h"
#include "actions/cloud/mock_store.h"
#include "actions/cloud/simulated_account.h"
#include "actions/registry.h"
#include "core/api/service.h"
#include "core/base/text.h"
#include "core/engine/driver.h"
#include "core/store/execution_store.h"

namespace ssm::mock_test {
namespace {

const Caller kCaller{{"123456789012", "us-east-1"}, "arn:aws:iam::123456789012:user/operator"};
constexpr std::int64_t kBeginningMs = 1893553445000;  // 2030-01-02T03:04:05Z

/// What one engine has in memory.
struct Engine {
  Engine(Database& database, Clock& clock)
      : account(database),
        cloud(account, database),
        driver(database, clock, cloud, action_catalog(), find_action,
               {.quotas = {}, .workers = 0}) {}
  SimulatedAccount account;
  MockCloud cloud;
  Driver driver;
};

class World {
 public:
  explicit World(const Json& the_case)
      : case_(the_case), clock_(from_epoch_ms(kBeginningMs)), database_(fresh_database()) {
    engine_.emplace(database_, clock_);
  }

  std::vector<std::string> play() {
    const Completed done = try_play();
    if (!done) {
      lines_.push_back(done.error().code);
      for (const std::string& line : split(done.error().message, '\n')) lines_.push_back(line);
    }
    return std::move(lines_);
  }

 private:
  static Database fresh_database() {
    auto database = Database::open(":memory:");
    REQUIRE(database);
    REQUIRE(migrate_state(*database, cloud_tables()));
    return std::move(*database);
  }

  Completed try_play() {
    const Json& document = case_.at("document");
    TRY(invoke("CreateDocument",
               {{"Name", "Doc"}, {"DocumentType", "Automation"}, {"Content", to_text(document)}}));
    if (const Json* account = find_member(case_, "account"))
      TRY(engine_->account.load(kCaller.scope, *account, clock_.now()));
    TRY(start());
    if (const Json* changed = find_member(case_, "changed-document"))
      TRY(invoke(
          "UpdateDocument",
          {{"Name", "Doc"}, {"DocumentVersion", "$LATEST"}, {"Content", to_text(*changed)}}));
    TRY(run_to_the_end());
    return tell();
  }

  Completed start() {
    const Json& text = case_.at("mocks");
    const auto mocks = read_mocks(text.is_string() ? text.get<std::string>() : to_text(text));
    if (!mocks) return tl::unexpected(mocks_error(mocks.error(), "mocks.yaml"));
    count_ = mocks->mocks.size();
    const ExecutionMocks given = make_execution_mocks(*mocks, "mocks.yaml");
    ports_.mocks = &given;
    Json request = {{"DocumentName", "Doc"}, {"Mode", string_member(case_, "mode", "Auto")}};
    const Result<Json> started = invoke("StartAutomationExecution", std::move(request));
    ports_.mocks = nullptr;
    TRY(started);
    id_ = string_member(*started, "AutomationExecutionId");
    return {};
  }

  Completed run_to_the_end() {
    const std::string stop_after = string_member(case_, "stop-after");
    std::optional<Time> stop;
    if (!stop_after.empty()) {
      TRY_ASSIGN(const Milliseconds after, parse_duration(stop_after));
      stop = clock_.now() + after;
    }
    for (;;) {
      TRY(engine_->driver.run_until_idle());
      for (const std::string& problem : engine_->driver.take_problems()) lines_.push_back(problem);
      if (case_.value("new-engine", false)) engine_.emplace(database_, clock_);
      if (start_next_step()) continue;
      TRY_ASSIGN(std::optional<Time> due, engine_->driver.next_due());
      if (stop && (!due || *stop <= *due)) {
        clock_.advance_to(*std::exchange(stop, std::nullopt));
        TRY(invoke("StopAutomationExecution",
                   {{"AutomationExecutionId", id_}, {"Type", "Cancel"}}));
        continue;
      }
      if (!due) return {};
      clock_.advance_to(*due);
    }
  }

  /// Interactive mode: one more of the steps that the case starts by hand.
  bool start_next_step() {
    const Json* steps = find_member(case_, "start-steps");
    if (!steps || steps_started_ >= steps->size()) return false;
    const Json payload = {{"StepName", Json::array({steps->at(steps_started_++)})}};
    const Result<Json> sent =
        invoke("SendAutomationSignal",
               {{"AutomationExecutionId", id_}, {"SignalType", "StartStep"}, {"Payload", payload}});
    if (!sent) lines_.push_back(sent.error().code + ": " + sent.error().message);
    return sent.has_value();
  }

  /// "one Success {outputs}", "two Failed x2 Throttling: message"; then the execution, how long it
  /// took, and how often each mock was asked.
  Completed tell() {
    ExecutionStore store(database_, action_catalog());
    TRY_ASSIGN(std::optional<StoredExecution> stored, store.load(id_));
    const std::optional<ExecutionState> state(std::move(stored->state));
    for (const StepState* step : in_listing_order(*state))
      if (step->run_order > 0) lines_.push_back(line_of(*step));
    std::string end(to_text(state->status));
    if (!state->failure_message.empty()) end += ": " + state->failure_message;
    lines_.push_back(end);
    lines_.push_back(fmt::format(
        "after {} s", (state->ended.value_or(clock_.now()) - state->created).count() / 1000));
    std::string uses = "uses";
    MockStore mocks(database_);
    for (std::size_t i = 0; i < count_; ++i) {
      TRY_ASSIGN(const std::int64_t number, mocks.uses(id_, static_cast<std::int64_t>(i)));
      uses += " " + std::to_string(number);
    }
    lines_.push_back(uses);
    return {};
  }

  static std::string line_of(const StepState& step) {
    std::string line = fmt::format("{} {}", step.name, ssm::to_text(step.status));
    if (step.attempt > 1) line += fmt::format(" x{}", step.attempt);
    Json outputs = step.outputs;
    if (outputs.is_object() && outputs.contains("ResponseMetadata"))
      outputs.erase("ResponseMetadata");
    if (!outputs.empty()) line += " " + to_text(outputs);
    if (step.failure) line += fmt::format(" {}: {}", step.failure->type, step.failure->message);
    return line;
  }

  Result<Json> invoke(std::string_view name, Json request) {
    const Operation* operation = find_operation(name);
    REQUIRE(operation);
    TRY_ASSIGN(Reply reply, ssm::invoke(*operation, std::move(request), kCaller, ports_));
    return std::move(reply.response);
  }

  const Json& case_;
  VirtualClock clock_;
  Database database_;
  std::optional<Engine> engine_;
  ServicePorts ports_{
      .database = database_, .clock = clock_, .predefined = {}, .actions = action_catalog()};
  std::string id_;
  std::size_t count_ = 0;
  std::size_t steps_started_ = 0;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> run(const Json& the_case) {
  return World(the_case).play();
}

Json read_cases(const std::string& name) {
  std::ifstream file(std::string(SOURCE_DIR) + "/tests/unit_mocks/" + name);
  std::ostringstream text;
  text << file.rdbuf();
  auto nodes = read_nodes(text.str(), DocumentFormat::kYaml, {.max_bytes = 1 << 20});
  if (!nodes) FAIL(to_text(nodes.error(), name));
  return to_json(*nodes);
}

}  // namespace ssm::mock_test
