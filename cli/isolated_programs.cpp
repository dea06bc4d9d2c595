// SPDX-License-Identifier: Apache-2.0
#include "cli/isolated_programs.h"

#include <fmt/format.h>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>

#include "cli/commands/context.h"
#include "cli/python_input.h"
#include "core/base/id.h"
#include "core/base/text.h"
#include "core/os/conversation.h"
#include "core/os/descriptor.h"
#include "core/os/files.h"
#include "core/os/isolation.h"
#include "core/os/memory_file.h"
#include "core/os/process.h"
#include "core/os/program.h"
#include "core/os/state_directory.h"

namespace ssm {
namespace {

constexpr int kReportDescriptor = 4;
constexpr std::string_view kApart = "apart";
constexpr std::string_view kJoined = "joined";
constexpr std::size_t kMostReport = 65536;

/// As the service names it: "/tmp/<uuid>-<yyyy-MM-dd-HH-mm-ss>". Source: recorded outputs b.4.
std::string fresh_directory(Time now) {
  std::string moment = to_date_time(now);
  for (char& c : moment)
    if (c == '_' || c == '.') c = '-';
  return fmt::format("/tmp/{}-{}", new_uuid(), moment);
}

/// Never a variable of ours but PATH: the others may be secret.
Environment environment_of(const ProgramCall& call, const std::string& directory) {
  Environment variables = {{"PATH", environment("PATH").value_or("/usr/local/bin:/usr/bin:/bin")},
                           {"LANG", "C.UTF-8"},
                           {"TZ", "UTC"},
                           {"HOME", directory},
                           {"TMPDIR", directory}};
  variables.insert(variables.end(), call.environment.begin(), call.environment.end());
  return variables;
}

/// Of the user's variables those that say where the user's settings and keys are.
Environment environment_of_user(const ProgramCall& call) {
  Environment variables;
  for (const char* name : {"PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "SSH_AUTH_SOCK",
                           "XDG_RUNTIME_DIR", "KRB5CCNAME"})
    if (const auto value = environment(name)) variables.emplace_back(name, *value);
  variables.insert(variables.end(), call.environment.begin(), call.environment.end());
  return variables;
}

Result<std::string> path_of(const ProgramCall& call) {
  if (call.argv.empty()) return failure("Process", "no program was named");
  std::string path = find_program(call.argv[0]);
  if (path.empty())
    return failure("NoProgram", fmt::format("there is no program {}", call.argv[0]));
  return path;
}

/// The directory, or what keys are in, where the program itself lies in that directory.
std::vector<std::string> paths_of_state(const std::string& directory, std::string_view program) {
  if (directory.empty()) return {};
  if (!program.starts_with(directory + '/')) return {directory};
  const std::string database = StateDirectory{directory}.state_database();
  return {database, database + "-wal"};
}

/// Where the credentials of AWS lie, and what the state keeps: offline nobody is to find them.
std::vector<std::string> hidden_paths(const std::string& state_directory,
                                      std::string_view program) {
  std::vector<std::string> paths = paths_of_state(state_directory, program);
  for (const std::string& home : home_directories()) paths.push_back(home + "/.aws");
  for (const std::string_view variable : kCredentialFiles)
    if (const auto path = environment(variable.data())) paths.push_back(expand_path(*path));
  // They are told line by line.
  std::erase_if(paths, [](const std::string& path) {
    return !path.starts_with('/') || path.find('\n') != std::string::npos;
  });
  std::ranges::sort(paths);
  const auto repeated = std::ranges::unique(paths);
  paths.erase(repeated.begin(), repeated.end());
  return paths;
}

/// The last bytes of a text that grows.
class Tail {
 public:
  void add(std::string_view portion) {
    text_ += portion;
    if (text_.size() > 2 * Programs::kMostLog) text_.erase(0, text_.size() - Programs::kMostLog);
  }
  std::string take() {
    if (text_.size() > Programs::kMostLog) text_.erase(0, text_.size() - Programs::kMostLog);
    return std::move(text_);
  }

 private:
  std::string text_;
};

Error call_error(const Error& error, const ProgramCall& call) {
  if (error.code == "Stopped") return {"Interrupted", "it was interrupted"};
  if (error.code == "Timeout")
    return {"Timeout", fmt::format("it did not end within {} seconds",
                                   std::chrono::duration<double>(call.timeout).count())};
  if (error.code == "Ended" || error.code == "LongQuestion") return error;
  return {"Process", error.message.substr(0, error.message.find_last_not_of('.') + 1)};
}

}  // namespace

/// One call: what its program gets, and what comes of it.
class IsolatedPrograms::Run {
 public:
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;
  /// Its directory is in our sight where the program has no files of its own at /tmp.
  ~Run() {
    std::error_code gone_already;
    std::filesystem::remove_all(directory_, gone_already);
  }

