// SPDX-License-Identifier: Apache-2.0
#include "cli/engine.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <filesystem>
#include <thread>

#include "actions/cloud/cloud_tables.h"
#include "actions/registry.h"
#include "cli/commands/context.h"
#include "cli/configuration.h"
#include "cli/engine_deaths.h"
#include "cli/engine_loop.h"
#include "cli/isolated_programs.h"
#include "cli/output/print.h"
#include "cli/python_input.h"
#include "cli/usage.h"
#include "core/os/clock.h"
#include "core/os/files.h"
#include "core/os/lock.h"
#include "core/os/process.h"
#include "core/os/wake.h"
#include "core/store/execution_store.h"

namespace ssm {
namespace {

constexpr int kNotRunning = 3;  // as `systemctl status`

constexpr std::chrono::milliseconds kEnginePause(5);

/// Who holds the engine's lock. One that starts tells its pid a moment later, for which this waits.
Result<std::optional<LockHolder>> find_engine(const StateDirectory& directory) {
  constexpr int kTries = 2000;
  for (int i = 0;; ++i) {
    TRY_ASSIGN(std::optional<LockHolder> holder, lock_holder(directory.engine_lock()));
    if (!holder || holder->told) return holder;
    TRY_ASSIGN(holder, find_lock_holder(directory.engine_lock()));
    const bool may_tell = holder && !holder->told && (holder->is_own || holder->pid == 0);
    if (!may_tell || i == kTries) return holder;
    std::this_thread::sleep_for(kEnginePause);
  }
}

bool is_stranger(const std::optional<LockHolder>& holder) {
  return holder && !holder->told && !holder->is_own;
}

/// How many executions an engine would go on with. What is wrong with the state, the next command
/// about them says.
Result<std::int64_t> count_overdue(const StateDirectory& directory) {
  std::error_code none;
  if (!std::filesystem::exists(directory.state_database(), none)) return 0;
  TRY_ASSIGN(const Quotas quotas, configured_quotas());
  TRY_ASSIGN(Database database, Database::open(directory.state_database()));
  TRY(migrate_state(database, cloud_tables()));
  return ExecutionStore(database, action_catalog()).count_overdue(WallClock().now(), quotas);
}

/// A line; empty: none waits.
std::string overdue_text(const StateDirectory& directory) {
  const std::int64_t count = count_overdue(directory).value_or(0);
  if (count == 0) return "";
  const bool is_one = count == 1;
  return fmt::format("{} execution{} for an engine; the next command about {} starts one\n", count,
                     is_one ? " waits" : "s wait", is_one ? "it" : "them");
}

Result<int> print_status(const StateDirectory& directory) {
  TRY_ASSIGN(std::optional<LockHolder> holder, find_engine(directory));
  EngineDeaths deaths = read_engine_deaths(directory);
  if (!holder && deaths.count > 0) {  // one that has begun meanwhile is not dead
    TRY_ASSIGN(holder, find_engine(directory));
  }
  const bool runs = holder && !is_stranger(holder);
  if (runs) --deaths.count;
  std::string answer = "no engine is running\n";
  if (is_stranger(holder))
    answer = "no engine is running: " + held_by_stranger(directory, *holder).message + "\n";
  else if (runs && !holder->told)
    answer = "an engine is starting\n";
  else if (runs)
    answer = "engine running, pid " + std::to_string(holder->pid) + "\n";
  const auto next = runs ? std::nullopt : pause_end(deaths, WallClock().now());
  if (const std::string text = deaths_text(deaths, directory, next); !text.empty())
    answer += text + "\n";
  else if (!holder)
    answer += overdue_text(directory);
  const int printed = print_answer(answer);
  return printed == 0 && !runs ? kNotRunning : printed;
}

Result<int> stop(const StateDirectory& directory) {
  constexpr int kTries = 2000;
  TRY_ASSIGN(std::optional<LockHolder> holder, find_engine(directory));
  if (!holder) return print_answer("no engine is running\n");
  if (is_stranger(holder)) return tl::unexpected(held_by_stranger(directory, *holder));
  if (!holder->told) return failure("EngineRuns", "an engine is starting; try again in a moment");
  const pid_t pid = holder->pid;
  TRY(request_end(pid));
  for (int i = 0; i < kTries; ++i) {
    TRY_ASSIGN(holder, lock_holder(directory.engine_lock()));
    if (!holder || holder->pid != pid)
      return print_answer("engine stopped, pid " + std::to_string(pid) + "\n");
    std::this_thread::sleep_for(kEnginePause);
  }
  return failure("EngineRuns", "the engine, pid " + std::to_string(pid) + ", has not ended yet");
}

constexpr const char* kIdleVariable = "SSM_LOCAL_ENGINE_IDLE_SECONDS";

Result<std::chrono::seconds> read_idle_time(const std::string& source, const std::string& text) {
  constexpr std::int64_t kMost = 365 * 24 * 3600;
  const std::optional<std::int64_t> seconds = to_integer(text);
  if (!seconds || *seconds < 0 || *seconds > kMost)
    return failure("Usage", source + ": not a number of seconds: '" + text + "'");
  return std::chrono::seconds(*seconds);
}

/// Zero: never. One that a command started ends when it is not needed any more; one in the
/// foreground belongs to a supervisor, which would only start it again.
Result<std::chrono::seconds> idle_time(const Call& options, bool detached) {
  if (const auto text = options.value("--idle-seconds"))
    return read_idle_time("--idle-seconds", *text);
  const auto text = environment(kIdleVariable);
  if (text && !text->empty()) return read_idle_time(kIdleVariable, *text);
  return detached ? EngineOptions().idle : std::chrono::seconds::zero();
}

/// What a detached engine needs of the environment of the command that happens to start it, which
/// may hold credentials; of those it needs to know where they lie.
Environment engine_environment() {
  constexpr std::array kNames = {
      std::string_view("HOME"),         std::string_view("PATH"),
      std::string_view("LANG"),         std::string_view("TZ"),
      std::string_view("TMPDIR"),       std::string_view("LD_LIBRARY_PATH"),
      std::string_view("USER"),         std::string_view("LOGNAME"),
      std::string_view("ASAN_OPTIONS"), std::string_view("UBSAN_OPTIONS"),
      std::string_view("TSAN_OPTIONS"), std::string_view("LSAN_OPTIONS"),
      std::string_view(kIdleVariable),  std::string_view(kQuotasVariable),
      std::string_view("AWS_CA_BUNDLE")};
  Environment kept;
  for (auto& [name, value] : whole_environment())
    if (name.starts_with("LC_") || std::ranges::find(kNames, name) != kNames.end() ||
        std::ranges::find(kCredentialFiles, name) != kCredentialFiles.end())
      kept.emplace_back(name, value);
  return kept;
}

/// Wakes the engine that runs, or takes the lock for one that is to be started, or, after a while,
/// neither: who holds the lock does not listen. No descriptor: it has not taken the lock.
Result<Descriptor> wake_or_lock(const StateDirectory& directory, bool& woken) {
  constexpr int kTries = 200;
  for (int i = 0; i < kTries; ++i) {
    woken = wake_engine(directory.engine_socket());
    if (woken) return Descriptor();
    TRY_ASSIGN(std::optional<Descriptor> lock,
               FileLock::try_take_for_another(directory.engine_lock()));
    if (lock) return std::move(*lock);
    // The last engine is about to end, or another command starts one.
    std::this_thread::sleep_for(kEnginePause);
  }
  return Descriptor();
}

/// Returns what to tell the user; empty: nothing. Errors: code "Process", "StateDirectory";
/// "EngineRuns" when a process that is not an engine holds the lock.
Result<std::string> ensure_engine(const StateDirectory& directory) {
  bool woken = false;
  TRY_ASSIGN(Descriptor lock, wake_or_lock(directory, woken));
  if (woken) return "";
  const bool has_lock = static_cast<bool>(lock);
  std::string told;
  if (has_lock) {
    const EngineDeaths deaths = read_engine_deaths(directory);
    const std::optional<Time> next = pause_end(deaths, WallClock().now());
    told = deaths_text(deaths, directory, next);
    if (next) return told;
  }
  std::vector<std::string> argv = {own_path(), "engine", "--detached", "--state-dir",
                                   directory.path};
  // The new engine holds its lock before it has begun to run, so that who asks for the engine from
  // here on, perhaps to stop it, is told of one. Without the lock it waits for it.
  if (has_lock) argv.emplace_back("--locked");
  TRY(start_detached(argv, engine_environment(), directory.engine_log(), std::move(lock)));
  if (!has_lock) TRY(check_lock_holder(directory));
  return told;
}

constexpr std::array kEngineForms = {
    CommandForm{"", "run the engine in the foreground"},
    CommandForm{"status", "tell whether an engine runs, and its pid"},
    CommandForm{"stop", "ask the engine to end, and wait for it"},
};
constexpr std::array kEngineOptions = {
    CommandOption{.name = "--idle-seconds",
                  .value = "N",
                  .doc = "end when nothing has been left to do for so long; 0: never",
                  .usual = "$SSM_LOCAL_ENGINE_IDLE_SECONDS, else 0"},
    kStateDirOption, CommandOption{.name = "--detached", .is_hidden = true},
    CommandOption{.name = "--locked", .is_hidden = true}};

Result<int> run_engine_command(Context& context, const Call& call) {
  TRY_ASSIGN(const StateDirectory* directory, context.directory());
  const std::string verb = call.operands.empty() ? "" : call.operands[0];
  if (verb == "status") return print_status(*directory);
  if (verb == "stop") return stop(*directory);
  EngineOptions engine{.detached = call.has("--detached"), .locked = call.has("--locked")};
  TRY_ASSIGN(engine.idle, idle_time(call, engine.detached));
  TRY(run_engine(*directory, engine));
  return 0;
}

}  // namespace

Completed check_engine_settings() {
  const auto text = environment(kIdleVariable);
  if (text && !text->empty()) TRY(read_idle_time(kIdleVariable, *text));
  return {};
}

void EngineStarter::start(const StateDirectory& directory) {
  const Result<std::string> started = ensure_engine(directory);
  const std::string text = started ? *started : started.error().message;
  if (std::exchange(told_, text) == text || text.empty()) return;
  print_diagnostic(to_own_error_text({"", text}));
}

constinit const Command kEngineCommand{
    .name = "engine",
    .doc =
        "Runs the executions of a state directory. Commands start an engine when there is work "
        "for one.",
    .forms = kEngineForms,
    .options = kEngineOptions,
    .run = run_engine_command};

}  // namespace ssm
