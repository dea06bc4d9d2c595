// SPDX-License-Identifier: Apache-2.0
#include "cli/logs.h"

#include <fmt/format.h>
#include <algorithm>
#include <chrono>
#include <map>
#include <utility>
#include <vector>

#include "actions/registry.h"
#include "cli/commands/context.h"
#include "cli/local_service.h"
#include "cli/output/harmless_text.h"
#include "cli/output/print.h"
#include "cli/testkit/iteration_names.h"
#include "core/base/text.h"
#include "core/machine/machine.h"
#include "core/os/terminal.h"
#include "core/os/watch.h"
#include "core/store/execution_store.h"
#include "core/store/step_log_store.h"

namespace ssm {
namespace {

struct LogsRequest {
  std::string execution_id;
  std::string step;  // empty: all
  bool follow = false;
};

/// Where steps in loops ran, "each: iteration 2 (b)", by step execution.
using Iterations = std::map<std::string, std::string>;

/// Puts portions together as text, of which every part is given out once.
class LogText {
 public:
  explicit LogText(const LogsRequest& request) : request_(request) {}

  /// Where to read on.
  std::int64_t first() const { return first_; }

  /// Whether something of this step execution was added already.
  bool knows(const std::string& step_execution_id) const {
    return steps_.contains(step_execution_id);
  }

  std::string add(const std::vector<StepLogStore::Portion>& portions,
                  const Iterations& iterations) {
    std::string text;
    for (const StepLogStore::Portion& portion : portions) {
      const bool is_known = portion.id == first_;
      const std::size_t seen = is_known ? std::min(seen_, portion.text.size()) : 0;
      first_ = portion.id;
      seen_ = portion.text.size();
      if (!request_.step.empty() && portion.step != request_.step) continue;
      if (!is_known) add_beginning(text, portion, iterations);
      add_lines(text, portion.step, std::string_view(portion.text).substr(seen));
    }
    return text;
  }

  bool is_within_line() const { return !line_of_.empty(); }

 private:
  struct Known {
    std::int64_t attempt = 0;
    std::int64_t number = -1;
  };

  void add_beginning(std::string& text, const StepLogStore::Portion& portion,
                     const Iterations& iterations) {
    const auto [place, is_new] = steps_.try_emplace(portion.step_execution_id);
    Known& known = place->second;
    if (is_new || known.attempt != portion.attempt) break_line(text);
    if (const auto iteration = iterations.find(place->first);
        is_new && iteration != iterations.end())
      add_lines(text, portion.step, fmt::format("--- {} ---\n", iteration->second));
    if (known.attempt != 0 && known.attempt != portion.attempt)
      add_lines(text, portion.step, fmt::format("--- attempt {} ---\n", portion.attempt));
    add_lines(text, portion.step, gap_text(known.number, portion));
    known = {portion.attempt, portion.number};
  }

  void break_line(std::string& text) {
    if (!line_of_.empty()) text += '\n';
    line_of_.clear();
  }

  void add_lines(std::string& text, const std::string& step, std::string_view lines) {
    if (lines.empty()) return;
    if (line_of_ != step) break_line(text);
    while (!lines.empty()) {
      if (line_of_.empty() && request_.step.empty()) text += fmt::format("{} | ", step);
      const std::size_t end = lines.find('\n');
      text += lines.substr(0, end);
      line_of_ = step;
      if (end == std::string_view::npos) return;
      text += '\n';
      line_of_.clear();
      lines.remove_prefix(end + 1);
    }
  }