  static Result<std::unique_ptr<Run>> make(const ProgramCall& call, std::string path,
                                           std::vector<std::string> hidden, Time now) {
    TRY_ASSIGN(MemoryFile result, MemoryFile::make());
    std::unique_ptr<Run> run(
        new Run(call, std::move(path), std::move(hidden), std::move(result), now));
    if (call.answer) {
      TRY_ASSIGN(run->questions_, QuestionChannel::make(call.answer, call.most_question));
    }
    return run;
  }

  /// As a program that is started.
  Result<ProgramEnd> start(std::stop_token stop, std::string& weakness) {
    TRY_ASSIGN(const MemoryFile report_file, MemoryFile::make());
    // Not by its name: there may be another program now.
    Program program =
        conversation({"/proc/self/exe", "isolate", std::to_string(own_pid()),
                      std::string(call_.separates_errors ? kApart : kJoined), directory_,
                      std::to_string(call_.memory), join(hidden_, "\n"), path_});
    program.argv.insert(program.argv.end(), call_.argv.begin() + 1, call_.argv.end());
    program.input = call_.input;
    program.environment = environment_of(call_, directory_);
    program.directory = "/";
    program.files = {{Programs::kResultDescriptor, result_.descriptor()},
                     {kReportDescriptor, report_file.descriptor()}};
    if (questions_)
      program.files.emplace_back(Programs::kQuestionDescriptor, questions_->for_program());
    const Result<ProgramResult> ran = run_program(program, stop);
    const IsolationReport report = IsolationReport::parse(report_file.text(kMostReport));
    weakness = report.weakness;
    if (!ran) return tl::unexpected(call_error(ran.error(), call_));
    return end(report);
  }

  /// As a process that a program forks which is there already. nullopt: it was not run, see the
  /// report; no trouble there: the program has ended.
  std::optional<Result<ProgramEnd>> fork(const ForkServer& server, const std::stop_token& stop,
                                         IsolationReport& report) {
    const Result<MemoryFile> input = MemoryFile::make_of(call_.input);
    Pipe output;
    if (!input || !output.open()) return std::nullopt;
    std::optional<ForkedRun> run = server.begin({.directory = directory_,
                                                 .hidden = hidden_,
                                                 .input = input->descriptor(),
                                                 .output = output.write.get(),
                                                 .result = result_.descriptor(),
                                                 .questions = questions_->for_program()});
    if (!run) return std::nullopt;
    output.write.reset();
    if (!run->await_begin(stop)) {
      report = run->report();
      if (!run->has_ended())
        report.trouble = fmt::format("did not begin a script within {} seconds",
                                     ForkedRun::kLongestBegin.count());
      return std::nullopt;
    }
    Streams streams{{}, std::move(output.read), {}};
    ProgramResult dropped;
    const auto trouble = converse(conversation({path_}), *run, streams, dropped, stop);
    if (trouble) return Result<ProgramEnd>(tl::unexpected(call_error(*trouble, call_)));
    return end(run->report());
  }

 private:
  Run(const ProgramCall& call, std::string path, std::vector<std::string> hidden, MemoryFile result,
      Time now)
      : call_(call),
        path_(std::move(path)),
        hidden_(std::move(hidden)),
        directory_(fresh_directory(now)),
        result_(std::move(result)) {}

  Program conversation(std::vector<std::string> argv) {
    return {.argv = std::move(argv),
            .limits = {.time = call_.timeout, .bytes = 0, .excess = ProgramLimits::Excess::kDrop},
            .keeps_input_open = call_.keeps_input_open,
            .on_output =
                [this](std::string_view output, std::string_view errors) {
                  log_.add(output);
                  log_.add(errors);
                  if (call_.on_output) call_.on_output(output, errors);
                },
            .questions = questions_ ? &*questions_ : nullptr};
  }

  Result<ProgramEnd> end(const IsolationReport& report) {
    if (!report.trouble.empty()) return failure("Process", report.trouble);
    if (!report.exit_code && !report.signal)
      return failure("Process", fmt::format("what watches it has ended: {}", trim(log_.take())));
    if (result_.size() > call_.most_result)
      return failure("TooMuchOutput", fmt::format("it returned {} bytes, and {} are the most",
                                                  result_.size(), call_.most_result));
    return ProgramEnd{report.exit_code.value_or(0), report.signal.value_or(0),
                      result_.text(call_.most_result), log_.take()};
  }

