// SPDX-License-Identifier: Apache-2.0
#include "core/store/execution_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/field_parser.h"
#include "core/base/text.h"
#include "core/machine/change_request.h"
#include "core/store/execution_tags.h"

namespace ssm {
namespace {

constexpr std::string_view kSelect = "SELECT id, document_hash, body FROM executions ";

std::optional<std::int64_t> to_ms(const std::optional<Time>& time) {
  if (!time) return std::nullopt;
  return to_epoch_ms(*time);
}

/// A slot is held from leaving Pending to the end.
bool holds_slot(const ExecutionState& state) {
  return state.status != Status::kPending && !state.is_terminal();
}

std::string current_action(const ExecutionState& state) {
  const StepState* step = state.active_step();
  return step ? step->action : std::string();
}

std::string placeholders(std::size_t count) {
  std::string text = "(";
  for (std::size_t i = 0; i < count; ++i) text += i == 0 ? "?" : ", ?";
  return text + ")";
}

Result<std::vector<std::string>> read_ids(Statement& statement) {
  std::vector<std::string> ids;
  for (;;) {
    TRY_ASSIGN(const bool more, statement.step());
    if (!more) return ids;
    ids.push_back(statement.text(0));
  }
}

/// Asks for `what` of the executions with the scope and kind of `queue` for which `condition`
/// holds, that of an index: then each query is one search in it.
Result<Statement> of_kind(Database& database, const SlotQueue& queue, std::string_view what,
                          std::string_view condition, std::string_view rest = "") {
  TRY_ASSIGN(Statement statement,
             database.prepare(fmt::format("SELECT {} FROM executions WHERE {} AND account = ? AND "
                                          "region = ? AND parent_id {} '' {}",
                                          what, condition, queue.children ? ">" : "=", rest)));
  statement.bind(queue.scope.account).bind(queue.scope.region);
  return statement;
}

/// Without a plan nobody knows the steps that have not started.
std::string without_places(const std::string& text) {
  Result<Json> body = parse_json(text, kStoredLimits);
  if (!body || !body->is_object()) return text;
  for (const char* place : {"position", "nextStep", "lastStep", "stoppedBy"}) body->erase(place);
  return to_text(*body);
}

/// Puts the steps inside loops into the iterations that the loops are in: those whose rows are of
/// an earlier one are as new, and those of a loop without an iteration. A loop comes before its
/// steps.
void bring_into_iterations(std::vector<StepState>& steps, const Plan& plan) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (!plan.steps[i].loop) continue;
    const StepState& loop = steps[place_of(*plan.steps[i].loop)];
    if (loop.iterations == 0 || steps[i].round_of_loop() != loop.rounds_begun())
      steps[i] = as_new(std::move(steps[i]), loop);
  }
}

/// Collects conditions and the values they are bound to, in order.
struct WhereClause {
  std::string sql = "WHERE account = ? AND region = ?";
  std::vector<std::string> texts;
  std::vector<std::int64_t> numbers;
  // 't' or 'n' for each placeholder
  std::string order = "tt";

  void any_of(std::string_view before, const std::vector<std::string>& values,
              std::string_view after = "") {
    if (values.empty()) return;
    sql.append(" AND ").append(before).append(placeholders(values.size())).append(after);
    for (const std::string& value : values) {
      texts.push_back(value);
      order += 't';
    }
  }
  void prefix_of(const std::vector<std::string>& prefixes) {
    if (prefixes.empty()) return;
    sql += " AND (";
    for (std::size_t i = 0; i < prefixes.size(); ++i) {
      sql += i == 0 ? "" : " OR ";
      sql += "substr(document_name, 1, length(?)) = ?";
      texts.insert(texts.end(), 2, prefixes[i]);
      order += "tt";
    }
    sql += ")";
  }
  void number(std::string_view condition, std::int64_t value) {
    sql.append(" AND ").append(condition);
    numbers.push_back(value);
    order += 'n';
  }
  void bind(Statement& statement) const {
    auto text = texts.begin();
    auto number = numbers.begin();
    for (const char kind : order) {
      if (kind == 't')
        statement.bind(*text++);
      else
        statement.bind(*number++);
    }
  }
};

