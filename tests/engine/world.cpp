// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/world.h"

#include <fmt/format.h>

#include "actions/registry.h"
#include "core/machine/machine.h"
#include "documents/predefined.h"

namespace ssm::scenario {
namespace {

const Scope kScope{"123456789012", "us-east-1"};
constexpr std::string_view kOperator = "arn:aws:iam::123456789012:user/operator";
constexpr std::int64_t kBeginningMs = 1893553445000;  // 2030-01-02T03:04:05Z
constexpr int kMostJumps = 100000;

}  // namespace

World::World(const Scenario& scenario, Database database)
    : beginning_(from_epoch_ms(kBeginningMs)),
      clock_(beginning_),
      database_(std::move(database)),
      account_(database_),
      driver_(database_, clock_, account_, find_action, {.quotas = scenario.quotas, .workers = 0}),
      ports_{.database = database_,
             .clock = clock_,
             .predefined = predefined_documents(),
             .has_action = [](std::string_view name) { return find_action(name) != nullptr; },
             .quotas = scenario.quotas},
      document_name_(scenario.document_name) {}

Result<std::unique_ptr<World>> World::create(const Scenario& scenario) {
  TRY_ASSIGN(Database database, Database::open(":memory:"));
  TRY(migrate_state(database));
  std::unique_ptr<World> world(new World(scenario, std::move(database)));
  if (scenario.account) TRY(world->account_.load(kScope, *scenario.account, world->beginning_));
  return world;
}

Result<Json> World::invoke(std::string_view name, Json request, const std::string& caller) {
  const Operation* operation = find_operation(name);
  if (!operation) return failure("Scenario", fmt::format("no operation {}", name));
  const Caller who{kScope, caller.empty() ? std::string(kOperator) : caller};
  TRY_ASSIGN(Reply reply, ssm::invoke(*operation, std::move(request), who, ports_));
  return std::move(reply.response);
}

Completed World::run_until(std::optional<Time> end) {
  for (int jump = 0; jump < kMostJumps; ++jump) {
    TRY(driver_.run_until_idle());
    TRY_ASSIGN(const std::optional<Time> due, driver_.next_due());
    if (!due && !end) return {};
    if (!due || (end && *due > *end)) {
      clock_.advance_to(*end);
      return driver_.run_until_idle();
    }
    if (*due <= clock_.now())
      return failure("Scenario", "the driver rests although something is due");
    clock_.advance_to(*due);
  }
  return failure("Scenario", fmt::format("still not at rest after {} jumps", kMostJumps));
}

Result<Json> World::start_request(const Start& start) {
  Json request{{"DocumentName", document_name_}};
  if (!start.parameters.empty()) request["Parameters"] = start.parameters;
  if (start.change_template.is_null()) {
    request["Mode"] = start.mode;
    return invoke("StartAutomationExecution", std::move(request));
  }
  TRY(invoke("CreateDocument", {{"Name", "Template"},
                                {"DocumentType", "Automation.ChangeTemplate"},
                                {"Content", to_text(start.change_template)}}));
  Json change = start.request;
  change["DocumentName"] = "Template";
  change["Runbooks"] = Json::array({std::move(request)});
  if (start.scheduled) change["ScheduledTime"] = to_epoch_json(clock_.now() + *start.scheduled);
  return invoke("StartChangeRequestExecution", std::move(change));
}

Completed World::start(const Start& start) {
  for (int number = 1; number <= start.count; ++number) {
    TRY_ASSIGN(const Json response, start_request(start));
    const std::string id = string_member(response, "AutomationExecutionId");
    ids_[start.count == 1 ? start.name : fmt::format("{}-{}", start.name, number)] = id;
    TRY_ASSIGN(first_states_[id], load(id));
  }
  return {};
}

Result<std::string> World::id_of(const std::string& execution) const {
  const auto found = ids_.find(execution);
  if (found == ids_.end()) return failure("Scenario", "no execution named " + execution);
  return found->second;
}

Result<Json> World::execution(const std::string& name) {
  TRY_ASSIGN(const std::string id, id_of(name));
  TRY_ASSIGN(Json response, invoke("GetAutomationExecution", {{"AutomationExecutionId", id}}));
  return response["AutomationExecution"];
}

Result<ExecutionState> World::load(const std::string& id) {
  TRY_ASSIGN(std::optional<ExecutionState> state, ExecutionStore(database_).load(id));
  if (!state) return failure("Scenario", "the store has lost execution " + id);
  return std::move(*state);
}

Completed World::check_histories() {
  for (const auto& [id, first] : first_states_) TRY(check_history(id, first));
  return {};
}

Completed World::check_history(const std::string& id, ExecutionState folded) {
  ExecutionStore store(database_);
  TRY_ASSIGN(const Document document, store.document(id));
  TRY_ASSIGN(const std::vector<Event> history, store.history(id));
  // The first state seen may have come about by an event already: a slot was free.
  for (auto i = static_cast<std::size_t>(folded.sequence); i < history.size(); ++i)
    folded = apply(document, std::move(folded), history[i]);
  TRY_ASSIGN(const ExecutionState stored, load(id));
  if (to_json(folded) != to_json(stored))
    return failure("Scenario", fmt::format("history gives {}\nstored is {}",
                                           to_text(to_json(folded)), to_text(to_json(stored))));
  for (std::size_t i = 0; i < stored.steps.size(); ++i)
    if (to_json(folded.steps[i]) != to_json(stored.steps[i]))
      return failure("Scenario", fmt::format("history gives {}\nstored is {}",
                                             to_text(to_json(folded.steps[i])),
                                             to_text(to_json(stored.steps[i]))));
  return {};
}

}  // namespace ssm::scenario