  const ProgramCall& call_;
  std::string path_;
  std::vector<std::string> hidden_;
  std::string directory_;
  MemoryFile result_;
  std::optional<QuestionChannel> questions_;
  Tail log_;
};

Result<ProgramEnd> IsolatedPrograms::run(const ProgramCall& call, std::stop_token stop) {
  TRY_ASSIGN(const std::string path, path_of(call));
  TRY_ASSIGN(const auto run,
             Run::make(call, path, hidden_paths(state_directory_, path), clock_.now()));
  if (call.can_serve)
    if (auto end = run_kept(*run, call, path, stop)) return *std::move(end);
  std::string weakness;
  Result<ProgramEnd> end = run->start(std::move(stop), weakness);
  if (!weakness.empty())
    tell(fmt::format("scripts have less isolation than they should: {}", weakness));
  return end;
}

Result<ProgramEnd> IsolatedPrograms::run_as_user(const ProgramCall& call, std::stop_token stop) {
  TRY_ASSIGN(std::string path, path_of(call));
  Tail log;
  Program program{
      .argv = call.argv,
      .input = call.input,
      .limits = {.time = call.timeout, .bytes = 0, .excess = ProgramLimits::Excess::kDrop},
      .environment = environment_of_user(call),
      .directory = "/",
      .keeps_input_open = call.keeps_input_open,
      .on_output = [&](std::string_view output, std::string_view errors) {
        if (call.on_output) call.on_output(output, errors);
        log.add(output);
        log.add(errors);
      }};
  program.argv[0] = std::move(path);
  const Result<ProgramResult> ran = run_program(program, stop);
  if (!ran) return tl::unexpected(call_error(ran.error(), call));
  return ProgramEnd{ran->exit_code, 0, {}, log.take()};
}

void IsolatedPrograms::tell(const std::string& sentence) {
  const std::lock_guard lock(mutex_);
  if (told_.insert(sentence).second) warn_(sentence);
}

/// nullopt: it was not run.
std::optional<Result<ProgramEnd>> IsolatedPrograms::run_kept(Run& run, const ProgramCall& call,
                                                             const std::string& path,
                                                             const std::stop_token& stop) {
  std::vector<std::string> argv = call.argv;
  argv[0] = path;
  constexpr int kTries = 2;  // one that was kept may have been killed
  for (int i = 0; i < kTries; ++i) {
    const auto server = kept_.find(argv);
    if (!server) return std::nullopt;
    IsolationReport report;
    if (auto end = run.fork(*server, stop, report)) return end;
    if (!report.trouble.empty())
      warn_(fmt::format("{}, which was kept for scripts, {}; it is killed, and another one runs it",
                        path, report.trouble));
    if (report.weakness.empty())
      kept_.drop(server);
    else
      kept_.refuse();
  }
  return std::nullopt;
}

namespace {

Result<int> run_isolate(Context&, const Call& call) {
  const std::span<const std::string> words = call.operands;
  constexpr std::size_t kFirstOfProgram = 5;
  const bool is_complete = words.size() > kFirstOfProgram;
  const std::optional<std::int64_t> parent = is_complete ? to_integer(words[0]) : std::nullopt;
  const std::optional<std::int64_t> memory = is_complete ? to_integer(words[3]) : std::nullopt;
  if (!parent || !memory)
    return failure("Usage",
                   "usage: ssm-local isolate PARENT-PID joined|apart DIRECTORY MEMORY HIDDEN "
                   "PROGRAM...");
  const auto argv = words.subspan(kFirstOfProgram);
  IsolatedProgram program{.argv = {argv.begin(), argv.end()},
                          .directory = words[2],
                          .hidden = split(words[4], '\n'),
                          .separates_errors = words[1] == kApart};
  if (*memory > 0) program.memory = static_cast<std::uint64_t>(*memory);
  run_isolated(program, static_cast<pid_t>(*parent), kReportDescriptor);
}

Result<int> run_fork_server(Context&, const Call& call) {
  const std::span<const std::string> words = call.operands;
  if (words.empty()) return failure("Usage", "usage: ssm-local fork-server PROGRAM...");
  keep_fork_server({words.begin(), words.end()}, ForkServer::kSocket);
}

}  // namespace

constinit const Command kIsolateCommand{.name = "isolate",
                                        .doc = "Runs one program apart, for an engine.",
                                        .forms = {},
                                        .options = {},
                                        .run = run_isolate,
                                        .hands_on = true,
                                        .is_hidden = true};

constinit const Command kForkServerCommand{.name = "fork-server",
                                           .doc = "Keeps a program for scripts, for an engine.",
                                           .forms = {},
                                           .options = {},
                                           .run = run_fork_server,
                                           .hands_on = true,
                                           .is_hidden = true};

}  // namespace ssm