WhereClause where_clause_of(const AccountRegion& scope, const ExecutionQuery& query) {
  WhereClause where;
  where.texts = {scope.account, scope.region};
  where.any_of("id IN ", query.ids);
  where.prefix_of(query.name_prefixes);
  where.any_of("status IN ", query.statuses);
  where.any_of("parent_id IN ", query.parents);
  where.any_of("current_action IN ", query.current_actions);
  if (query.change_requests)
    where.sql += " AND json_extract(executions.body, '$.changeRequest') IS NOT NULL";
  for (const std::vector<std::string>& keys : query.tag_keys)
    where.any_of(
        "EXISTS (SELECT 1 FROM execution_tags WHERE execution_id = executions.id AND tag_key IN ",
        keys, ")");
  if (query.started_before) where.number("created_ms <= ?", to_epoch_ms(*query.started_before));
  if (query.started_after) where.number("created_ms >= ?", to_epoch_ms(*query.started_after));
  if (query.after) {
    where.number("(created_ms < ?", query.after->first);
    where.sql += " OR (created_ms = ? AND id < ?))";
    where.numbers.push_back(query.after->first);
    where.texts.push_back(query.after->second);
    where.order += "nt";
  }
  where.sql += " ORDER BY created_ms DESC, id DESC LIMIT ?";
  where.numbers.push_back(query.limit);
  where.order += 'n';
  return where;
}

}  // namespace

Completed ExecutionStore::insert(const ExecutionState& state, const PlannedRunbook& runbook) {
  TRY_ASSIGN(const std::string hash, plans_.keep(runbook));
  TRY_ASSIGN(
      Statement statement,
      database_.prepare("INSERT INTO executions (id, account, region, document_name, "
                        "document_hash, status, parent_id, client_token, current_action, "
                        "created_ms, due_ms, holds_slot, sequence, body) VALUES (?, ?, ?, ?, "
                        "?, ?, ?, nullif(?, ''), ?, ?, NULL, ?, ?, ?)"));
  statement.bind(state.id).bind(state.account).bind(state.region).bind(state.document_name);
  statement.bind(hash).bind(shown_status(state));
  statement.bind(state.parent ? state.parent->execution_id : std::string());
  statement.bind(to_lower(string_member(state.request, "ClientToken")));
  statement.bind(current_action(state)).bind(to_epoch_ms(state.created));
  statement.bind(std::int64_t{holds_slot(state)}).bind(state.sequence);
  statement.bind(to_text_of(state));
  TRY(statement.run());
  if (const Json* tags = find_member(state.request, "Tags"))
    TRY(set_execution_tags(database_, state.id, *tags));
  return {};
}

Completed ExecutionStore::append_event(const Event& event, const ExecutionState& state) {
  return append_event_text(to_text_of(event), state);
}

Completed ExecutionStore::append_event_text(std::string_view text, const ExecutionState& state) {
  TRY_ASSIGN(Statement insert,
             database_.prepare("INSERT INTO events (execution_id, sequence, body) VALUES (?, ?, ?) "
                               "ON CONFLICT (execution_id, sequence) DO NOTHING"));
  insert.bind(state.id).bind(state.sequence).bind(text);
  TRY(insert.run());
  if (database_.changed_rows() == 1) return {};
  return failure(kSequenceTaken, fmt::format("event {} of execution {} was written by another "
                                             "process",
                                             state.sequence, state.id));
}

Completed ExecutionStore::write(const ExecutionState& state, std::optional<Time> due) {
  TRY_ASSIGN(Statement update,
             database_.prepare("UPDATE executions SET status = ?, current_action = ?, due_ms = ?, "
                               "holds_slot = ?, sequence = ?, body = ? WHERE id = ?"));
  update.bind(shown_status(state)).bind(current_action(state)).bind(to_ms(due));
  update.bind(std::int64_t{holds_slot(state)}).bind(state.sequence);
  update.bind(to_text_of(state)).bind(state.id);
  return update.run();
}

Completed ExecutionStore::append(const Event& event, const ExecutionState& state,
                                 std::optional<Time> due) {
  TRY(append_event(event, state));
  TRY(write(state, due));
  const auto about = std::ranges::find(state.steps, step_of(event), &StepState::name);
  if (about != state.steps.end()) TRY(write_step(state, StepIndex(about - state.steps.begin())));
  for (const StepIndex step : state.position) TRY(write_step(state, step));
  if (state.is_terminal() && state.last) TRY(write_step(state, *state.last));
  return {};
}

Completed ExecutionStore::write_step(const ExecutionState& state, StepIndex step) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("INSERT INTO steps (execution_id, position, iteration, body) VALUES "
                               "(?, ?, ?, ?) ON CONFLICT (execution_id, position, iteration) DO "
                               "UPDATE SET body = excluded.body"));
  statement.bind(state.id)
      .bind(static_cast<std::int64_t>(place_of(step)))
      .bind(state[step].round_of_loop())
      .bind(to_text_of(state[step]));
  return statement.run();
}

