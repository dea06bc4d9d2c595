// SPDX-License-Identifier: Apache-2.0
#include "cli/engine_loop.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <string>
#include <thread>
#include <tuple>

#include "actions/cloud/cloud_tables.h"
#include "actions/cloud/mock_cloud.h"
#include "actions/cloud/simulated_account.h"
#include "actions/registry.h"
#include "cli/configuration.h"
#include "cli/engine_deaths.h"
#include "cli/http/web_client.h"
#include "cli/isolated_programs.h"
#include "cli/output/print.h"
#include "cli/retired_runtimes.h"
#include "core/base/time.h"
#include "core/engine/driver.h"
#include "core/os/clock.h"
#include "core/os/lock.h"
#include "core/os/process.h"
#include "core/store/database.h"
#include "documents/predefined.h"

namespace ssm {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

void log_line(const std::string& text) {
  print_diagnostic(to_iso8601(WallClock().now()) + " engine[" + std::to_string(own_pid()) + "] " +
                   text + "\n");
}

/// Errors in a row: one line for all of them, pauses that grow.
class Trouble {
 public:
  /// How long to wait before the next try.
  milliseconds after(const Error& error) {
    if (tries_++ == 0) log_line("failed, will be tried until it works: " + error.message);
    return std::exchange(pause_, std::min(2 * pause_, kLongest));
  }
  void is_over() {
    if (tries_ > 0) log_line("works again, try " + std::to_string(tries_ + 1));
    *this = Trouble();
  }
  int tries() const { return tries_; }

 private:
  static constexpr milliseconds kShortest{50};
  static constexpr milliseconds kLongest{5000};
  int tries_ = 0;
  milliseconds pause_ = kShortest;
};

/// The parts of a running engine. The socket comes and goes; the driver stays.
class Engine {
 public:
  enum class Host { kOwnProcess, kServe };

  Engine(const StateDirectory& directory, std::chrono::seconds idle, Host host,
         EngineWaiter& waiter, FileLock lock)
      : directory_(directory), idle_(idle), host_(host), waiter_(waiter), lock_(std::move(lock)) {}

  Completed open() {
    if (const std::string deaths = life_.begin(); !deaths.empty()) log_line(deaths);
    Completed opened = try_open();
    if (!opened) life_.clear();
    return opened;
  }

  /// Outlives every error that may pass.
  void run() {
    serve_until_end();
    life_.clear();
  }

 private:
  enum class End { kIdle, kStopped, kElsewhere };

  struct Outlook {
    std::optional<Time> due;
    bool is_busy = false;
  };

  Completed try_open() {
    try {
      return open_parts();
    } catch (const std::exception& exception) {
      return failure("Internal", exception.what());
    }
  }

  Completed open_parts() {
    TRY(listen());  // commands need not wait for the rest
    DatabasePatience patience{.longest = kPatience,
                              .give_up = [this] { return waiter_.is_stopped(); }};
    TRY_ASSIGN(Database database, Database::open(directory_.state_database(), std::move(patience)));
    database_.emplace(std::move(database));
    TRY(migrate_state(*database_, cloud_tables()));
    is_watched_ = waiter_.watch(directory_.path);
    account_.emplace(*database_);
    parameter_store_ = parameter_store_in(*database_);
    cloud_.emplace(*account_, *database_);
    TRY_ASSIGN(quotas_, configured_quotas());
    make_driver();
    return {};
  }

  void make_driver() {
    driver_.emplace(
        *database_, clock_, *cloud_, action_catalog(), find_action,
        DriverOptions{
            .quotas = quotas_,
            .predefined = predefined_documents(),
            .parameter_store = &parameter_store_,
            .allows_retired_runtimes = allows_retired_runtimes(),
            .has_program = has_program,
            .web = &web_,
            .programs = &programs_,
            .will_run = [this](const std::string& execution,
                               const std::string& step) { life_.will_run(execution, step); },
            .has_progressed = [this] { life_.clear(); }});
    driver_->on_completion([this] { waiter_.wake(); });
  }

  Completed listen() {
    TRY_ASSIGN(WakeSocket socket, WakeSocket::open(directory_.engine_socket()));
    socket_.emplace(std::move(socket));
    return {};
  }

