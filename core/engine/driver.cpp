// SPDX-License-Identifier: Apache-2.0
#include "core/engine/driver.h"

#include <mutex>
#include <set>
#include <unordered_map>

#include "core/engine/step_run.h"
#include "core/engine/worker_pool.h"
#include "core/machine/inputs.h"
#include "core/machine/machine.h"
#include "core/store/execution_store.h"

namespace ssm {
namespace {

constexpr std::int64_t kBatch = 256;     // executions looked at in one transaction
constexpr int kMostEvents = 512;         // events in one transaction: others want to write too
constexpr std::size_t kMostCached = 64;  // states and documents kept in memory

/// Whether the execution is to be set aside, while the others go on.
bool is_stuck(const Error& error) {
  return error.code == kNoCode || error.code == ExecutionStore::kUnreadable;
}

struct Finished {
  StepRun run;
  Result<Outcome> outcome;
};

}  // namespace

struct Driver::Impl {
  Impl(Database& db, Clock& a_clock, Cloud& a_cloud, FindAction find, DriverOptions an_options)
      : database(db),
        store(db),
        clock(a_clock),
        cloud(a_cloud),
        find_action(find),
        options(an_options) {
    if (options.workers > 0) pool.emplace(static_cast<std::size_t>(options.workers));
  }

  // --- loading -------------------------------------------------------------------------------

  Result<std::shared_ptr<const Document>> document_of(const std::string& id) {
    TRY_ASSIGN(const std::string hash, store.document_hash(id));
    if (const auto found = documents.find(hash); found != documents.end()) return found->second;
    TRY_ASSIGN(Document parsed, store.document(id));
    if (documents.size() >= kMostCached) documents.clear();
    auto document = std::make_shared<const Document>(std::move(parsed));
    documents.emplace(hash, document);
    return document;
  }

  /// An execution in memory. Its history in the store is complete; its rows may be behind until
  /// flush().
  struct Loaded {
    ExecutionState state;
    std::set<std::string> changed_steps;
    bool changed = false;
  };

  /// The state as stored now: what is in memory is brought forward by the events that others wrote.
  Result<Loaded*> open(const std::string& id) {
    const auto found = states.find(id);
    if (found == states.end()) {
      TRY_ASSIGN(std::optional<ExecutionState> stored, store.load(id));
      if (!stored) return state_failure("execution " + id + " is gone from the store");
      if (states.size() >= kMostCached) states.clear();
      return &(states[id] = Loaded{std::move(*stored), {}, false});
    }
    ExecutionState& state = found->second.state;
    TRY_ASSIGN(const auto news, store.history(id, state.sequence));
    if (news.empty()) return &found->second;
    TRY_ASSIGN(const auto document, document_of(id));
    for (const Event& event : news) state = apply(*document, std::move(state), event);
    return &found->second;
  }

  // --- writing -------------------------------------------------------------------------------

  Completed record(const Document& document, Loaded& execution, const Event& event) {
    ExecutionState& state = execution.state;
    // Moved, not copied: a thousand steps would be copied a thousand times.
    state = apply(document, std::move(state), event);
    execution.changed = true;
    execution.changed_steps.insert(std::string(step_of(event)));
    execution.changed_steps.insert(state.current_step);
    ++events_written;
    return store.append_event(event, state);
  }

  /// Writes the rows that the events of this transaction changed.
  Completed flush(const std::string& id, std::optional<Time> due) {
    const auto found = states.find(id);
    if (found == states.end() || !found->second.changed) return store.set_due(id, due);
    Loaded& execution = found->second;
    TRY(store.write(execution.state, due));
    for (const std::string& name : execution.changed_steps)
      if (const StepState* step = execution.state.find_step(name))
        TRY(store.write_step(execution.state, *step));
    execution.changed = false;
    execution.changed_steps.clear();
    if (execution.state.is_terminal()) states.erase(found);
    return {};
  }

  // --- one execution --------------------------------------------------------------------------

  Completed start_step(const Document& document, Loaded& execution, const std::string& name) {
    const Step& step = *document.find_step(name);
    const Time now = clock.now();
    StepStarted started{name, Json::object(), std::nullopt};
    std::optional<Failure> bad_input;
    const auto timeout = timeout_of(document, execution.state, step, now);
    const auto inputs = resolve_inputs(document, execution.state, step, now);
    if (inputs)
      started.inputs = *inputs;
    else
      bad_input = input_failure(inputs.error().message);
    if (timeout)
      started.timeout = *timeout;
    else if (inputs)
      bad_input = input_failure(timeout.error().message);
    TRY(record(document, execution, {now, std::move(started)}));
    if (!bad_input) return {};
    return record(document, execution,
                  failure_event(document, execution.state, name, *bad_input, now));
  }

