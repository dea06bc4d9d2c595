// SPDX-License-Identifier: Apache-2.0
#pragma once
// The whole program but for its doors, in memory, on the virtual clock.

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actions/cloud/mock_cloud.h"
#include "actions/cloud/simulated_account.h"
#include "cli/testkit/case_result.h"
#include "cli/testkit/recording_cloud.h"
#include "cli/testkit/script_turns.h"
#include "core/api/service.h"
#include "core/engine/driver.h"
#include "core/store/database.h"
#include "core/store/execution_store.h"

namespace ssm::testkit {

/// How far a case may go before it is stopped.
struct RunLimits {
  Milliseconds virtual_time = std::chrono::days(400);
  int jumps = 100000;                       // of the virtual clock
  std::optional<Milliseconds> real_time{};  // nullopt = no limit
};

/// The programs of a case, which must not take longer than the case may, and sleep on its clock.
class ProgramsOfCase final : public Programs {
 public:
  ProgramsOfCase(Programs* programs, const VirtualClock& clock, ScriptTurns& turns,
                 std::optional<std::chrono::microseconds> end)
      : programs_(programs), clock_(clock), turns_(turns), end_(end) {}

  /// nullptr: none may run.
  Programs* port() { return programs_ ? this : nullptr; }
  Result<ProgramEnd> run(const ProgramCall& call, std::stop_token stop) override;
  void tell(const std::string& sentence) override { programs_->tell(sentence); }
  const Clock& clock() const override { return clock_; }
  bool stands_still() const override { return true; }
  bool sleep(Milliseconds time, const std::stop_token& stop) override {
    return turns_.sleep(time, stop);
  }

 private:
  Programs* programs_;
  const VirtualClock& clock_;
  ScriptTurns& turns_;
  std::optional<std::chrono::microseconds> end_;  // as steady_now() counts
};

/// Counts the lines that scripts run, one at a time.
class LineCounter final : public ScriptLines {
 public:
  void add(const std::string& execution_id, const std::string& step,
           const std::vector<int>& lines) override {
    for (const int line : lines) ++counts_[execution_id][step][line];
  }
  /// Of an execution, by step and line.
  std::map<std::string, std::map<int, std::int64_t>> of(const std::string& execution_id) const {
    const auto found = counts_.find(execution_id);
    return found == counts_.end() ? std::map<std::string, std::map<int, std::int64_t>>()
                                  : found->second;
  }

 private:
  std::map<std::string, std::map<std::string, std::map<int, std::int64_t>>> counts_;
};

class World {
 public:
  ~World() { turns_.close(); }

  /// A migrated state in memory with the sample account in it.
  static Result<Database> fresh_state();

  /// `database`: a fresh state. It is that again when the world is gone: all that happens here is
  /// one transaction, which is never committed. `programs`: nullptr where no program may run.
  /// `counts_lines`: of scripts, which then take longer.
  static Result<std::unique_ptr<World>> create(Database& database, const TestCase& test,
                                               const RunLimits& limits, Programs* programs,
                                               bool counts_lines = false);

  /// The files that lie beside the runbook and are attached to it by their names. What "files" says
  /// of their content does not matter: it changes while one writes them.
  Completed attach_files(const DocumentSource& document);

  /// One operation, as a caller makes it. `caller`: an ARN; empty = the operator.
  Result<Json> invoke(std::string_view operation, Json request, const std::string& caller = {});

  /// Puts a document into the library, also under a name that CreateDocument refuses. Errors: the
  /// code of its first problem; the message has all of them, a line each.
  Completed load_into_library(const DocumentSource& document);

  /// Carries out what is due until `end`, or until nothing is left to do. Errors: code "Runaway"
  /// when a limit is exceeded.
  Completed run_until(std::optional<Time> end);

  /// Starts executions of the case's document under the names `start` gives them.
  Completed start(const Start& start);
  /// By such a name; "main/call" is the execution that step "call" of "main" started.
  Result<std::string> id_of(const std::string& execution);

  /// AutomationExecution as GetAutomationExecution shows it, but with every run of every step
  /// however many there are, those inside loops too, and what is behind it. Steps without a run
  /// come last.
  struct Look {
    Json execution;
    ExecutionState state;
    std::vector<StepState> runs;  // as StepExecutions has them
  };
  Result<Look> look(const std::string& name);
  Result<ExecutionState> state(const std::string& name);

  /// What became of every execution. Folds each history from the first state on: what comes of it
  /// must be what is stored.
  Result<std::vector<ExecutionResult>> results();

  /// What the scripts of all executions printed, in the order in which the steps began; after a
  /// step what those of the execution that it started did.
  Result<std::vector<Printed>> printed();

  Result<Json> account();
  const std::vector<RecordedCall>& calls() const { return recorder_.calls(); }
  Time beginning() const { return beginning_; }
  /// When every world begins.
  static Time first_moment();
  Time now() const { return clock_.now(); }

 private:
  struct Started {
    std::string name;
    std::string id;
    ExecutionState first;  // as it was when the start was answered
  };

  World(const TestCase& test, const RunLimits& limits, Programs* programs, bool counts_lines,
        Database& database, Transaction all);
  Completed check_limits(Time due) const;
  std::optional<std::chrono::microseconds> real_end() const;
  bool is_out_of_time() const;
  /// Until nothing is left to do at this moment of the clock: first what is due, then what scripts
  /// do that begin or wake up.
  Completed run_until_rest();
  Result<std::optional<Time>> next_due();
  Result<std::shared_ptr<const Document>> document_of(const std::string& id);
  Result<Json> start_request(const Start& start);
  /// The id of the execution that the step started; nullopt: it has started none.
  Result<std::optional<std::string>> started_by(const StepState& step);
  Result<std::string> child_of(const std::string& parent, std::string_view step);
  Result<StoredExecution> load(const std::string& id);
  Result<ExecutionResult> result_of(const Started& started);
  Completed add_printed(const std::string& name, const std::string& id, std::vector<Printed>& all);

  RunLimits limits_;
  Time beginning_;
  std::chrono::microseconds real_beginning_;
  VirtualClock clock_;
  Database& database_;
  ExecutionStore store_;
  Transaction all_;
  SimulatedAccount account_;
  MockCloud mock_cloud_;
  RecordingCloud recorder_;
  ParameterStore parameter_store_;
  ScriptTurns turns_;
  ProgramsOfCase programs_;
  LineCounter lines_;
  Driver driver_;
  std::optional<ExecutionMocks> mocks_;
  ServicePorts ports_;
  int jumps_ = 0;  // of the clock
  std::string document_name_;
  std::map<std::string, std::shared_ptr<const Document>> documents_;  // by execution
  std::vector<Started> started_;
};

}  // namespace ssm::testkit