Result<std::vector<StepState>> ExecutionStore::read_steps(std::string_view id, const Plan& plan) {
  std::vector<StepState> steps = initial_state(plan, std::string(id)).steps;
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT position, body, max(iteration) FROM steps WHERE "
                               "execution_id = ? GROUP BY position ORDER BY position"));
  statement.bind(id);
  for (;;) {
    TRY_ASSIGN(const bool more, statement.step());
    if (!more) break;
    TRY_ASSIGN(StepState step, read_step(statement.text(1)));
    const auto place = static_cast<std::size_t>(statement.number(0));
    if (place >= steps.size() || steps[place].name != step.name)
      return failure(kMalformed,
                     fmt::format("The document of execution {} has no step {} as number {}.", id,
                                 step.name, place + 1));
    steps[place] = std::move(step);
  }
  bring_into_iterations(steps, plan);
  return steps;
}

Result<std::vector<StepState>> ExecutionStore::earlier_runs(const StoredExecution& execution) {
  std::vector<StepState> runs;
  if (!execution.plan || !execution.plan->has_loops()) return runs;
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT body FROM steps WHERE execution_id = ? AND position >= ?"));
  statement.bind(execution.state.id);
  statement.bind(static_cast<std::int64_t>(execution.plan->main_steps));
  for (;;) {
    TRY_ASSIGN(const bool more, statement.step());
    if (!more) return runs;
    TRY_ASSIGN(StepState run, read_step(statement.text(0)));
    if (run.run_order > 0 && !execution.state.find_step_by_id(run.id))
      runs.push_back(std::move(run));
  }
}

Result<std::vector<StepState>> ExecutionStore::readable_steps(std::string_view id) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT body, max(iteration) FROM steps WHERE execution_id = ? "
                               "GROUP BY position ORDER BY position"));
  statement.bind(id);
  std::vector<StepState> steps;
  for (;;) {
    TRY_ASSIGN(const bool more, statement.step());
    if (!more) return steps;
    if (Result<StepState> step = read_step(statement.text(0))) steps.push_back(*std::move(step));
  }
}

Result<StoredExecution> ExecutionStore::read_execution_row(std::string_view id,
                                                           const std::string& hash,
                                                           const std::string& text) {
  StoredExecution execution;
  Result<std::shared_ptr<const Plan>> plan = plans_.load(hash);
  if (!plan && plan.error().code != PlanStore::kUnreadable) return tl::unexpected(plan.error());
  if (plan) {
    Result<ExecutionState> state =
        read_steps(id, **plan).and_then([&](std::vector<StepState> steps) {
          return read_execution(text, std::move(steps));
        });
    if (state) return StoredExecution{*std::move(state), *std::move(plan), {}};
    if (state.error().code != kMalformed) return tl::unexpected(state.error());
    execution.problem = state.error().message;
  } else {
    execution.problem = plan.error().message;
  }
  TRY_ASSIGN(std::vector<StepState> steps, readable_steps(id));
  TRY_ASSIGN(execution.state, read_execution(without_places(text), std::move(steps)));
  return execution;
}

Result<bool> ExecutionStore::exists(const AccountRegion& scope, std::string_view id) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT 1 FROM executions WHERE id = ? AND account = ? AND region = "
                               "?"));
  statement.bind(id).bind(scope.account).bind(scope.region);
  return statement.step();
}

Result<std::optional<StoredExecution>> ExecutionStore::load(std::string_view id) {
  TRY_ASSIGN(Statement statement, database_.prepare(std::string(kSelect) + "WHERE id = ?"));
  statement.bind(id);
  TRY_ASSIGN(const bool found, statement.step());
  if (!found) return std::nullopt;
  TRY_ASSIGN(StoredExecution execution,
             read_execution_row(id, statement.text(1), statement.text(2)));
  return execution;
}

Result<std::optional<StoredExecution>> ExecutionStore::load(const AccountRegion& scope,
                                                            std::string_view id) {
  TRY_ASSIGN(const bool is_here, exists(scope, id));
  if (!is_here) return std::nullopt;
  return load(id);
}

Result<Document> ExecutionStore::document(std::string_view id) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT document_hash FROM executions WHERE id = ?"));
  statement.bind(id);
  TRY(statement.step());
  return plans_.document(statement.text(0));
}