  /// The call of an action that an Advance, a Cancel or a TimeOut asks for.
  Result<StepRun> plan_run(std::shared_ptr<const Document> document, const ExecutionState& state,
                           const Decision& decision) {
    StepRun run;
    const std::string& name = state.current_step;  // only the current step's action is called
    if (std::holds_alternative<Cancel>(decision)) run.purpose = StepRun::Purpose::kCancel;
    if (std::holds_alternative<TimeOut>(decision)) run.purpose = StepRun::Purpose::kTimeOut;
    run.document = std::move(document);
    run.step = run.document->find_step(name);
    run.record = *state.find_step(name);
    run.action = find_action(run.record.action);
    run.execution_id = state.id;
    run.scope = {state.account, state.region};
    run.variables = state.variables;
    if (!run.step)
      return failure(kNoCode, "no definition of step " + name + " of execution " + state.id);
    return run;
  }

  /// Calls the action here, within the transaction, when that takes no time; else plans the call
  /// for a worker. Returns whether the execution can go on.
  Result<bool> call_action(StepRun run, Loaded& execution) {
    if (pool && !cloud.answers_at_once()) {
      running.insert(run.execution_id);
      planned.push_back(std::move(run));
      return false;
    }
    TRY_ASSIGN(Outcome outcome, perform(run, clock.now(), cloud));
    TRY(record_outcome(run, std::move(outcome), execution));
    return true;
  }

  Completed record_outcome(const StepRun& run, Outcome outcome, Loaded& execution) {
    std::optional<ExecutionEnded> end;
    if (auto* failed = std::get_if<Failed>(&outcome); failed && failed->ends_execution) {
      failed->failure.may_retry = false;
      end = ExecutionEnded{Status::kFailed, failed->failure.message};
    }
    TRY(record(*run.document, execution,
               event_of(run, std::move(outcome), execution.state, clock.now())));
    if (!end || execution.state.is_terminal()) return {};
    return record(*run.document, execution, {clock.now(), *std::move(end)});
  }

  /// Takes one execution as far as it goes. Returns when it is to be looked at again.
  Result<std::optional<Time>> drive(const std::string& id) {
    TRY_ASSIGN(const auto document, document_of(id));
    TRY_ASSIGN(Loaded * execution, open(id));
    const ExecutionState& state = execution->state;
    while (events_written < kMostEvents) {
      const Decision decision = decide(*document, state, clock.now());
      if (const auto* start = std::get_if<StartStep>(&decision)) {
        TRY(start_step(*document, *execution, start->step));
      } else if (const auto* finish = std::get_if<Finish>(&decision)) {
        TRY(record(*document, *execution,
                   {clock.now(), ExecutionEnded{finish->status, finish->failure_message}}));
        return std::nullopt;
      } else if (const auto* rest = std::get_if<Rest>(&decision)) {
        return rest->until;
      } else if (std::holds_alternative<Begin>(decision)) {
        break;  // when a slot is free, see begin_queued()
      } else {
        TRY_ASSIGN(StepRun run, plan_run(document, state, decision));
        TRY_ASSIGN(const bool can_go_on, call_action(std::move(run), *execution));
        if (!can_go_on) break;
      }
    }
    return clock.now();
  }

  /// An execution that cannot go on here (its document or action is gone) must not stop the others.
  Completed go_on(const std::string& id) {
    Result<std::optional<Time>> due = drive(id);
    if (!due && is_stuck(due.error())) return set_aside(id, due.error());
    TRY(due);
    return flush(id, *due);
  }

  Completed set_aside(const std::string& id, const Error& error) {
    problems.push_back(error.message);
    return flush(id, std::nullopt);
  }

  Completed begin_queued() {
    TRY_ASSIGN(const bool possible, can_begin_queued());
    if (!possible) return {};
    TRY_ASSIGN(const std::int64_t busy, store.count_running(false));
    TRY_ASSIGN(const auto ids, store.queued(options.quotas.running - busy));
    for (const std::string& id : ids) {
      TRY_ASSIGN(Loaded * execution, open(id));
      const Result<std::shared_ptr<const Document>> document = document_of(id);
      if (document) {
        TRY(record(**document, *execution, {clock.now(), ExecutionBegan{}}));
      } else if (is_stuck(document.error())) {  // it would keep its place for ever
        const ExecutionEnded ended{Status::kFailed, document.error().message};
        TRY(record(Document(), *execution, {clock.now(), ended}));
      } else {
        return tl::unexpected(document.error());
      }
      TRY(flush(id, clock.now()));
    }
    return {};
  }

