// SPDX-License-Identifier: Apache-2.0
#include "core/store/execution_store.h"

#include <fmt/format.h>

#include "core/base/id.h"
#include "core/base/text.h"
#include "core/machine/change_request.h"
#include "core/store/execution_tags.h"

namespace ssm {
namespace {

constexpr std::int64_t kJsonFormat = 0;  // 1, in states of older versions: YAML
constexpr std::size_t kMostDocumentBytes = 64 * 1024 * 1024;
constexpr std::string_view kSelectState = "SELECT id, status, created_ms, body FROM executions ";

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

/// Collects conditions and the values they are bound to, in order.
struct Conditions {
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

Conditions conditions_of(const AccountRegion& scope, const ExecutionQuery& query) {
  Conditions where;
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

Completed ExecutionStore::insert(const ExecutionState& state, const Document& document,
                                 std::optional<Time> due) {
  const std::string text = to_text(to_json(document.root));
  const std::string hash = sha256_hex(text);
  {
    TRY_ASSIGN(Statement statement,
               database_.prepare("INSERT OR IGNORE INTO document_texts (hash, format, content) "
                                 "VALUES (?, ?, ?)"));
    statement.bind(hash).bind(kJsonFormat).bind(text);
    TRY(statement.run());
  }
  TRY_ASSIGN(
      Statement statement,
      database_.prepare("INSERT INTO executions (id, account, region, document_name, "
                        "document_hash, status, parent_id, client_token, current_action, "
                        "created_ms, due_ms, holds_slot, sequence, body) VALUES (?, ?, ?, ?, "
                        "?, ?, ?, nullif(?, ''), ?, ?, ?, ?, ?, ?)"));
  statement.bind(state.id).bind(state.account).bind(state.region).bind(state.document_name);
  statement.bind(hash).bind(shown_status(state)).bind(std::string_view(""));
  statement.bind(to_lower(string_member(state.request, "ClientToken")));
  statement.bind(current_action(state)).bind(to_epoch_ms(state.created)).bind(to_ms(due));
  statement.bind(std::int64_t{holds_slot(state)}).bind(state.sequence);
  statement.bind(to_text(to_json(state)));
  TRY(statement.run());
  for (const StepState& step : state.steps) TRY(write_step(state, step));
  if (const Json* tags = find_member(state.request, "Tags"))
    TRY(set_execution_tags(database_, state.id, *tags));
  return {};
}

Completed ExecutionStore::append_event(const Event& event, const ExecutionState& state) {
  TRY_ASSIGN(
      Statement insert,
      database_.prepare("INSERT INTO events (execution_id, sequence, body) VALUES (?, ?, ?)"));
  insert.bind(state.id).bind(state.sequence).bind(to_text(to_json(event)));
  return insert.run();
}

Completed ExecutionStore::write(const ExecutionState& state, std::optional<Time> due) {
  TRY_ASSIGN(Statement update,
             database_.prepare("UPDATE executions SET status = ?, current_action = ?, due_ms = ?, "
                               "holds_slot = ?, sequence = ?, body = ? WHERE id = ?"));
  update.bind(shown_status(state)).bind(current_action(state)).bind(to_ms(due));
  update.bind(std::int64_t{holds_slot(state)}).bind(state.sequence);
  update.bind(to_text(to_json(state))).bind(state.id);
  return update.run();
}

Completed ExecutionStore::append(const Event& event, const ExecutionState& state,
                                 std::optional<Time> due) {
  TRY(append_event(event, state));
  TRY(write(state, due));
  const StepState* about = state.find_step(step_of(event));
  const StepState* current = state.find_step(state.current_step);
  if (about) TRY(write_step(state, *about));
  if (current && current != about) TRY(write_step(state, *current));
  return {};
}

Completed ExecutionStore::write_step(const ExecutionState& state, const StepState& step) {
  TRY_ASSIGN(
      Statement statement,
      database_.prepare("INSERT INTO steps (execution_id, position, body) VALUES (?, ?, ?) ON "
                        "CONFLICT (execution_id, position) DO UPDATE SET body = "
                        "excluded.body"));
  statement.bind(state.id)
      .bind(std::int64_t{&step - state.steps.data()})
      .bind(to_text(to_json(step)));
  return statement.run();
}

Completed ExecutionStore::read_steps(ExecutionState& state) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT body FROM steps WHERE execution_id = ? ORDER BY position"));
  statement.bind(state.id);
  for (;;) {
    TRY_ASSIGN(const bool more, statement.step());
    if (!more) return {};
    TRY_ASSIGN(const Json body, parse_json(statement.text(0)));
    state.steps.push_back(step_from_json(body));
  }
}

Result<std::vector<ExecutionState>> ExecutionStore::read_states(Statement& statement) {
  std::vector<ExecutionState> states;
  for (;;) {
    TRY_ASSIGN(const bool more, statement.step());
    if (!more) break;
    TRY_ASSIGN(const Json body, parse_json(statement.text(3)));
    states.push_back(execution_from_json(body));
  }
  for (ExecutionState& state : states) TRY(read_steps(state));
  return states;
}

Result<bool> ExecutionStore::exists(const AccountRegion& scope, std::string_view id) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT 1 FROM executions WHERE id = ? AND account = ? AND region = "
                               "?"));
  statement.bind(id).bind(scope.account).bind(scope.region);
  return statement.step();
}

