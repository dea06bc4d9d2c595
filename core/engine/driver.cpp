// SPDX-License-Identifier: Apache-2.0
#include "core/engine/driver.h"

#include <algorithm>
#include <exception>
#include <map>
#include <mutex>
#include <set>
#include <stop_token>
#include <utility>

#include "core/base/fields.h"
#include "core/document/files.h"
#include "core/document/input_value.h"
#include "core/engine/cloud_desk.h"
#include "core/engine/loaded_executions.h"
#include "core/engine/log_desk.h"
#include "core/engine/step_run.h"
#include "core/engine/stored_children.h"
#include "core/engine/worker_pool.h"
#include "core/launch/launch.h"
#include "core/machine/inputs.h"
#include "core/machine/machine.h"
#include "core/store/attachment_store.h"
#include "core/store/execution_store.h"

namespace ssm {
namespace {

constexpr std::int64_t kBatch = 256;  // executions looked at in one transaction
constexpr int kMostEvents = 512;      // events in one transaction: others want to write too

/// Whether an error is about one execution, which is to be ended while the others go on.
bool concerns_execution(const Error& error) {
  return error.code == kDoesNotFit || error.code == kMalformed ||
         error.code == PlanStore::kUnreadable;
}

struct Finished {
  OwnedStepRun run;
  Outcome outcome;
};

/// A call of an action that is under way on a worker.
struct Running {
  std::stop_source stop;
  Purpose interrupted_for = Purpose::kAdvance;  // kAdvance: it was not interrupted
};

}  // namespace

struct Driver::Impl {
  Impl(Database& db, Clock& a_clock, Cloud& a_cloud, const ActionCatalog& a_catalog,
       FindAction find, DriverOptions an_options)
      : database(db),
        actions(a_catalog),
        store(db, a_catalog),
        clock(a_clock),
        cloud(a_cloud),
        find_action(find),
        options(an_options),
        loaded(store),
        desk(a_cloud),
        logs(a_clock),
        log_store(db) {
    if (options.workers > 0) pool.emplace(static_cast<std::size_t>(options.workers));
  }

  ~Impl() {
    for (auto& [id, one] : running) one.stop.request_stop();
    desk.close();
  }

  // --- writing -------------------------------------------------------------------------------

  /// The event in the history and in memory; the rows follow with write_rows(). Errors:
  /// kDoesNotFit, kSequenceTaken.
  Completed record(LoadedExecution& execution, Event event) {
    std::string text = to_text_of(event);
    const std::optional<StepIndex> about = execution.plan->find(step_of(event));
    if (about) TRY(write_rows_inside(execution, *about));
    execution.changed = true;
    if (about) execution.changed_steps.insert(*about);
    for (const StepIndex step : execution.state.position) execution.changed_steps.insert(step);
    TRY(apply(*execution.plan, execution.state, std::move(event)));
    ++events_written;
    return store.append_event_text(text, execution.state);
  }

  /// Before a loop's own events: its next iteration, or its next attempt, makes its steps anew, and
  /// the rows are to have each of their runs.
  Completed write_rows_inside(LoadedExecution& execution, StepIndex loop) {
    const auto is_inside = [&](StepIndex step) { return execution.plan->is_inside(step, loop); };
    for (const StepIndex step : execution.changed_steps)
      if (is_inside(step)) TRY(store.write_step(execution.state, step));
    std::erase_if(execution.changed_steps, is_inside);
    return {};
  }

  Completed end_execution(LoadedExecution& execution, Status status, std::string message) {
    TRY(record(execution, {clock.now(), ExecutionEnded{status, std::move(message)}}));
    return wake_parent(clock.now(), store, execution.state);
  }

  // --- one execution --------------------------------------------------------------------------

  Completed start_step(LoadedExecution& execution, StepIndex index) {
    const PlanStep& step = (*execution.plan)[index];
    const Time now = clock.now();
    StepStarted started{step.name, Json::object(), std::nullopt};
    std::optional<Failure> bad_input;
    auto timeout = timeout_of(*execution.plan, index, execution.state, now);
    auto inputs = resolve_inputs(*execution.plan, index, execution.state, now);
    if (inputs)
      started.inputs = *std::move(inputs);
    else
      bad_input = input_failure(inputs.error().message);
    if (timeout)
      started.timeout = *timeout;
    else if (!bad_input)
      bad_input = input_failure(timeout.error().message);
    TRY(record(execution, {now, std::move(started)}));
    if (!bad_input) return {};
    return record(execution,
                  failure_event(*execution.plan, execution.state, index, *bad_input, now));
  }