Completed ExecutionStore::end_unreadable(std::string_view id, Status status,
                                         const std::string& message, Time now) {
  TRY_ASSIGN(Statement last,
             database_.prepare("SELECT max(sequence) FROM events WHERE execution_id = ?"));
  last.bind(id);
  TRY(last.step());
  const std::int64_t sequence = last.number(0) + 1;
  TRY_ASSIGN(Statement event,
             database_.prepare("INSERT INTO events (execution_id, sequence, body) VALUES (?, ?, "
                               "?)"));
  event.bind(id).bind(sequence).bind(to_text_of(Event{now, ExecutionEnded{status, message}}));
  TRY(event.run());
  // What can be read of the row stays; of a row that is no JSON its columns.
  TRY_ASSIGN(
      Statement update,
      database_.prepare(
          "UPDATE executions SET status = ?5, current_action = '', due_ms = NULL, holds_slot "
          "= 0, sequence = ?1, body = json_set(CASE WHEN json_valid(body) AND json_type(body, "
          "'$.request') = 'object' THEN json_remove(body, '$.position', '$.nextStep', "
          "'$.lastStep', '$.stoppedBy') ELSE json_object('documentVersion', '', 'mode', 'Auto', "
          "'executedBy', '', 'request', json('{}'), 'parameters', json('{}'), 'variables', "
          "json('{}'), 'stepsStarted', 0) END, '$.id', id, '$.documentName', document_name, "
          "'$.account', account, '$.region', region, '$.created', created_ms, '$.status', "
          "?5, '$.ended', ?2, '$.failureMessage', ?3, '$.sequence', ?1) WHERE id = ?4"));
  update.bind(sequence).bind(to_epoch_ms(now)).bind(message).bind(id).bind(to_text(status));
  TRY(update.run());
  TRY_ASSIGN(
      Statement steps,
      database_.prepare("DELETE FROM steps WHERE execution_id = ? AND NOT json_valid(body)"));
  steps.bind(id);
  return steps.run();
}

Result<StoredExecution> ExecutionStore::read_columns(std::string_view id, std::string problem) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT account, region, document_name, created_ms, status, "
                               "parent_id FROM executions WHERE id = ?"));
  statement.bind(id);
  TRY(statement.step());
  StoredExecution execution;
  execution.problem = std::move(problem);
  execution.state.id = id;
  execution.state.account = statement.text(0);
  execution.state.region = statement.text(1);
  execution.state.document_name = statement.text(2);
  execution.state.created = from_epoch_ms(statement.number(3));
  execution.state.status = parse_status(statement.text(4)).value_or(Status::kFailed);
  if (std::string parent = statement.text(5); !parent.empty())
    execution.state.parent = Parent{std::move(parent), {}};
  return execution;
}

Result<std::vector<StoredExecution>> ExecutionStore::list(const AccountRegion& scope,
                                                          const ExecutionQuery& query) {
  const auto& types = query.automation_types;
  // Every execution is of this type until there are target locations.
  if (!types.empty() && std::find(types.begin(), types.end(), "Local") == types.end())
    return std::vector<StoredExecution>();
  const WhereClause where = where_clause_of(scope, query);
  TRY_ASSIGN(Statement statement, database_.prepare(std::string(kSelect) + where.sql));
  where.bind(statement);
  std::vector<StoredExecution> executions;
  for (;;) {
    TRY_ASSIGN(const bool more, statement.step());
    if (!more) return executions;
    Result<StoredExecution> execution =
        read_execution_row(statement.text(0), statement.text(1), statement.text(2));
    if (!execution && execution.error().code == kMalformed)
      execution = read_columns(statement.text(0), execution.error().message);
    if (!execution) return tl::unexpected(execution.error());
    executions.push_back(*std::move(execution));
  }
}

Result<std::vector<Event>> ExecutionStore::history(std::string_view id, std::int64_t after) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT body FROM events WHERE execution_id = ? AND sequence > ? "
                               "ORDER BY sequence"));
  statement.bind(id).bind(after);
  std::vector<Event> events;
  for (;;) {
    TRY_ASSIGN(const bool more, statement.step());
    if (!more) return events;
    TRY_ASSIGN(Event event, read_event(statement.text(0)));
    events.push_back(std::move(event));
  }
}

Result<std::vector<std::string>> ExecutionStore::due(Time now, std::int64_t limit) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT id FROM executions WHERE due_ms <= ? ORDER BY due_ms LIMIT "
                               "?"));
  statement.bind(to_epoch_ms(now)).bind(limit);
  return read_ids(statement);
}

Completed ExecutionStore::set_due(std::string_view id, std::optional<Time> due) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("UPDATE executions SET due_ms = ? WHERE id = ?"));
  statement.bind(to_ms(due)).bind(id);
  return statement.run();
}