Result<std::optional<ExecutionState>> ExecutionStore::load(std::string_view id) {
  TRY_ASSIGN(Statement statement, database_.prepare(std::string(kSelectState) + "WHERE id = ?"));
  statement.bind(id);
  TRY_ASSIGN(std::vector<ExecutionState> states, read_states(statement));
  if (states.empty()) return std::nullopt;
  return std::move(states.front());
}

Result<std::optional<ExecutionState>> ExecutionStore::load(const AccountRegion& scope,
                                                           std::string_view id) {
  TRY_ASSIGN(std::optional<ExecutionState> state, load(id));
  if (state && (state->account != scope.account || state->region != scope.region))
    return std::nullopt;
  return state;
}

Result<Document> ExecutionStore::document(std::string_view id) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT content, format FROM executions JOIN document_texts ON hash "
                               "= document_hash WHERE id = ?"));
  statement.bind(id);
  TRY_ASSIGN(const bool found, statement.step());
  if (!found) return state_failure("the text of the document that an execution runs is gone");
  const bool is_json = statement.number(1) == kJsonFormat;
  // It was within the limits when it was accepted; as JSON it may be longer.
  auto document =
      parse_document(statement.text(0), is_json ? DocumentFormat::kJson : DocumentFormat::kYaml,
                     {.max_bytes = kMostDocumentBytes});
  if (document) return std::move(*document);
  return failure(ErrorKind::kUnreadable, kUnreadable,
                 fmt::format("the document of execution {} cannot be read any more: {}", id,
                             to_text(document.error().front(), "")));
}

Result<std::string> ExecutionStore::document_hash(std::string_view id) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT document_hash FROM executions WHERE id = ?"));
  statement.bind(id);
  TRY(statement.step());
  return statement.text(0);
}

Result<std::vector<ExecutionState>> ExecutionStore::list(const AccountRegion& scope,
                                                         const ExecutionQuery& query) {
  const auto& types = query.automation_types;
  // Every execution is of this type until there are target locations.
  if (!types.empty() && std::find(types.begin(), types.end(), "Local") == types.end())
    return std::vector<ExecutionState>();
  const Conditions where = conditions_of(scope, query);
  TRY_ASSIGN(Statement statement, database_.prepare(std::string(kSelectState) + where.sql));
  where.bind(statement);
  return read_states(statement);
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
    TRY_ASSIGN(const Json body, parse_json(statement.text(0)));
    events.push_back(event_from_json(body));
  }
}

Result<std::vector<std::string>> ExecutionStore::due(Time now, std::int64_t limit) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT id FROM executions WHERE due_ms <= ? AND status <> "
                               "'Pending' ORDER BY due_ms LIMIT ?"));
  statement.bind(to_epoch_ms(now)).bind(limit);
  return read_ids(statement);
}

Completed ExecutionStore::set_due(std::string_view id, std::optional<Time> due) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("UPDATE executions SET due_ms = ? WHERE id = ?"));
  statement.bind(to_ms(due)).bind(id);
  return statement.run();
}

Result<std::optional<Time>> ExecutionStore::next_due(Time now) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT due_ms FROM executions WHERE due_ms > ? AND status <> "
                               "'Pending' ORDER BY due_ms LIMIT 1"));
  statement.bind(to_epoch_ms(now));
  TRY_ASSIGN(const bool found, statement.step());
  if (!found) return std::nullopt;
  return from_epoch_ms(statement.number(0));
}

Result<std::vector<std::string>> ExecutionStore::queued(std::int64_t limit) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT id FROM executions WHERE status = 'Pending' ORDER BY "
                               "created_ms, rowid LIMIT ?"));
  statement.bind(limit);
  return read_ids(statement);
}

Result<std::int64_t> ExecutionStore::count_running(bool children) {
  TRY_ASSIGN(
      Statement statement,
      database_.prepare("SELECT count(*) FROM executions WHERE holds_slot = 1 AND (parent_id "
                        "<> '') = ?"));
  statement.bind(std::int64_t{children});
  TRY(statement.step());
  return statement.number(0);
}

Result<std::int64_t> ExecutionStore::count_queued() {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT count(*) FROM executions WHERE status = 'Pending'"));
  TRY(statement.step());
  return statement.number(0);
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