  const LogsRequest& request_;
  std::int64_t first_ = 0;
  std::size_t seen_ = 0;                // bytes of the portion that first_ is
  std::map<std::string, Known> steps_;  // by step execution
  std::string line_of_;                 // the step whose line has no end yet; empty: none
};

/// Errors: code "Logs", there is none, or no such step.
Result<StoredExecution> load_execution(ExecutionStore& store, const AccountRegion& scope,
                                       const LogsRequest& request) {
  TRY_ASSIGN(auto execution, store.load(scope, request.execution_id));
  if (!execution)
    return failure("Logs", fmt::format("There is no execution {} in Region {}.",
                                       request.execution_id, scope.region));
  if (!request.step.empty() && execution->plan && !execution->plan->find(request.step))
    return failure("Logs",
                   fmt::format("Execution {} has no step {}.", request.execution_id, request.step));
  return *std::move(execution);
}

/// Of all iterations that loops have had so far.
Result<Iterations> iterations_of(ExecutionStore& store, const StoredExecution& execution) {
  TRY_ASSIGN(std::vector<StepState> steps, store.earlier_runs(execution));
  steps.insert(steps.end(), execution.state.steps.begin(), execution.state.steps.end());
  return iteration_names(steps);
}

/// What can be read of both at one moment.
struct Look {
  bool has_ended = false;
  std::string awaited;  // as awaited_text() says it
  std::vector<StepLogStore::Portion> portions;
  Iterations iterations;  // at least of those that `text` does not know
};

Result<Look> look(Database& database, const AccountRegion& scope, const LogsRequest& request,
                  const LogText& text) {
  TRY_ASSIGN(const Transaction reading, Transaction::begin_reading(database));
  ExecutionStore store(database, action_catalog());
  TRY_ASSIGN(const StoredExecution execution, load_execution(store, scope, request));
  TRY_ASSIGN(auto portions, StepLogStore(database).read(request.execution_id, text.first()));
  Iterations iterations;
  if (std::ranges::any_of(portions,
                          [&](const auto& one) { return !text.knows(one.step_execution_id); })) {
    TRY_ASSIGN(iterations, iterations_of(store, execution));
  }
  return Look{execution.state.is_terminal(),
              execution.plan ? awaited_text(*execution.plan, execution.state) : std::string(),
              std::move(portions), std::move(iterations)};
}

/// Where to read on: the executions that the steps have started, a line each.
Result<std::string> children_text(Database& database, const AccountRegion& scope,
                                  const LogsRequest& request) {
  constexpr std::int64_t kMostChildren = 100;
  ExecutionQuery query;
  query.parents = {request.execution_id};
  query.limit = kMostChildren + 1;
  TRY_ASSIGN(const std::vector<StoredExecution> children,
             ExecutionStore(database, action_catalog()).list(scope, query));
  std::string text;
  for (std::size_t i = std::min<std::size_t>(children.size(), kMostChildren); i-- > 0;) {
    const ExecutionState& child = children[i].state;
    const std::string step = child.parent ? child.parent->step : std::string();
    if (!request.step.empty() && step != request.step) continue;
    text += fmt::format("Step {} started another execution: ssm-local logs {}\n", step, child.id);
  }
  if (children.size() > kMostChildren)
    text += fmt::format("Earlier ones are left out: the last {} are shown.\n", kMostChildren);
  return text;
}

Result<int> show(Database& database, const Caller& caller, const LogsRequest& request,
                 LocalService& service) {
  constexpr std::chrono::milliseconds kLongest(500);
  const AccountRegion& scope = caller.scope;
  DirectoryWatch watch(service.directory().path);
  watch.end_with_reader_of(kStandardOutput);
  LogText text(request);
  bool has_any = false;
  std::string told;  // of what it waits for
  for (;;) {
    TRY_ASSIGN(const Look seen, look(database, scope, request, text));
    std::string added = text.add(seen.portions, seen.iterations);
    has_any = has_any || !added.empty();
    const bool is_last = seen.has_ended || !request.follow;
    if (is_last && text.is_within_line()) added += '\n';
    if (is_terminal(kStandardOutput)) added = harmless_text(added);
    if (const int code = print_answer(added); code != 0) return code;
    if (!seen.awaited.empty() && std::exchange(told, seen.awaited) != seen.awaited)
      print_diagnostic(
          fmt::format("ssm-local: execution {}: {}\n", request.execution_id, seen.awaited));
    const bool is_written = !is_last && watch.wait(kLongest);
    if (!is_last && watch.has_lost_reader()) return 0;
    if (!is_written && !seen.has_ended) service.look_for_engine(request.execution_id, caller);
    if (is_last) break;
  }
  TRY_ASSIGN(const std::string children, children_text(database, scope, request));
  if (!children.empty()) print_diagnostic(children);
  if (!has_any && children.empty())
    print_diagnostic(fmt::format(
        "Nothing was printed by {}.\n",
        request.step.empty() ? "the execution's steps" : fmt::format("step {}", request.step)));
  return 0;
}

constexpr std::array kLogsForms = {
    CommandForm{"EXECUTION-ID [STEP]", "print what the scripts of an execution have printed"},
};
constexpr std::array kLogsOptions = {
    CommandOption{.name = "--follow", .doc = "go on until the execution has ended"},
    kStateDirOption, kRegionOption};
constexpr std::string_view kLogsNotes =
    "Each line stands behind the name of its step; with STEP, the lines stand alone.\n"
    "Steps in loops say in which iteration. Of executions that the steps have started\n"
    "it prints the ids.\n";

Result<int> run_logs(Context& context, const Call& call) {
  const LogsRequest request{call.operands[0], call.operands.size() > 1 ? call.operands[1] : "",
                            call.has("--follow")};
  TRY_ASSIGN(const Caller caller, context.caller());
  TRY_ASSIGN(Database * database, context.database());
  TRY_ASSIGN(const StateDirectory* directory, context.directory());
  TRY_ASSIGN(LocalService service, LocalService::open(directory->path));
  return show(*database, caller, request, service);
}

}  // namespace

constinit const Command kLogsCommand{
    .name = "logs",
    .doc = "Prints what the scripts and commands of an execution's steps have printed.",
    .forms = kLogsForms,
    .options = kLogsOptions,
    .notes = kLogsNotes,
    .run = run_logs};

}  // namespace ssm
