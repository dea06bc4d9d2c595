// SPDX-License-Identifier: Apache-2.0
#pragma once
// The whole program but for its doors, in memory, on the virtual clock.

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "actions/cloud/simulated_account.h"
#include "core/api/service.h"
#include "core/engine/driver.h"
#include "core/store/database.h"
#include "core/store/execution_store.h"
#include "tests/engine/scenario.h"

namespace ssm::scenario {

class World {
 public:
  static Result<std::unique_ptr<World>> create(const Scenario& scenario);

  /// One operation, as a caller makes it. `caller`: an ARN; empty = the operator.
  Result<Json> invoke(std::string_view operation, Json request, const std::string& caller = {});

  /// Carries out what is due until `end`, or until nothing is left to do.
  Completed run_until(std::optional<Time> end);

  /// Starts executions of the scenario's document under the names `start` gives them.
  Completed start(const Start& start);
  Result<std::string> id_of(const std::string& execution) const;

  /// AutomationExecution as GetAutomationExecution shows it.
  Result<Json> execution(const std::string& name);

  /// Folds the history of every execution from its first state and compares with what is stored.
  Completed check_histories();

  Time beginning() const { return beginning_; }

 private:
  World(const Scenario& scenario, Database database);
  Result<Json> start_request(const Start& start);
  Result<ExecutionState> load(const std::string& id);
  Completed check_history(const std::string& id, ExecutionState folded);

  Time beginning_;
  VirtualClock clock_;
  Database database_;
  SimulatedAccount account_;
  Driver driver_;
  ServicePorts ports_;
  std::string document_name_;
  std::map<std::string, std::string> ids_;              // scenario name to execution id
  std::map<std::string, ExecutionState> first_states_;  // by execution id
};

}  // namespace ssm::scenario