  bool belongs_on_worker(const StepRun& run) const {
    const Runs runs = run.plan[run.step].spec->runs;
    if (!pool || runs == Runs::kOnStore) return false;
    if (runs == Runs::kOnWorker || !cloud.answers_at_once()) return true;
    return run.purpose == Purpose::kAdvance && run.action && run.action->needs_worker &&
           run.action->needs_worker(run.record.memo);
  }

  /// In base64; nullopt: the step names none, or it is not here.
  Result<std::optional<std::string>> attachment_of(const std::string& id, const PlanStep& step,
                                                   const StepState& record) {
    for (const InputSpec& input : step.spec->inputs) {
      if (input.format != InputSpec::Format::kAttachment) continue;
      const Json* name = find_input_value(record.inputs, input.name);
      if (!name || !name->is_string()) continue;
      TRY_ASSIGN(const Document document, store.document(id));
      return AttachmentStore(database).find(
          declared_sha256(document.files, name->get<std::string>()));
    }
    return std::nullopt;
  }

  /// Calls the current step's action here, within the transaction, when that takes no time; else
  /// plans the call for a worker. Returns whether the execution can go on.
  Result<bool> call_step(LoadedExecution& execution, StepIndex index, Purpose purpose) {
    const ExecutionState& state = execution.state;
    const StepState& record_of_step = state[index];
    const AccountRegion scope{state.account, state.region};
    const Resolver references = resolver_for(*execution.plan, state, clock.now());
    StepRun run{purpose,
                find_action(record_of_step.action),
                *execution.plan,
                index,
                record_of_step,
                state.id,
                scope,
                state.variables,
                {},
                &references};
    Result<std::optional<Outcome>> answered = answer_without_action(run, clock.now(), cloud);
    if (!answered) {
      problems.push_back("execution " + state.id + ": " + answered.error().message);
      TRY(end_execution(execution, Status::kFailed, answered.error().message));
      return true;
    }
    std::optional<Outcome> outcome = *std::move(answered);
    std::optional<std::string> attachment;
    if (!outcome) {
      TRY_ASSIGN(attachment, attachment_of(state.id, (*execution.plan)[index], record_of_step));
    }
    if (!outcome && belongs_on_worker(run)) {
      Running& started = running[state.id];
      planned.push_back({purpose, run.action, execution.plan, index, record_of_step, state.id,
                         scope, state.variables, started.stop.get_token(), std::move(attachment)});
      return false;
    }
    if (!outcome) {
      run.attachment = std::move(attachment);
      TRY_ASSIGN(outcome, call_action_here(run, state));
    }
    TRY(record_outcome(run, *std::move(outcome), execution));
    return true;
  }

  /// Within the transaction, which may be of no use afterwards. Errors: those of the database.
  Result<Outcome> call_action_here(const StepRun& run, const ExecutionState& state) {
    const Time now = clock.now();
    const LaunchContext context{database,
                                run.scope,
                                state.executed_by,
                                now,
                                options.quotas,
                                options.predefined,
                                actions,
                                store.plans(),
                                nullptr,
                                options.parameter_store,
                                options.allows_retired_runtimes,
                                options.has_program};
    StoredChildren children(context, state);
    LogOfStep log(logs, log_of(run));
    Outcome outcome = call_action(run, now,
                                  {.cloud = cloud,
                                   .children = &children,
                                   .web = options.web,
                                   .programs = options.programs,
                                   .log = &log,
                                   .lines = options.lines});
    if (children.trouble()) return tl::unexpected(*children.trouble());
    return outcome;
  }

  static StepLogKey log_of(const StepRun& run) {
    return {run.execution_id, run.record.id, run.record.name, run.record.attempt};
  }

  Completed record_outcome(const StepRun& run, Outcome outcome, LoadedExecution& execution) {
    std::optional<std::string> end;
    if (auto* failed = std::get_if<Failed>(&outcome); failed && failed->aborts_execution) {
      failed->failure.may_retry = false;
      end = failed->failure.message;
    }
    TRY(record(execution, event_of(run, std::move(outcome), execution.state, clock.now())));
    if (!end || execution.state.is_terminal()) return {};
    return end_execution(execution, Status::kFailed, *std::move(end));
  }

  void announce(const LoadedExecution& execution, StepIndex step) const {
    if (options.will_run) options.will_run(execution.state.id, (*execution.plan)[step].name);
  }