Result<std::vector<ExecutionStore::Due>> ExecutionStore::next_due(std::int64_t limit) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT id, due_ms FROM executions WHERE due_ms IS NOT NULL ORDER "
                               "BY due_ms LIMIT ?"));
  statement.bind(limit);
  std::vector<Due> next;
  for (;;) {
    TRY_ASSIGN(const bool more, statement.step());
    if (!more) return next;
    next.push_back({statement.text(0), from_epoch_ms(statement.number(1))});
  }
}

Result<std::optional<AccountRegion>> ExecutionStore::next_scope_with_queue(
    const AccountRegion& after) {
  // Two searches: a comparison of both columns would look at the whole account.
  TRY_ASSIGN(Statement statement,
             database_.prepare(
                 "SELECT account, region FROM (SELECT account, region FROM executions WHERE status "
                 "= 'Pending' AND account = ? AND region > ? ORDER BY region LIMIT 1) UNION ALL "
                 "SELECT account, region FROM (SELECT account, region FROM executions WHERE status "
                 "= 'Pending' AND account > ? ORDER BY account, region LIMIT 1) LIMIT 1"));
  statement.bind(after.account).bind(after.region).bind(after.account);
  TRY_ASSIGN(const bool found, statement.step());
  if (!found) return std::nullopt;
  return AccountRegion{statement.text(0), statement.text(1)};
}

Result<std::vector<SlotQueue>> ExecutionStore::queues() {
  std::vector<SlotQueue> queues;
  AccountRegion scope;
  for (;;) {
    TRY_ASSIGN(std::optional<AccountRegion> next, next_scope_with_queue(scope));
    if (!next) return queues;
    scope = *std::move(next);
    for (const bool children : {false, true}) {
      TRY_ASSIGN(Statement waits,
                 of_kind(database_, {scope, children, 0}, "1", "status = 'Pending'", "LIMIT 1"));
      TRY_ASSIGN(const bool any, waits.step());
      if (!any) continue;
      TRY_ASSIGN(queues.emplace_back(), queue(scope, children));
    }
  }
}

Result<SlotQueue> ExecutionStore::queue(const AccountRegion& scope, bool children) {
  SlotQueue queue{scope, children, 0};
  TRY_ASSIGN(Statement statement, of_kind(database_, queue, "count(*)", "holds_slot = 1"));
  TRY(statement.step());
  queue.running = statement.number(0);
  return queue;
}

Result<std::int64_t> ExecutionStore::count_queued(const SlotQueue& queue) {
  TRY_ASSIGN(Statement statement, of_kind(database_, queue, "count(*)", "status = 'Pending'"));
  TRY(statement.step());
  return statement.number(0);
}

Result<std::int64_t> ExecutionStore::count_overdue(Time now, const Quotas& quotas) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT count(*) FROM executions WHERE due_ms <= ?"));
  statement.bind(to_epoch_ms(now));
  TRY(statement.step());
  std::int64_t count = statement.number(0);
  TRY_ASSIGN(const std::vector<SlotQueue> waiting, queues());
  for (const SlotQueue& queue : waiting) {
    TRY_ASSIGN(const std::int64_t queued, count_queued(queue));
    count += std::clamp<std::int64_t>(slots_of(queue, quotas) - queue.running, 0, queued);
  }
  return count;
}

Result<std::vector<std::string>> ExecutionStore::queued(const SlotQueue& queue,
                                                        std::int64_t limit) {
  TRY_ASSIGN(Statement statement,
             of_kind(database_, queue, "id", "status = 'Pending'", "ORDER BY rowid LIMIT ?"));
  statement.bind(limit);
  return read_ids(statement);
}

Result<std::int64_t> ExecutionStore::count_descendants(std::string_view root) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT count FROM descendants WHERE root_id = ?"));
  statement.bind(root);
  TRY_ASSIGN(const bool found, statement.step());
  return found ? statement.number(0) : 0;
}

Completed ExecutionStore::add_descendant(std::string_view root) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("INSERT INTO descendants (root_id, count) VALUES (?, 1) ON CONFLICT "
                               "DO UPDATE SET count = count + 1"));
  statement.bind(root);
  return statement.run();
}

Result<std::optional<ExecutionStore::TokenHolder>> ExecutionStore::find_token(
    const AccountRegion& scope, std::string_view token) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT id, json_extract(body, '$.request') FROM executions WHERE "
                               "account = ? AND region = ? AND client_token = ?"));
  statement.bind(scope.account).bind(scope.region).bind(to_lower(token));
  TRY_ASSIGN(const bool found, statement.step());
  if (!found) return std::nullopt;
  TokenHolder holder;
  holder.id = statement.text(0);
  TRY_ASSIGN(holder.request, parse_json(statement.text(1)));
  return holder;
}

}  // namespace ssm
