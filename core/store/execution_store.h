// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/account_region.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/document/document.h"
#include "core/machine/event.h"
#include "core/machine/state.h"
#include "core/store/database.h"

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

/// Executions, their steps and their history. Callers hold a Transaction round every change.
class ExecutionStore {
 public:
  explicit ExecutionStore(Database& database) : database_(database) {}

  /// A new execution: its row, its steps' rows, the document it runs. `due`: when the engine should
  /// look at it.
  Completed insert(const ExecutionState& state, const Document& document, std::optional<Time> due);

  Result<bool> exists(const AccountRegion& scope, std::string_view id);
  /// nullopt: no such execution in this scope.
  Result<std::optional<ExecutionState>> load(const AccountRegion& scope, std::string_view id);
  /// The engine's form: any scope.
  Result<std::optional<ExecutionState>> load(std::string_view id);

  /// The document an execution runs, as it was at start. It is kept as JSON, which is read in a
  /// fraction of the time that YAML takes; locations are those in that text. Errors: kUnreadable
  /// when this program does not understand it.
  Result<Document> document(std::string_view id);
  static constexpr const char* kUnreadable = "UnreadableDocument";
  /// Names it: executions with the same hash run the same document.
  Result<std::string> document_hash(std::string_view id);

  /// Writes one event to the history and what it changed to the rows. `state`: after the event;
  /// its sequence must be the next one. Nobody else can have written it since `state` was loaded
  /// in the same Transaction; a sequence that is there already is refused by the database.
  Completed append(const Event& event, const ExecutionState& state, std::optional<Time> due);
  /// The parts of append(), for those who write many events and then the rows once.
  Completed append_event(const Event& event, const ExecutionState& state);
  Completed write(const ExecutionState& state, std::optional<Time> due);
  Completed write_step(const ExecutionState& state, const StepState& step);

  /// Newest first. The states come without their steps' inputs and memos being needed: complete.
  Result<std::vector<ExecutionState>> list(const AccountRegion& scope, const ExecutionQuery& query);

  /// The events of an execution with a higher sequence than `after`, oldest first.
  Result<std::vector<Event>> history(std::string_view id, std::int64_t after = 0);

  /// Executions that the engine should look at by `now`, first due first. Those that wait for a
  /// slot are not among them: see queued().
  Result<std::vector<std::string>> due(Time now, std::int64_t limit);
  /// Corrects when the engine should look at an execution, without an event.
  Completed set_due(std::string_view id, std::optional<Time> due);
  /// The next time anything falls due after `now`, or nullopt.
  Result<std::optional<Time>> next_due(Time now);

  /// How many executions hold a slot: `children` those with a parent, else those without. A slot is
  /// held from leaving Pending to the end.
  Result<std::int64_t> count_running(bool children);
  /// The first executions that wait Pending for a slot, in order of arrival.
  Result<std::vector<std::string>> queued(std::int64_t limit);
  /// How many wait Pending for a slot.
  Result<std::int64_t> count_queued();

  /// The execution started with this client token, if any: its id and its request.
  struct TokenHolder {
    std::string id;
    Json request;
  };
  Result<std::optional<TokenHolder>> find_token(const AccountRegion& scope, std::string_view token);

 private:
  Result<std::vector<ExecutionState>> read_states(Statement& statement);
  Completed read_steps(ExecutionState& state);
  Database& database_;
};

}  // namespace ssm