  /// Takes one execution as far as it goes. Returns when it is to be looked at again.
  Result<std::optional<Time>> run_until_blocked(LoadedExecution& execution) {
    const ExecutionState& state = execution.state;
    while (events_written < kMostEvents) {
      const Decision decision = decide(*execution.plan, state, clock.now());
      std::optional<std::pair<StepIndex, Purpose>> call;
      if (const auto* start = std::get_if<StartStep>(&decision)) {
        announce(execution, start->step);
        TRY(start_step(execution, start->step));
      } else if (const auto* finish = std::get_if<Finish>(&decision)) {
        TRY(end_execution(execution, finish->status, finish->failure_message));
        return std::nullopt;
      } else if (const auto* rest = std::get_if<Rest>(&decision)) {
        return rest->until;
      } else if (std::holds_alternative<Begin>(decision)) {
        return std::nullopt;  // when a slot is free, see begin_queued()
      } else if (const auto* advance = std::get_if<Advance>(&decision)) {
        call = {advance->step, Purpose::kAdvance};
      } else if (const auto* cancel = std::get_if<Cancel>(&decision)) {
        call = {cancel->step, Purpose::kCancel};
      } else {
        call = {std::get<TimeOut>(decision).step, Purpose::kTimeOut};
      }
      if (!call) continue;
      announce(execution, call->first);
      TRY_ASSIGN(const bool can_go_on, call_step(execution, call->first, call->second));
      if (!can_go_on) break;
    }
    return clock.now();
  }

  /// One execution and its rows, as a part of the transaction that can fail alone.
  using Before = std::function<Completed(LoadedExecution&)>;
  Completed run_and_store(const std::string& id, const Before& before = {}) {
    constexpr int kTries = 3;
    for (int left = kTries;; --left) {
      TRY_ASSIGN(Transaction part, Transaction::begin(database));
      const Completed stored = run_and_write_rows(id, before);
      if (stored) return part.commit();
      loaded.forget_changes();
      if (std::erase_if(planned, [&](const auto& run) { return run.execution_id == id; }) > 0)
        running.erase(id);
      if (concerns_execution(stored.error())) {
        {
          const Transaction undone = std::move(part);  // what it did before is not to be kept
        }
        return end_as_failed(id, stored.error());
      }
      // Another process wrote to the execution: read it again and decide again.
      if (stored.error().code != ExecutionStore::kSequenceTaken || left == 0) return stored;
    }
  }

  Completed run_and_write_rows(const std::string& id, const Before& before) {
    TRY_ASSIGN(LoadedExecution * execution, loaded.open(id));
    TRY(execution->readable());
    if (before) TRY(before(*execution));
    TRY_ASSIGN(const std::optional<Time> due, run_until_blocked(*execution));
    return loaded.write_rows(id, due);
  }

  /// An execution that cannot go on holds no slot, and says why.
  Completed end_as_failed(const std::string& id, const Error& error) {
    problems.push_back("execution " + id + ": " + error.message);
    TRY_ASSIGN(Transaction part, Transaction::begin(database));
    Result<LoadedExecution*> execution = loaded.open(id);
    if (execution && (*execution)->state.is_terminal()) {
      TRY(store.set_due(id, std::nullopt));
    } else if (execution) {
      TRY(end_execution(**execution, Status::kFailed, error.message));
      TRY(loaded.write_rows(id, std::nullopt));
    } else if (concerns_execution(execution.error())) {
      TRY(store.end_unreadable(id, Status::kFailed, error.message, clock.now()));
      TRY_ASSIGN(const StoredExecution ended, store.read_columns(id, error.message));
      TRY(wake_parent(clock.now(), store, ended.state));
    } else {
      return tl::unexpected(execution.error());
    }
    return part.commit();
  }

  /// Fills the free slots; an execution that ends in this transaction makes room for the next one.
  Completed begin_queued() {
    for (bool began = true; began && events_written < kMostEvents;) {
      began = false;
      TRY_ASSIGN(const std::vector<SlotQueue> queues, store.queues());
      for (const SlotQueue& queue : queues) {
        const std::int64_t free = slots_of(queue, options.quotas) - queue.running;
        if (free <= 0) continue;
        TRY_ASSIGN(const auto ids, store.queued(queue, free));
        for (const std::string& id : ids) {
          if (events_written >= kMostEvents) return {};
          TRY(begin_one(id));
          began = true;
        }
      }
    }
    return {};
  }

  Completed begin_one(const std::string& id) {
    const auto begin = [&](LoadedExecution& execution) {
      return record(execution, {clock.now(), ExecutionBegan{}});
    };
    return run_and_store(id, begin);
  }

  // --- transactions --------------------------------------------------------------------------