  void serve_until_end() {
    while (serve() == End::kIdle) {
      socket_.reset();  // from here on a command that finds nobody starts another engine
      // What was asked for up to now, by commands that still found us, is ours to do.
      const Result<std::optional<Time>> due = next_due();
      if (due && !*due) return;
    }
  }

  /// Works until there is nothing to do for the idle time, or until it is to end.
  End serve() {
    auto idle_since = SteadyClock::now();
    for (;;) {
      if (waiter_.is_stopped()) return End::kStopped;
      if (!is_ours()) return End::kElsewhere;
      Result<Outlook> outlook = work();
      const auto now = SteadyClock::now();
      if (!outlook) {
        idle_since = now;
        const milliseconds pause = trouble_.after(outlook.error());
        waiter_.wait(std::nullopt, pause, socket());
        continue;
      }
      trouble_.is_over();
      if (outlook->is_busy) idle_since = now;
      const bool may_end = !outlook->is_busy && idle_.count() > 0;
      const auto idle_left = std::chrono::ceil<milliseconds>(idle_since + idle_ - now);
      if (may_end && idle_left.count() <= 0) return End::kIdle;
      std::optional<milliseconds> longest;
      if (may_end) longest = idle_left;
      if (!is_watched_ || !socket_) longest = std::min(longest.value_or(kBlindLook), kBlindLook);
      if (missing_since_) longest = std::min(longest.value_or(kSettled), kSettled);
      if (!driver_->has_running_actions()) life_.clear();
      if (life_.is_suspect()) {
        life_.give_sign();
        longest = std::min(longest.value_or(kSign), kSign);
      }
      const WakeReason reason = waiter_.wait(outlook->due, longest, socket());
      if (reason == WakeReason::kWoken) idle_since = SteadyClock::now();
    }
  }

  /// Does what is due. What must not cross rooms as an exception ends here: what the driver has in
  /// memory is not to be trusted then.
  Result<Outlook> work() {
    try {
      if (!driver_) make_driver();
      // Where there is no room for a socket there may be work all the same.
      if (!socket_ && database_->place() == FileAnchor::Place::kInPlace) std::ignore = listen();
      TRY(driver_->run_until_idle([this] { return waiter_.is_stopped(); }));
      for (const std::string& problem : driver_->take_problems()) log_line(problem);
      TRY_ASSIGN(const std::optional<Time> due, driver_->next_due());
      return Outlook{due, due || driver_->has_running_actions()};
    } catch (const std::exception& exception) {
      driver_.reset();
      return failure("Internal", exception.what());
    }
  }

  Result<std::optional<Time>> next_due() {
    try {
      return driver_->next_due();
    } catch (const std::exception& exception) {
      return failure("Internal", exception.what());
    }
  }

  /// Whether this is still the engine of its state. Lock and socket that somebody has removed are
  /// made anew. Of a directory that was moved it stays the engine, and leaves alone what is at the
  /// old path now.
  bool is_ours() {
    const FileAnchor::Place place = database_->place();
    if (place == FileAnchor::Place::kRemoved) {
      log_line("the state was removed: " + database_->path());
      return false;
    }
    if (place == FileAnchor::Place::kMoved)
      return host_ == Host::kOwnProcess || !database_->is_replaced();
    const bool has_lock = lock_.is_at(directory_.engine_lock());
    const bool has_socket = !socket_ || socket_->is_in_place();
    const auto now = SteadyClock::now();
    if (has_lock && has_socket)
      missing_since_.reset();
    else if (!missing_since_)
      missing_since_ = now;
    // Whoever is about to remove the whole directory must not be disturbed.
    if (!missing_since_ || now - *missing_since_ < kSettled) return true;
    missing_since_.reset();
    if (!has_socket) {
      socket_.reset();
      log_line("listens anew: somebody has removed " + directory_.engine_socket());
    }
    return has_lock || take_lock_again();
  }

  bool take_lock_again() {
    Result<std::optional<FileLock>> lock = FileLock::try_take(directory_.engine_lock());
    if (!lock) return true;  // cannot be made now: the next look tries again
    if (!*lock) {
      log_line("another engine has taken " + directory_.engine_lock());
      return false;
    }
    log_line("locks anew: somebody has removed " + directory_.engine_lock());
    lock_ = std::move(**lock);
    return true;
  }

