// SPDX-License-Identifier: Apache-2.0
#include "core/store/step_log_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"

namespace ssm {
namespace {

/// The longest beginning of at most `most` bytes that does not end within a character.
std::string_view whole_characters(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && is_continuation_byte(text[most])) --most;
  return text.substr(0, most);
}

}  // namespace

Result<StepLogStore::Last> StepLogStore::last(const StepLogKey& key) {
  TRY_ASSIGN(
      Statement statement,
      database_.prepare("SELECT number, attempt, length(CAST(text AS BLOB)) FROM step_logs WHERE "
                        "execution_id = ? AND step_execution_id = ? ORDER BY number DESC LIMIT 1"));
  statement.bind(key.execution_id).bind(key.step_execution_id);
  TRY_ASSIGN(const bool found, statement.step());
  if (!found) return Last{};
  return Last{statement.number(0), statement.number(1),
              static_cast<std::size_t>(statement.number(2))};
}

Completed StepLogStore::append(const StepLogKey& key, std::string_view text) {
  TRY_ASSIGN(Last end, last(key));
  while (!text.empty()) {
    const bool goes_on = end.number >= 0 && end.attempt == key.attempt;
    std::string_view part =
        whole_characters(text, goes_on ? kPortion - std::min(kPortion, end.bytes) : 0);
    if (part.empty()) {
      part = whole_characters(text, kPortion);
      end = {end.number + 1, key.attempt, 0};
    }
    TRY_ASSIGN(Statement write,
               database_.prepare(
                   "INSERT INTO step_logs (execution_id, step_execution_id, step, attempt, number, "
                   "text) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (execution_id, step_execution_id, "
                   "number) DO UPDATE SET text = text || excluded.text"));
    write.bind(key.execution_id).bind(key.step_execution_id).bind(key.step);
    write.bind(key.attempt).bind(end.number).bind(part);
    TRY(write.run());
    end.bytes += part.size();
    text.remove_prefix(part.size());
  }
  TRY_ASSIGN(Statement drop,
             database_.prepare("DELETE FROM step_logs WHERE execution_id = ? AND step_execution_id "
                               "= ? AND number >= ? AND number <= ?"));
  drop.bind(key.execution_id).bind(key.step_execution_id).bind(kFirst).bind(end.number - kLast);
  return drop.run();
}

Result<std::vector<StepLogStore::Portion>> StepLogStore::read(std::string_view execution_id,
                                                              std::int64_t first) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT id, step_execution_id, step, attempt, number, text FROM "
                               "step_logs WHERE execution_id = ? AND id >= ? ORDER BY id"));
  statement.bind(execution_id).bind(first);
  std::vector<Portion> portions;
  for (;;) {
    TRY_ASSIGN(const bool found, statement.step());
    if (!found) return portions;
    portions.push_back({statement.number(0), statement.text(1), statement.text(2),
                        statement.number(3), statement.number(4), statement.text(5)});
  }
}

std::string gap_text(std::int64_t before, const StepLogStore::Portion& portion) {
  const std::int64_t missing = portion.number - before - 1;
  if (missing <= 0) return {};
  constexpr auto kKibibytes = static_cast<std::int64_t>(StepLogStore::kPortion / 1024);
  return fmt::format("\n[... {} KiB are not kept ...]\n", missing * kKibibytes);
}

}  // namespace ssm