  /// Results stay in `finished` until their transaction is committed.
  Completed take_results() {
    for (const Finished& one : finished) {
      const std::string& id = one.run.execution_id;
      returned.insert(running.extract(id));
      const auto take = [&](LoadedExecution& execution) { return record_result(one, execution); };
      TRY(run_and_store(id, take));
    }
    return {};
  }

  Completed record_result(const Finished& one, LoadedExecution& execution) {
    const ExecutionState& state = execution.state;
    StepRun run = one.run.view();
    const bool is_current = state.current() == run.step && !state.next &&
                            state[run.step].run_order == run.record.run_order &&
                            state[run.step].attempt == run.record.attempt;
    if (!is_current) return {};  // the execution went on without it
    Outcome outcome = one.outcome;
    const auto interrupted = returned.find(state.id);
    // A call that was interrupted for lack of time and did not succeed ran out of time, or the loop
    // around its step did. What became of a step that somebody stops, its status says.
    if (interrupted != returned.end() && interrupted->second.interrupted_for != Purpose::kAdvance &&
        std::holds_alternative<Failed>(outcome) && state[run.step].status != Status::kCancelling)
      run.purpose = interrupted->second.interrupted_for;
    return record_outcome(run, std::move(outcome), execution);
  }

  /// Asks calls that are under way to return, whose step was cancelled or is out of time.
  Completed interrupt_calls() {
    for (auto& [id, call] : running) {
      if (call.interrupted_for != Purpose::kAdvance) continue;
      const Result<LoadedExecution*> execution = loaded.open(id);
      if (!execution && concerns_execution(execution.error())) continue;  // its result tells
      TRY(execution);
      if (!(*execution)->plan) continue;
      const Decision decision = decide(*(*execution)->plan, (*execution)->state, clock.now());
      if (std::holds_alternative<Cancel>(decision)) call.interrupted_for = Purpose::kCancel;
      if (std::holds_alternative<TimeOut>(decision)) call.interrupted_for = Purpose::kTimeOut;
      if (call.interrupted_for != Purpose::kAdvance) call.stop.request_stop();
    }
    return {};
  }

  /// What is due now and has no call under way.
  Result<std::vector<std::string>> due_now() {
    TRY_ASSIGN(auto due,
               store.due(clock.now(), kBatch + static_cast<std::int64_t>(running.size())));
    std::erase_if(due, [this](const std::string& id) { return running.contains(id); });
    return due;
  }

  /// Whether an execution waits for a slot that is free.
  Result<bool> can_begin_queued() {
    TRY_ASSIGN(const std::vector<SlotQueue> queues, store.queues());
    return std::ranges::any_of(queues, [this](const auto& queue) {
      return queue.running < slots_of(queue, options.quotas);
    });
  }

  /// One transaction: what actions brought, what is due. Returns whether there was anything.
  Result<bool> commit_due_work() {
    collect_finished();
    TRY(interrupt_calls());
    const bool has_questions = desk.has_questions();
    const std::optional<Time> log_due = logs.due();
    const bool has_logs = log_due && *log_due <= clock.now();
    if (finished.empty() && !has_questions && !has_logs) {  // a look costs less than a transaction
      TRY_ASSIGN(const auto due, due_now());
      TRY_ASSIGN(const bool queued, can_begin_queued());
      if (due.empty() && !queued) return false;
    }
    TRY_ASSIGN(Transaction transaction, Transaction::begin(database));
    events_written = 0;
    desk.answer_questions();
    TRY(take_results());
    TRY(run_due());
    TRY(logs.write(log_store));
    TRY(transaction.commit());
    if (events_written > 0 && options.has_progressed) options.has_progressed();
    return true;
  }

  /// What is due, and what becomes due by that: a child that was started, a parent whose child has
  /// ended.
  Completed run_due() {
    int before = -1;
    while (events_written > before && events_written < kMostEvents) {
      before = events_written;
      TRY_ASSIGN(const auto due, due_now());
      for (const std::string& id : due)
        if (events_written < kMostEvents) TRY(run_and_store(id));
      TRY(begin_queued());
    }
    return {};
  }

  Result<bool> run_one_transaction() {
    Result<bool> anything = failure("Internal", "");
    try {
      anything = commit_due_work();
    } catch (const std::exception& exception) {
      anything = failure("Internal", std::string("The engine failed: ") + exception.what());
    }
    desk.end_transaction(anything.has_value());
    logs.end_transaction(anything.has_value());
    if (!anything) {
      // Nothing in memory is to be trusted. Calls that were only planned are forgotten: the store
      // still says that they are due. Results wait for the next transaction.
      loaded.clear();
      for (const OwnedStepRun& run : std::exchange(planned, {})) running.erase(run.execution_id);
      running.merge(returned);
    } else {
      finished.clear();
      dispatch();
    }
    returned.clear();
    return anything;
  }