  const WakeSocket* socket() const { return socket_ ? &*socket_ : nullptr; }

  static constexpr milliseconds kPatience{3000};   // for a database: then it looks round, and again
  static constexpr milliseconds kSettled{200};     // after files have been removed
  static constexpr milliseconds kSign{1000};       // of life
  static constexpr milliseconds kBlindLook{2000};  // where the system does not tell of changes

  const StateDirectory& directory_;
  std::chrono::seconds idle_;
  Host host_;
  EngineWaiter& waiter_;
  FileLock lock_;
  WallClock clock_;
  EngineLife life_{directory_, clock_};
  Trouble trouble_;
  bool is_watched_ = false;
  std::optional<SteadyClock::time_point> missing_since_;
  std::optional<WakeSocket> socket_;
  std::optional<Database> database_;
  std::optional<SimulatedAccount> account_;
  ParameterStore parameter_store_;
  std::optional<MockCloud> cloud_;
  Quotas quotas_;
  WebClient web_;
  IsolatedPrograms programs_{log_line, directory_.path};
  std::optional<Driver> driver_;  // last: ends its workers before what they use goes
};

/// The lock, or nullopt when another engine is there. One that is about to end, or a stranger,
/// holds the lock and does not listen: it is waited for.
Result<std::optional<FileLock>> await_lock(const StateDirectory& directory,
                                           const EngineOptions& options) {
  constexpr milliseconds kLook(10);
  constexpr std::chrono::minutes kLongest(5);
  if (options.locked) {
    TRY_ASSIGN(FileLock lock, FileLock::adopt(Descriptor(kInheritedFd)));
    return std::optional(std::move(lock));
  }
  // One waits for all: whatever the others were started for, it will find.
  TRY_ASSIGN(const std::optional<FileLock> first,
             FileLock::try_take(directory.engine_lock() + "-queue"));
  if (!first && options.detached) return std::optional<FileLock>();
  const auto begun = SteadyClock::now();
  do {
    TRY_ASSIGN(std::optional<FileLock> lock, FileLock::try_take(directory.engine_lock()));
    if (lock) return lock;
    if (wake_engine(directory.engine_socket())) return std::optional<FileLock>();
    std::this_thread::sleep_for(kLook);
  } while (options.detached && SteadyClock::now() - begun < kLongest);
  return std::optional<FileLock>();
}

/// Whether no engine may start yet. A log hears so once of each death.
std::optional<Time> find_pause(const StateDirectory& directory, std::string& told) {
  const EngineDeaths deaths = read_engine_deaths(directory);
  const std::optional<Time> end = pause_end(deaths, WallClock().now());
  if (!end) return std::nullopt;
  const std::string text = deaths_text(deaths, directory, end);
  if (std::exchange(told, text) != text) log_line(text);
  return end;
}

/// Lets the lock go meanwhile: who asks is to find that no engine runs. Nothing: another engine has
/// begun, or this one is to end.
Completed wait_out_pause(const StateDirectory& directory, EngineWaiter& waiter,
                         std::optional<FileLock>& lock) {
  std::string told;
  while (lock) {
    const std::optional<Time> end = find_pause(directory, told);
    if (!end) return {};
    lock.reset();
    waiter.wait(end, std::nullopt);
    if (waiter.is_stopped()) return {};
    TRY_ASSIGN(lock, FileLock::try_take(directory.engine_lock()));
  }
  return {};
}

/// A detached engine has nobody who would start it again: it tries for a while.
Completed open_patiently(Engine& engine, EngineWaiter& waiter, bool detached) {
  constexpr int kMostTries = 20;
  Trouble trouble;
  for (;;) {
    Completed opened = engine.open();
    if (opened) {
      trouble.is_over();
      return opened;
    }
    if (!detached || trouble.tries() >= kMostTries || waiter.is_stopped()) return opened;
    waiter.wait(std::nullopt, trouble.after(opened.error()));
  }
}

/// The lock is somebody else's.
Completed leave_to_other(const StateDirectory& directory, const EngineOptions& options) {
  if (options.detached) return {};
  TRY_ASSIGN(const std::optional<LockHolder> holder, find_lock_holder(directory.engine_lock()));
  if (holder && !holder->told && !holder->is_own)
    return tl::unexpected(held_by_stranger(directory, *holder));
  return failure("EngineRuns",
                 "an engine is already running for " + directory.path +
                     (holder && holder->pid > 0 ? ", pid " + std::to_string(holder->pid) : ""));
}

}  // namespace

