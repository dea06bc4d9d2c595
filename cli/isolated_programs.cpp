// SPDX-License-Identifier: Apache-2.0
#include "cli/isolated_programs.h"

#include <fmt/format.h>
#include <filesystem>
#include <utility>

#include "cli/python_input.h"
#include "core/base/id.h"
#include "core/base/text.h"
#include "core/os/clock.h"
#include "core/os/files.h"
#include "core/os/isolation.h"
#include "core/os/memory_file.h"
#include "core/os/process.h"
#include "core/os/program.h"

namespace ssm {
namespace {

constexpr int kReportDescriptor = 4;
constexpr std::string_view kApart = "apart";
constexpr std::string_view kJoined = "joined";
constexpr std::size_t kMostReport = 65536;

/// As the service names it: "/tmp/<uuid>-<yyyy-MM-dd-HH-mm-ss>". Source: recorded outputs b.4.
std::string fresh_directory() {
  std::string moment = to_date_time(WallClock().now());
  for (char& c : moment)
    if (c == '_' || c == '.') c = '-';
  return fmt::format("/tmp/{}-{}", new_uuid(), moment);
}

/// Never a variable of ours but PATH: the others may be secret.
Environment environment_of(const ProgramCall& call, const std::string& directory) {
  Environment variables = {{"PATH", environment("PATH").value_or("/usr/local/bin:/usr/bin:/bin")},
                           {"LANG", "C.UTF-8"},
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
  return {"Process", error.message.substr(0, error.message.find_last_not_of('.') + 1)};
}

Result<ProgramEnd> end_of(const ProgramCall& call, const IsolationReport& report,
                          const MemoryFile& result, std::string log) {
  if (!report.trouble.empty()) return failure("Process", report.trouble);
  if (!report.exit_code && !report.signal)
    return failure("Process", fmt::format("what watches it has ended: {}", trim(log)));
  if (result.size() > call.most_result)
    return failure("TooMuchOutput", fmt::format("it returned {} bytes, and {} are the most",
                                                result.size(), call.most_result));
  return ProgramEnd{report.exit_code.value_or(0), report.signal.value_or(0),
                    result.text(call.most_result), std::move(log)};
}

}  // namespace

Result<ProgramEnd> IsolatedPrograms::run(const ProgramCall& call, std::stop_token stop) {
  TRY_ASSIGN(const std::string path, path_of(call));
  TRY_ASSIGN(const MemoryFile result, MemoryFile::make());
  TRY_ASSIGN(const MemoryFile report_file, MemoryFile::make());
  const std::string directory = fresh_directory();
  Tail log;
  // Not by its name: there may be another program now.
  Program program{
      .argv = {"/proc/self/exe", "isolate", std::to_string(own_pid()),
               std::string(call.on_output ? kApart : kJoined), directory, path},
      .input = call.input,
      .limits = {.time = call.timeout, .bytes = 0, .excess = ProgramLimits::Excess::kDrop},
      .environment = environment_of(call, directory),
      .directory = "/",
      .files = {{kResultDescriptor, result.descriptor()},
                {kReportDescriptor, report_file.descriptor()}},
      .keeps_input_open = call.keeps_input_open,
      .on_output = [&](std::string_view output, std::string_view errors) {
        if (call.on_output) call.on_output(output, errors);
        log.add(output);
        log.add(errors);
      }};
  program.argv.insert(program.argv.end(), call.argv.begin() + 1, call.argv.end());
  const Result<ProgramResult> ran = run_program(program, stop);
  std::error_code gone_already;
  std::filesystem::remove_all(directory, gone_already);
  const IsolationReport report = IsolationReport::parse(report_file.text(kMostReport));
  if (!report.weakness.empty())
    std::call_once(warned_, [&] {
      warn_(fmt::format("scripts have less isolation than they should: {}", report.weakness));
    });
  if (!ran) return tl::unexpected(call_error(ran.error(), call));
  return end_of(call, report, result, log.take());
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

Result<int> run_isolate_command(const GlobalOptions&, std::span<const std::string> words) {
  constexpr std::size_t kFirstOfProgram = 3;
  const std::optional<std::int64_t> parent = words.empty() ? std::nullopt : to_integer(words[0]);
  if (!parent || words.size() <= kFirstOfProgram)
    return failure("Usage",
                   "usage: ssm-local isolate PARENT-PID joined|apart DIRECTORY PROGRAM...");
  const auto program = words.subspan(kFirstOfProgram);
  run_isolated({.argv = {program.begin(), program.end()},
                .directory = words[2],
                .separates_errors = words[1] == kApart},
               static_cast<pid_t>(*parent), kReportDescriptor);
}

}  // namespace ssm