  Result<std::optional<Time>> next_due() {
    TRY_ASSIGN(const bool queued, can_begin_queued());
    if (queued) return clock.now();
    TRY_ASSIGN(const auto due, store.next_due(static_cast<std::int64_t>(running.size()) + 1));
    std::optional<Time> next;
    for (const ExecutionStore::Due& one : due) {
      if (running.contains(one.id)) continue;
      next = one.time;
      break;
    }
    if (const auto log_due = logs.due(); log_due && (!next || *log_due < *next)) next = log_due;
    // A call that is under way may have to be interrupted.
    for (const auto& [id, call] : running) {
      if (call.interrupted_for != Purpose::kAdvance) continue;
      TRY_ASSIGN(const LoadedExecution* execution, loaded.open(id));
      for (const StepIndex step : execution->state.position)
        for (const auto& end : {execution->state[step].deadline, execution->state.cancel_deadline})
          if (end && (!next || *end < *next)) next = end;
    }
    return next;
  }

  /// After the commit: what was planned is handed to the workers.
  void dispatch() {
    for (OwnedStepRun& planned_run : std::exchange(planned, {})) {
      auto run = std::make_shared<OwnedStepRun>(std::move(planned_run));
      std::function<void()> job = [this, run] {
        DeskCloud asked(desk, clock);
        LogOfStep log(logs, log_of(run->view()));
        Outcome outcome = call_action(run->view(), clock.now(),
                                      {.cloud = asked,
                                       .web = options.web,
                                       .programs = options.programs,
                                       .log = &log,
                                       .lines = options.lines});
        {
          const std::lock_guard lock(mutex);
          done.push_back({std::move(*run), std::move(outcome)});
        }
        if (wake) wake();
      };
      pool->submit(options.on_worker ? options.on_worker(std::move(job)) : std::move(job));
    }
  }

  void collect_finished() {
    const std::lock_guard lock(mutex);
    for (Finished& one : std::exchange(done, {})) finished.push_back(std::move(one));
  }

  /// The cloud as workers see it. Their calls take long: each asks at its own time.
  class DeskCloud final : public Cloud {
   public:
    DeskCloud(CloudDesk& desk, const Clock& clock) : desk_(desk), clock_(clock) {}
    CloudAnswer call(const CloudCall& call) override {
      CloudCall asked = call;
      asked.now = clock_.now();
      return desk_.call(asked);
    }

   private:
    CloudDesk& desk_;
    const Clock& clock_;
  };

  Database& database;
  const ActionCatalog& actions;
  ExecutionStore store;
  Clock& clock;
  Cloud& cloud;
  FindAction find_action;
  DriverOptions options;
  std::function<void()> wake;
  LoadedExecutions loaded;
  std::map<std::string, Running> running;   // by execution
  std::map<std::string, Running> returned;  // of the results in this transaction
  std::vector<OwnedStepRun> planned;
  std::vector<Finished> finished;  // results whose transaction is not committed yet
  int events_written = 0;          // in this transaction
  std::vector<std::string> problems;
  CloudDesk desk;
  LogDesk logs;
  StepLogStore log_store;
  std::mutex mutex;  // guards done
  std::vector<Finished> done;
  std::optional<WorkerPool> pool;  // last: its threads end before what they use
};

Driver::Driver(Database& database, Clock& clock, Cloud& cloud, const ActionCatalog& actions,
               FindAction find_action, DriverOptions options)
    : impl_(std::make_unique<Impl>(database, clock, cloud, actions, find_action, options)) {}

Driver::~Driver() = default;

Completed Driver::run_until_idle(const std::function<bool()>& should_stop) {
  for (;;) {
    const Result<bool> anything = impl_->run_one_transaction();
    if (!anything) return tl::unexpected(anything.error());
    if (!*anything || (should_stop && should_stop())) return {};
  }
}

Result<std::optional<Time>> Driver::next_due() {
  return impl_->next_due();
}

void Driver::on_completion(std::function<void()> wake) {
  impl_->desk.on_question(wake);
  impl_->logs.on_text(wake);
  impl_->wake = std::move(wake);
}

std::vector<std::string> Driver::take_problems() {
  return std::exchange(impl_->problems, {});
}

bool Driver::has_running_actions() const {
  return !impl_->running.empty();
}

}  // namespace ssm
