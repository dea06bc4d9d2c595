// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/machine/state.h"
#include "core/store/execution_store.h"

namespace ssm {

/// An execution in memory. Its history in the store is complete; its rows may be behind until
/// LoadedExecutions::write_rows().
struct LoadedExecution {
  ExecutionState state;
  std::shared_ptr<const Plan> plan;  // never nullptr; empty when there is a problem
  std::string problem;               // why it cannot be read
  std::set<StepIndex> changed_steps;
  bool changed = false;
  std::uint64_t used = 0;

  /// Errors: PlanStore::kUnreadable.
  Completed readable() const;
};

/// The executions that the engine has in memory, those used last.
class LoadedExecutions {
 public:
  explicit LoadedExecutions(ExecutionStore& store) : store_(store) {}

  /// The execution as stored now: what is in memory is brought forward by the events that others
  /// wrote. Valid until the next call. Errors: kMalformed, those of the database.
  Result<LoadedExecution*> open(const std::string& id);

  /// Writes the rows that the events since the last call changed, and when the execution is due.
  /// One that has ended is forgotten.
  Completed write_rows(const std::string& id, std::optional<Time> due);

  /// Their events were rolled back.
  void forget_changes();
  void clear() { executions_.clear(); }

 private:
  Completed catch_up(LoadedExecution& execution);
  Result<LoadedExecution*> load(const std::string& id);
  void make_room();

  ExecutionStore& store_;
  std::unordered_map<std::string, std::unique_ptr<LoadedExecution>> executions_;
  std::uint64_t uses_ = 0;
};

}  // namespace ssm
