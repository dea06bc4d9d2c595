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
constexpr std::size_t kMostCached = 64;  // states and documents kept in memory

/// The code of an error that concerns one execution only: it is set aside, the others go on.
constexpr const char* kStuck = "StuckExecution";

struct Finished {
  StepRun run;
  Outcome outcome;
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
    TRY_ASSIGN(const auto text, store.document_text(id));
    auto parsed = parse_document(text.text, text.format);
    if (!parsed)
      return failure(kStuck, "the document of execution " + id + " cannot be read any more: " +
                                 to_text(parsed.error().front(), ""));
    if (documents.size() >= kMostCached) documents.clear();
    auto document = std::make_shared<const Document>(std::move(*parsed));
    documents.emplace(hash, document);
    return document;
  }

  /// The state as stored; `sequence` -1: whatever is stored now.
  Result<ExecutionState*> state_of(const std::string& id, std::int64_t sequence) {
    const auto found = states.find(id);
    if (found != states.end() && sequence >= 0 && found->second.sequence == sequence)
      return &found->second;
    TRY_ASSIGN(std::optional<ExecutionState> loaded, store.load(id));
    if (!loaded) return failure("State", "execution " + id + " is gone from the store");
    if (states.size() >= kMostCached) states.clear();
    return &(states[id] = std::move(*loaded));
  }

  // --- writing -------------------------------------------------------------------------------

  /// Appends the event that `make_event` makes of the newest state. Within the transaction nobody
  /// else writes, so a second try always fits.
  template <class MakeEvent>
  Result<ExecutionState*> record(const std::string& id, MakeEvent make_event) {
    TRY_ASSIGN(auto document, document_of(id));
    std::int64_t sequence = states.contains(id) ? states.at(id).sequence : -1;
    for (int tries = 0; tries < 2; ++tries, sequence = -1) {
      TRY_ASSIGN(ExecutionState * state, state_of(id, sequence));
      const Event event = make_event(*document, *state);
      // Moved, not copied: a thousand steps would be copied a thousand times.
      *state = apply(*document, std::move(*state), event);
      TRY_ASSIGN(const bool written,
                 store.append(event, *state, due_time(*document, *state, clock.now())));
      if (written) return state;
      states.erase(id);
    }
    return failure("State", "execution " + id + " changes under its own transaction");
  }

  // --- one execution --------------------------------------------------------------------------

  Completed start_step(const std::string& id, const std::string& name) {
    std::optional<Failure> bad_input;
    TRY(record(id, [&](const Document& document, const ExecutionState& state) {
      const Step& step = *document.find_step(name);
      const Time now = clock.now();
      StepStarted started{name, Json::object(), std::nullopt};
      const auto timeout = timeout_of(document, state, step, now);
      const auto inputs = resolve_inputs(document, state, step, now);
      bad_input.reset();
      if (inputs)
        started.inputs = *inputs;
      else
        bad_input = input_failure(inputs.error().message);
      if (timeout)
        started.timeout = *timeout;
      else if (inputs)
        bad_input = input_failure(timeout.error().message);
      return Event{now, std::move(started)};
    }));
    if (!bad_input) return {};
    TRY(record(id, [&](const Document& document, const ExecutionState& state) {
      return failure_event(document, state, name, *bad_input, clock.now());
    }));
    return {};
  }

  Completed plan_run(const std::string& id, const ExecutionState& state, const std::string& name,
                     StepRun::Purpose purpose) {
    StepRun run;
    run.purpose = purpose;
    TRY_ASSIGN(run.document, document_of(id));
    run.step = run.document->find_step(name);
    run.record = *state.find_step(name);
    run.action = find_action(run.record.action);
    run.execution_id = id;
    run.scope = {state.account, state.region};
    run.variables = state.variables;
    if (!run.step || !run.action)
      return failure(kStuck, "no code for step " + name + " of execution " + id);
    running.insert(id);
    planned.push_back(std::move(run));
    return {};
  }

  /// Takes one execution as far as it goes without calling an action.
  Completed drive(const std::string& id, std::int64_t sequence) {
    TRY_ASSIGN(auto document, document_of(id));
    for (;;) {
      TRY_ASSIGN(ExecutionState * state, state_of(id, sequence));
      const Decision decision = decide(*document, *state, clock.now());
      if (const auto* start = std::get_if<StartStep>(&decision)) {
        const std::string name = start->step;
        TRY(start_step(id, name));
      } else if (const auto* advance = std::get_if<Advance>(&decision)) {
        return plan_run(id, *state, advance->step, StepRun::Purpose::kAdvance);
      } else if (const auto* cancel = std::get_if<Cancel>(&decision)) {
        return plan_run(id, *state, cancel->step, StepRun::Purpose::kCancel);
      } else if (const auto* time_out = std::get_if<TimeOut>(&decision)) {
        return plan_run(id, *state, time_out->step, StepRun::Purpose::kTimeOut);
      } else if (const auto* finish = std::get_if<Finish>(&decision)) {
        const ExecutionEnded ended{finish->status, finish->failure_message};
        TRY(record(id, [&](const Document&, const ExecutionState&) {
          return Event{clock.now(), ended};
        }));
        states.erase(id);
        return {};
      } else if (const auto* rest = std::get_if<Rest>(&decision)) {
        return store.set_due(id, rest->until);
      } else {
        return {};  // Begin: when a slot is free, see begin_queued()
      }
      sequence = states.at(id).sequence;
    }
  }

  Completed begin_queued() {
    TRY_ASSIGN(const bool possible, can_begin_queued());
    if (!possible) return {};
    TRY_ASSIGN(const std::int64_t busy, store.count_running(false));
    TRY_ASSIGN(const auto ids, store.queued(options.quotas.running - busy));
    for (const std::string& id : ids)
      TRY(record(id, [&](const Document&, const ExecutionState&) {
        return Event{clock.now(), ExecutionBegan{}};
      }));
    return {};
  }

  // --- rounds --------------------------------------------------------------------------------

  Completed settle(std::vector<Finished>& finished) {
    for (Finished& one : finished)
      TRY(record(one.run.execution_id, [&](const Document&, const ExecutionState& state) {
        return event_of(one.run, one.outcome, state, clock.now());
      }));
    return {};
  }

  /// An execution that cannot go on here (its document or action is gone) must not stop the others.
  Completed drive_or_set_aside(const std::string& id, std::int64_t sequence) {
    Completed driven = drive(id, sequence);
    if (driven || driven.error().code != kStuck) return driven;
    problems.push_back(driven.error().message);
    return store.set_due(id, std::nullopt);
  }

  /// What is due now and nobody works on.
  Result<std::vector<ExecutionStore::DueExecution>> due_now() {
    TRY_ASSIGN(auto due,
               store.due(clock.now(), kBatch + static_cast<std::int64_t>(running.size())));
    std::erase_if(due, [this](const auto& execution) { return running.contains(execution.id); });
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
    TRY(settle(finished));
    TRY_ASSIGN(const auto due, due_now());
    for (const auto& execution : due) TRY(drive_or_set_aside(execution.id, execution.sequence));
    TRY(begin_queued());
    TRY(transaction.commit());
    return true;
  }

  void perform_and_keep(StepRun run) {
    Outcome outcome = perform(run, clock.now(), cloud);
    const std::lock_guard lock(mutex);
    done.push_back({std::move(run), std::move(outcome)});
  }

  /// After the commit: what was decided is carried out. A thread is only worth its while when there
  /// is something to wait for.
  void dispatch() {
    for (StepRun& run : std::exchange(planned, {})) {
      if (!pool || cloud.answers_at_once()) {
        perform_and_keep(std::move(run));
        continue;
      }
      pool->submit([this, run = std::move(run)]() mutable {
        perform_and_keep(std::move(run));
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
  std::unordered_map<std::string, ExecutionState> states;
  std::unordered_map<std::string, std::shared_ptr<const Document>> documents;  // by hash
  std::set<std::string> running;  // executions whose action is being called
  std::vector<StepRun> planned;
  std::vector<std::string> problems;
  std::mutex mutex;  // guards done
  std::vector<Finished> done;
  std::optional<WorkerPool> pool;  // last: its threads end before what they use
};

Driver::Driver(Database& database, Clock& clock, Cloud& cloud, FindAction find_action,
               DriverOptions options)
    : impl_(std::make_unique<Impl>(database, clock, cloud, find_action, options)) {}

Driver::~Driver() = default;

Completed Driver::run_until_idle() {
  for (;;) {
    const Result<bool> anything = impl_->round();
    if (!anything) {
      impl_->forget();
      return tl::unexpected(anything.error());
    }
    impl_->dispatch();
    if (!*anything) return {};
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
