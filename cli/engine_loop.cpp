// SPDX-License-Identifier: Apache-2.0
#include "cli/engine_loop.h"

#include <thread>

#include "actions/cloud/cloud_tables.h"
#include "actions/cloud/mock_cloud.h"
#include "actions/cloud/simulated_account.h"
#include "actions/registry.h"
#include "cli/configuration.h"
#include "cli/output/print.h"
#include "core/base/time.h"
#include "core/engine/driver.h"
#include "core/os/clock.h"
#include "core/os/lock.h"
#include "core/os/poke.h"
#include "core/os/process.h"
#include "core/store/database.h"

namespace ssm {
namespace {

using Woken = PokeListener::Woken;

void log_line(const std::string& text) {
  print_diagnostic(to_iso8601(WallClock().now()) + " engine[" + std::to_string(own_pid()) + "] " +
                   text + "\n");
}

/// The parts of a running engine. The listener comes and goes; the driver stays.
class Engine {
 public:
  /// `stop`: an owner on another thread that sets it and then pokes; nullptr: signals end it.
  Engine(const StateDirectory& directory, std::chrono::seconds idle,
         const std::atomic<bool>* stop = nullptr)
      : directory_(directory), idle_(idle), stop_(stop) {}

  Completed run() {
    TRY(open());
    for (;;) {
      TRY_ASSIGN(bool stopped, serve());
      listener_.reset();  // from here on a command that finds nobody starts another engine
      if (stopped) return {};
      // What was asked for up to now, by commands that still found us, is ours to do.
      TRY_ASSIGN(std::optional<Time> due, driver_->next_due());
      if (!due) return {};
      TRY(listen());
    }
  }

 private:
  Completed open() {
    TRY(listen());  // before the driver starts threads: they must not take our signals
    TRY_ASSIGN(Database database, Database::open(directory_.state_database()));
    database_.emplace(std::move(database));
    TRY(migrate_state(*database_, cloud_tables()));
    account_.emplace(*database_);
    cloud_.emplace(*account_, *database_);
    TRY_ASSIGN(const Quotas quotas, configured_quotas());
    driver_.emplace(*database_, clock_, *cloud_, find_action, DriverOptions{.quotas = quotas});
    driver_->on_completion([this] { listener_->wake(); });
    return {};
  }

  Completed listen() {
    TRY_ASSIGN(PokeListener listener,
               PokeListener::open(directory_.engine_socket(), stop_ == nullptr));
    listener_.emplace(std::move(listener));
    return {};
  }

  /// Works until there is nothing to do for the idle time (false) or until told to stop (true).
  Result<bool> serve() {
    Time idle_since = clock_.now();
    for (;;) {
      TRY(driver_->run_until_idle([this] { return is_stopping(); }));
      for (const std::string& problem : driver_->take_problems()) log_line(problem);
      TRY_ASSIGN(std::optional<Time> due, driver_->next_due());
      bool busy = due || driver_->has_running_actions();
      Time now = clock_.now();
      if (busy) idle_since = now;
      Time idle_end = idle_since + idle_;
      bool may_end = !busy && idle_.count() > 0;
      if (may_end && now >= idle_end) return false;

      std::optional<Milliseconds> timeout;
      if (due) timeout = std::max(*due - now, Milliseconds(0));
      if (may_end) timeout = idle_end - now;
      if (is_stopping()) return true;
      Woken woken = listener_->wait(timeout);
      if (woken == Woken::kStop) return true;
      if (woken == Woken::kPoke) idle_since = clock_.now();
    }
  }

  bool is_stopping() const {
    return stop_ != nullptr ? stop_->load() : listener_->is_told_to_stop();
  }

  const StateDirectory& directory_;
  std::chrono::seconds idle_;
  const std::atomic<bool>* stop_;
  WallClock clock_;
  std::optional<PokeListener> listener_;
  std::optional<Database> database_;
  std::optional<SimulatedAccount> account_;
  std::optional<MockCloud> cloud_;
  std::optional<Driver> driver_;  // last: ends its workers before what they use goes
};

/// The lock, or nullopt when another engine is there and listens. One that is about to end holds
/// the lock and does not listen: it is waited for, a few seconds at most.
Result<std::optional<FileLock>> take_lock(const StateDirectory& directory, bool handed_over) {
  constexpr int kTries = 1000;
  if (handed_over) {
    TRY_ASSIGN(FileLock lock, FileLock::adopt(Descriptor(kHeirloom)));
    return std::optional(std::move(lock));
  }
  for (int i = 0; i < kTries; ++i) {
    TRY_ASSIGN(std::optional<FileLock> lock, FileLock::try_take(directory.engine_lock()));
    if (lock) return lock;
    if (poke(directory.engine_socket())) return std::optional<FileLock>();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return std::optional<FileLock>();
}

}  // namespace

BackgroundEngine::BackgroundEngine(StateDirectory directory)
    : directory_(std::move(directory)), thread_([this] { live(); }) {}

BackgroundEngine::~BackgroundEngine() {
  stopping_ = true;
  wake();
  thread_.join();
}

void BackgroundEngine::wake() {
  {
    std::lock_guard guard(mutex_);
    woken_ = true;
  }
  changed_.notify_one();
  poke(directory_.engine_socket());
}

void BackgroundEngine::live() {
  constexpr std::chrono::milliseconds kAfterTrouble(1000);
  constexpr std::chrono::milliseconds kStandingBy(200);
  while (!stopping_) {
    Result<std::optional<FileLock>> lock = FileLock::try_take(directory_.engine_lock());
    if (lock && !*lock) {
      rest(kStandingBy);
      continue;
    }
    if (lock) log_line("started, state directory " + directory_.path);
    Completed done = lock ? Engine(directory_, std::chrono::seconds::zero(), &stopping_).run()
                          : tl::unexpected(lock.error());
    log_line(done ? "ended" : "failed: " + done.error().message);
    if (!done) rest(kAfterTrouble);
  }
}

void BackgroundEngine::rest(std::chrono::milliseconds most) {
  std::unique_lock guard(mutex_);
  changed_.wait_for(guard, most, [this] { return woken_ || stopping_; });
  woken_ = false;
}

Completed run_engine(const StateDirectory& directory, const EngineOptions& options) {
  TRY_ASSIGN(std::optional<FileLock> lock, take_lock(directory, options.locked));
  if (!lock) {
    if (options.detached) return {};
    std::optional<pid_t> holder = lock_holder(directory.engine_lock());
    return failure("EngineRuns", "an engine is already running for " + directory.path +
                                     (holder > 0 ? ", pid " + std::to_string(*holder) : ""));
  }
  log_line("started, state directory " + directory.path);
  Completed done = Engine(directory, options.idle).run();
  log_line(done ? "ended" : "failed: " + done.error().message);
  return done;
}

}  // namespace ssm
