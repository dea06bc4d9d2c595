// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/account_region.h"
#include "core/base/json.h"
#include "core/base/quotas.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/machine/event.h"
#include "core/machine/state.h"
#include "core/store/database.h"
#include "core/store/plan_store.h"

namespace ssm {

/// DescribeAutomationExecutions as the store understands it. Within one list any value may match;
/// empty = no condition.
struct ExecutionQuery {
  std::vector<std::string> ids;
  std::vector<std::string> name_prefixes;
  std::vector<std::string> statuses;
  std::vector<std::string> parents;
  std::vector<std::string> current_actions;
  std::vector<std::string> automation_types;
  std::vector<std::vector<std::string>> tag_keys;  // of each list one
  bool change_requests = false;                    // these alone
  std::optional<Time> started_before;
  std::optional<Time> started_after;
  std::int64_t limit = 50;
  /// Continue after this row (newest first): creation time and id of the last row seen.
  std::optional<std::pair<std::int64_t, std::string>> after;
};

/// An execution as it is stored. `plan` is nullptr when this program cannot read the document that
/// it runs, or its rows do not fit it; then `problem` says why, and `state.steps` has the steps
/// that have rows which can be read.
struct StoredExecution {
  ExecutionState state;
  std::shared_ptr<const Plan> plan;
  std::string problem;
};

/// Executions that wait for a slot together: of one account and Region, children apart.
struct SlotQueue {
  AccountRegion scope;
  bool children = false;
  std::int64_t running = 0;
};

/// How many of a queue may run at a time.
constexpr std::int64_t slots_of(const SlotQueue& queue, const Quotas& quotas) {
  return queue.children ? quotas.children : quotas.running;
}

/// Executions, their steps and their history. Callers hold a Transaction round every change.
class ExecutionStore {
 public:
  ExecutionStore(Database& database, const ActionCatalog& actions)
      : database_(database), plans_(database, actions) {}

  /// A new execution, which is Pending: its row, and what it runs.
  Completed insert(const ExecutionState& state, const PlannedRunbook& runbook);

  Result<bool> exists(const AccountRegion& scope, std::string_view id);
  /// nullopt: no such execution in this scope. Errors: kMalformed when its rows cannot be read.
  Result<std::optional<StoredExecution>> load(const AccountRegion& scope, std::string_view id);
  /// The engine's form: any scope.
  Result<std::optional<StoredExecution>> load(std::string_view id);

  /// Writes one event to the history and what it changed to the rows. `state`: after the event;
  /// its sequence is the event's. Errors: kSequenceTaken, see append_event().
  Completed append(const Event& event, const ExecutionState& state, std::optional<Time> due);
  /// The parts of append(), for those who write many events and then the rows once. Errors:
  /// kSequenceTaken when another process appended an event since `state` was loaded: load the
  /// execution again and decide again.
  Completed append_event(const Event& event, const ExecutionState& state);
  /// The same with the event's text, for those who have moved from the event.
  Completed append_event_text(std::string_view text, const ExecutionState& state);
  static constexpr const char* kSequenceTaken = "SequenceTaken";
  Completed write(const ExecutionState& state, std::optional<Time> due);
  Completed write_step(const ExecutionState& state, StepIndex step);

  /// The runs that steps inside loops had in earlier iterations; `state` has the present ones.
  /// Errors: kMalformed.
  Result<std::vector<StepState>> earlier_runs(const StoredExecution& execution);

  /// Ends an execution that cannot be read any more, with this message, and the rows that the
  /// program understands. What was there stays in the history.
  Completed end_unreadable(std::string_view id, Status status, const std::string& message,
                           Time now);

  /// What the columns of an execution say whose rows cannot be read. `problem`: why not. Nobody
  /// knows which step of its parent started it.
  Result<StoredExecution> read_columns(std::string_view id, std::string problem);

  /// Newest first, complete. An execution whose rows cannot be read has a `problem`, and what its
  /// columns say.
  Result<std::vector<StoredExecution>> list(const AccountRegion& scope,
                                            const ExecutionQuery& query);

  /// The events of an execution with a higher sequence than `after`, oldest first. Errors:
  /// kMalformed.
  Result<std::vector<Event>> history(std::string_view id, std::int64_t after = 0);

  /// Executions that the engine should look at by `now`, first due first. Those that wait for a
  /// slot are not among them: see queues().
  Result<std::vector<std::string>> due(Time now, std::int64_t limit);
  /// Corrects when the engine should look at an execution, without an event.
  Completed set_due(std::string_view id, std::optional<Time> due);
  /// Up to `limit` times that something is due at, past ones too, first due first.
  struct Due {
    std::string id;
    Time time;
  };
  Result<std::vector<Due>> next_due(std::int64_t limit);

  /// Where executions wait for a slot. A slot is held from leaving Pending to the end. Costs the
  /// same however many of them wait.
  Result<std::vector<SlotQueue>> queues();
  /// That of one account and Region, also when no execution waits there.
  Result<SlotQueue> queue(const AccountRegion& scope, bool children);
  Result<std::int64_t> count_queued(const SlotQueue& queue);
  /// How many executions an engine would go on with now.
  Result<std::int64_t> count_overdue(Time now, const Quotas& quotas);
  /// The first executions of a queue, in order of arrival.
  Result<std::vector<std::string>> queued(const SlotQueue& queue, std::int64_t limit);

  /// How many executions were counted below one that no step started.
  Result<std::int64_t> count_descendants(std::string_view root);
  Completed add_descendant(std::string_view root);

  /// The execution started with this client token, if any: its id and its request.
  struct TokenHolder {
    std::string id;
    Json request;
  };
  Result<std::optional<TokenHolder>> find_token(const AccountRegion& scope, std::string_view token);

  /// The document that an execution runs, for tools that show its text. Errors:
  /// PlanStore::kUnreadable.
  Result<Document> document(std::string_view id);

  PlanStore& plans() { return plans_; }

 private:
  Result<StoredExecution> read_execution_row(std::string_view id, const std::string& hash,
                                             const std::string& body);
  Result<std::vector<StepState>> read_steps(std::string_view id, const Plan& plan);
  /// The steps that have rows, as far as they can be read.
  Result<std::vector<StepState>> readable_steps(std::string_view id);
  Result<std::optional<AccountRegion>> next_scope_with_queue(const AccountRegion& after);

  Database& database_;
  PlanStore plans_;
};

}  // namespace ssm