  // --- rounds --------------------------------------------------------------------------------

  Completed settle(std::vector<Finished>& finished) {
    for (Finished& one : finished) {
      const std::string& id = one.run.execution_id;
      TRY_ASSIGN(Loaded * execution, open(id));
      if (!one.outcome) {
        TRY(set_aside(id, one.outcome.error()));
        continue;
      }
      TRY(record_outcome(one.run, *std::move(one.outcome), *execution));
      TRY(go_on(id));
    }
    return {};
  }

  /// What is due now and nobody works on.
  Result<std::vector<std::string>> due_now() {
    TRY_ASSIGN(auto due,
               store.due(clock.now(), kBatch + static_cast<std::int64_t>(running.size())));
    std::erase_if(due, [this](const std::string& id) { return running.contains(id); });
    return due;
  }

  /// Whether an execution waits for a slot that is free.
  Result<bool> can_begin_queued() {
    TRY_ASSIGN(const std::int64_t queued, store.count_queued());
    if (queued == 0) return false;
    TRY_ASSIGN(const std::int64_t busy, store.count_running(false));
    return busy < options.quotas.running;
  }

  /// One transaction: what actions brought, what is due. Returns whether there was anything.
  Result<bool> round() {
    std::vector<Finished> finished = take_finished();
    for (const Finished& one : finished) running.erase(one.run.execution_id);
    if (finished.empty()) {  // a look costs less than a transaction
      TRY_ASSIGN(const auto due, due_now());
      TRY_ASSIGN(const bool queued, can_begin_queued());
      if (due.empty() && !queued) return false;
    }
    TRY_ASSIGN(Transaction transaction, Transaction::begin(database));
    events_written = 0;
    TRY(settle(finished));
    TRY_ASSIGN(const auto due, due_now());
    for (const std::string& id : due)
      if (events_written < kMostEvents) TRY(go_on(id));
    TRY(begin_queued());
    TRY(transaction.commit());
    return true;
  }

  /// After the commit: what was planned is handed to the workers.
  void dispatch() {
    for (StepRun& run : std::exchange(planned, {})) {
      pool->submit([this, run = std::move(run)]() mutable {
        Result<Outcome> outcome = perform(run, clock.now(), cloud);
        {
          const std::lock_guard lock(mutex);
          done.push_back({std::move(run), std::move(outcome)});
        }
        if (wake) wake();
      });
    }
  }

  std::vector<Finished> take_finished() {
    const std::lock_guard lock(mutex);
    return std::exchange(done, {});
  }

  /// After a failed commit nothing in memory is to be trusted. Calls that were only planned are
  /// forgotten: the store still says that they are due.
  void forget() {
    states.clear();
    for (const StepRun& run : std::exchange(planned, {})) running.erase(run.execution_id);
  }

  Database& database;
  ExecutionStore store;
  Clock& clock;
  Cloud& cloud;
  FindAction find_action;
  DriverOptions options;
  std::function<void()> wake;
  std::unordered_map<std::string, Loaded> states;
  std::unordered_map<std::string, std::shared_ptr<const Document>> documents;  // by hash
  std::set<std::string> running;  // executions whose action is being called
  std::vector<StepRun> planned;
  int events_written = 0;  // in this transaction
  std::vector<std::string> problems;
  std::mutex mutex;  // guards done
  std::vector<Finished> done;
  std::optional<WorkerPool> pool;  // last: its threads end before what they use
};

Driver::Driver(Database& database, Clock& clock, Cloud& cloud, FindAction find_action,
               DriverOptions options)
    : impl_(std::make_unique<Impl>(database, clock, cloud, find_action, options)) {}

Driver::~Driver() = default;

Completed Driver::run_until_idle(const std::function<bool()>& enough) {
  for (;;) {
    const Result<bool> anything = impl_->round();
    if (!anything) {
      impl_->forget();
      return tl::unexpected(anything.error());
    }
    impl_->dispatch();
    if (!*anything || (enough && enough())) return {};
  }
}

Result<std::optional<Time>> Driver::next_due() {
  return impl_->store.next_due(impl_->clock.now());
}

void Driver::on_completion(std::function<void()> wake) {
  impl_->wake = std::move(wake);
}

std::vector<std::string> Driver::take_problems() {
  return std::exchange(impl_->problems, {});
}

bool Driver::has_running_actions() const {
  return !impl_->running.empty();
}

}  // namespace ssm