BackgroundEngine::BackgroundEngine(StateDirectory directory, EngineWaiter waiter)
    : directory_(std::move(directory)), waiter_(std::move(waiter)), thread_([this] { live(); }) {}

BackgroundEngine::~BackgroundEngine() {
  waiter_.stop();
  thread_.join();
}

void BackgroundEngine::wake() {
  waiter_.wake();
  if (stands_by_) wake_engine(directory_.engine_socket());
}

void BackgroundEngine::live() {
  constexpr milliseconds kStandingBy(200);
  constexpr int kSure = 5;  // looks: an engine that starts or ends may seem a stranger for a moment
  Trouble trouble;
  int strange_looks = 0;
  std::string told;
  while (!waiter_.is_stopped()) {
    // What was removed is not begun anew by the way: that is up to who next uses the directory.
    if (!has_state_directory(directory_.path)) {
      waiter_.wait(std::nullopt, kStandingBy);
      continue;
    }
    Result<std::optional<FileLock>> lock = FileLock::try_take(directory_.engine_lock());
    if (!lock) {
      waiter_.wait(std::nullopt, trouble.after(lock.error()));
      continue;
    }
    if (!*lock) {
      if (strange_looks < kSure) {
        const Completed known = check_lock_holder(directory_);
        strange_looks = known ? 0 : strange_looks + 1;
        if (strange_looks == kSure) log_line(known.error().message);
      }
      waiter_.wait(std::nullopt, kStandingBy);
      continue;
    }
    strange_looks = 0;
    if (const std::optional<Time> end = find_pause(directory_, told)) {
      lock->reset();
      waiter_.wait(end, kStandingBy);
      continue;
    }
    Engine engine(directory_, std::chrono::seconds::zero(), Engine::Host::kServe, waiter_,
                  std::move(**lock));
    if (Completed opened = engine.open(); !opened) {
      waiter_.wait(std::nullopt, trouble.after(opened.error()));
      continue;
    }
    trouble.is_over();
    log_line("started, state directory " + directory_.path);
    stands_by_ = false;
    engine.run();
    stands_by_ = true;
    log_line("ended");
  }
}

Completed run_engine(const StateDirectory& directory, const EngineOptions& options) {
  TRY_ASSIGN(std::optional<FileLock> lock, await_lock(directory, options));
  if (!lock) return leave_to_other(directory, options);
  // Before the driver starts threads: they must not take our signals.
  TRY_ASSIGN(EngineWaiter waiter, EngineWaiter::open(EngineWaiter::Signals::kTaken));
  if (!options.locked) TRY(wait_out_pause(directory, waiter, lock));
  if (!lock) return waiter.is_stopped() ? Completed() : leave_to_other(directory, options);
  log_line("started, state directory " + directory.path);
  Engine engine(directory, options.idle, Engine::Host::kOwnProcess, waiter, std::move(*lock));
  Completed opened = open_patiently(engine, waiter, options.detached);
  if (opened) engine.run();
  log_line(opened ? "ended" : "failed: " + opened.error().message);
  return opened;
}

Error held_by_stranger(const StateDirectory& directory, const LockHolder& holder) {
  const std::string who = holder.pid == 0
                              ? "a process that cannot be found"
                              : "process " + std::to_string(holder.pid) + " (" + holder.name + ")";
  return {"EngineRuns", directory.engine_lock() + " is held by " + who +
                            ", which is not an engine. Nothing runs until it lets go: end it, or "
                            "remove the file."};
}

Completed check_lock_holder(const StateDirectory& directory) {
  TRY_ASSIGN(const std::optional<LockHolder> holder, find_lock_holder(directory.engine_lock()));
  if (!holder || holder->told || holder->is_own) return {};
  return tl::unexpected(held_by_stranger(directory, *holder));
}

}  // namespace ssm
