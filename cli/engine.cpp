// SPDX-License-Identifier: Apache-2.0
#include "cli/engine.h"

#include <thread>

#include "cli/command_line.h"
#include "cli/engine_loop.h"
#include "cli/output/print.h"
#include "cli/python_input.h"
#include "core/os/files.h"
#include "core/os/lock.h"
#include "core/os/poke.h"
#include "core/os/process.h"

namespace ssm {
namespace {

constexpr int kNotRunning = 3;  // as `systemctl status`
constexpr std::string_view kEngineUsage =
    "usage: ssm-local engine [status | stop] [--idle-seconds N] [--state-dir DIR]";

constexpr std::chrono::milliseconds kEnginePause(5);

/// The pid of the engine that runs. One that starts tells its pid a moment later; 0: not in ten
/// seconds.
std::optional<pid_t> running_pid(const StateDirectory& directory) {
  constexpr int kTries = 2000;
  std::optional<pid_t> pid = lock_holder(directory.engine_lock());
  for (int i = 0; i < kTries && pid == 0; ++i) {
    std::this_thread::sleep_for(kEnginePause);
    pid = lock_holder(directory.engine_lock());
  }
  return pid;
}

int print_status(const StateDirectory& directory) {
  std::optional<pid_t> pid = running_pid(directory);
  if (pid == 0) return print_answer("an engine is starting\n");
  if (pid) return print_answer("engine running, pid " + std::to_string(*pid) + "\n");
  int printed = print_answer("no engine is running\n");
  return printed == 0 ? kNotRunning : printed;
}

Result<int> stop(const StateDirectory& directory) {
  constexpr int kTries = 2000;
  std::optional<pid_t> pid = running_pid(directory);
  if (!pid) return print_answer("no engine is running\n");
  if (*pid == 0) return failure("EngineRuns", "an engine is starting; try again in a moment");
  TRY(request_end(*pid));
  for (int i = 0; i < kTries; ++i) {
    if (lock_holder(directory.engine_lock()) != pid)
      return print_answer("engine stopped, pid " + std::to_string(*pid) + "\n");
    std::this_thread::sleep_for(kEnginePause);
  }
  return failure("EngineRuns", "the engine, pid " + std::to_string(*pid) + ", has not ended yet");
}

/// Zero: never. One that a command started ends when it is not needed any more; one in the
/// foreground belongs to a supervisor, which would only start it again.
Result<std::chrono::seconds> idle_time(const ParsedWords& options, bool detached) {
  std::optional<std::string> text = options.value("--idle-seconds");
  std::string source = "--idle-seconds";
  if (!text) {
    text = environment("SSM_LOCAL_ENGINE_IDLE_SECONDS");
    source = "SSM_LOCAL_ENGINE_IDLE_SECONDS";
  }
  if (!text || text->empty()) return detached ? EngineOptions().idle : std::chrono::seconds::zero();
  constexpr std::int64_t kMost = 365 * 24 * 3600;
  std::optional<std::int64_t> seconds = to_integer(*text);
  if (!seconds || *seconds < 0 || *seconds > kMost)
    return failure("Usage", source + ": not a number of seconds: '" + *text + "'");
  return std::chrono::seconds(*seconds);
}

std::vector<OptionSpec> engine_option_specs() {
  return {
      {.name = "--state-dir", .takes = OptionSpec::Takes::kPath},
      {.name = "--idle-seconds"},
      {.name = "--detached", .takes = OptionSpec::Takes::kNothing, .exact = true},
      {.name = "--locked", .takes = OptionSpec::Takes::kNothing, .exact = true},
  };
}

}  // namespace

Completed ensure_engine(const StateDirectory& directory) {
  if (poke(directory.engine_socket())) return {};
  std::vector<std::string> argv = {own_path(), "engine", "--detached", "--state-dir",
                                   directory.path};
  // The new engine holds its lock before it has begun to run, so that who asks for the engine from
  // here on, perhaps to stop it, is told of one. Without the lock (the last engine is about to end,
  // or another command starts one too) it waits for it.
  TRY_ASSIGN(std::optional<Descriptor> lock,
             FileLock::try_take_for_another(directory.engine_lock()));
  if (lock) argv.emplace_back("--locked");
  return start_detached(argv, directory.engine_log(), lock ? std::move(*lock) : Descriptor());
}

Result<int> run_engine_command(const GlobalOptions& options, std::span<const std::string> words) {
  TRY_ASSIGN(ParsedWords parsed, parse_words(engine_option_specs(), words));
  std::string command = parsed.rest.empty() ? "run" : parsed.rest.front();
  if (command == "help") return print_answer(std::string(kEngineUsage) + "\n");
  bool known = parsed.rest.empty() || command == "status" || command == "stop";
  if (!known || parsed.rest.size() > 1) return failure("Usage", std::string(kEngineUsage));

  TRY_ASSIGN(StateDirectory directory,
             open_state_directory(parsed.value("--state-dir").value_or(options.state_dir)));
  if (command == "status") return print_status(directory);
  if (command == "stop") return stop(directory);
  EngineOptions engine{.detached = parsed.has("--detached"), .locked = parsed.has("--locked")};
  TRY_ASSIGN(engine.idle, idle_time(parsed, engine.detached));
  TRY(run_engine(directory, engine));
  return 0;
}

}  // namespace ssm
