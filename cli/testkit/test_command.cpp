// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/test_command.h"

#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "cli/isolated_programs.h"
#include "cli/output/print.h"
#include "cli/testkit/coverage_report.h"
#include "cli/testkit/fault_sweep.h"
#include "cli/testkit/init/init_command.h"
#include "cli/testkit/terminal_report.h"
#include "cli/testkit/test_options.h"
#include "cli/testkit/test_report.h"
#include "cli/testkit/test_run.h"
#include "cli/testkit/test_watch.h"
#include "cli/usage.h"
#include "core/os/files.h"
#include "core/os/state_directory.h"

namespace ssm {
namespace {

using namespace testkit;
namespace fs = std::filesystem;

constexpr int kFailed = 1;

/// One file, however it is spelled.
fs::path identity(const std::string& path) {
  std::error_code unknown;
  const fs::path canonical = fs::weakly_canonical(fs::absolute(path, unknown), unknown);
  return unknown ? fs::path(path) : canonical;
}

/// Each once, under the first name it is given by.
Result<std::vector<TestFile>> read_files(const TestOptions& options) {
  std::vector<TestFile> files;
  std::set<fs::path> seen;
  for (const std::string& path : options.paths) {
    TRY_ASSIGN(const std::vector<std::string> found, find_test_files(path));
    for (const std::string& file : found)
      if (seen.insert(identity(file)).second) files.push_back(read_test_file(file));
  }
  return files;
}

/// Reports go neither over a file of the tests nor over each other. Errors: code "Usage".
Completed check_written(const TestOptions& options, const std::vector<TestFile>& files) {
  std::set<fs::path> read, written;
  for (const TestFile& file : files)
    for (const ReadFile& each : file.files) read.insert(identity(each.path));
  for (const auto* reports : {&options.written, &options.coverage.written})
    for (const WrittenReport& report : *reports) {
      const fs::path target = identity(report.file);
      std::error_code unknown;
      if (fs::exists(target, unknown) && !fs::is_regular_file(target, unknown)) continue;
      if (read.contains(target))
        return failure("Usage",
                       fmt::format("{}: a report would replace a file of the tests", report.file));
      if (!written.insert(target).second)
        return failure("Usage", fmt::format("{}: two reports for one file", report.file));
    }
  return {};
}

/// Leaves what `option` chooses. Errors: code "Usage" when that is nothing.
Completed choose(std::string_view option, const std::string& filter, std::vector<TestFile>& files) {
  std::size_t chosen = 0;
  for (TestFile& file : files) {
    std::erase_if(file.cases,
                  [&](const TestCase& test) { return !is_chosen(filter, file.path, test.name); });
    chosen += file.cases.size() + file.problems.size();
  }
  if (chosen == 0)
    return failure("Usage", fmt::format("{} {}: no case is called so", option, filter));
  std::erase_if(files,
                [](const TestFile& file) { return file.cases.empty() && file.problems.empty(); });
  return {};
}

std::string report_of(const std::string& format, const TestRun& run) {
  if (format == "tap") return tap_report(run);
  if (format == "junit") return junit_report(run);
  if (format == "json") return json_report(run);
  TerminalReport report{TerminalStyle()};
  std::string text;
  for (const FileRun& file : run.files)
    for (std::size_t i = 0; i < file.results.size(); ++i) text += report.after_case(file, i);
  return text + report.end(run);
}

/// The table stands below the report for people, else where it does not disturb the report.
Result<int> end_with_coverage(const TestOptions& options, const TestRun& run) {
  const Coverage coverage = coverage_of(run);
  TRY(write_coverage(options.coverage, coverage));
  if (options.report != "terminal")
    print_diagnostic(coverage_table(coverage, false));
  else if (const int printed =
               print_answer("\n" + coverage_table(coverage, terminal_style().colour));
           printed != 0)
    return printed;
  const std::string reason = too_little(options.coverage, coverage);
  print_diagnostic(reason);
  return reason.empty() ? 0 : kFailed;
}

std::string fault_report(const std::string& format, const std::vector<FaultSweep>& sweeps,
                         bool coloured) {
  return format == "json" ? fault_json(sweeps) : fault_table(sweeps, coloured);
}

Result<int> run_fault_sweep(const TestOptions& options, const std::vector<TestFile>& files) {
  std::vector<FaultSweep> sweeps;
  int code = 0;
  for (const TestFile& file : files) {
    print_diagnostic(mistakes_text(file));
    for (const TestCase& test : file.cases) {
      TRY_ASSIGN(FaultSweep sweep, sweep_faults(file.path, test, options.run));
      if (sweep.undisturbed.outcome != CaseResult::Outcome::kPassed) code = kFailed;
      sweeps.push_back(std::move(sweep));
    }
  }
  for (const WrittenReport& written : options.written)
    TRY(write_file(written.file, fault_report(written.format, sweeps, false)));
  const int printed = print_answer(fault_report(options.report, sweeps, terminal_style().colour));
  if (printed != 0) return printed;
  return std::ranges::any_of(files, [](const TestFile& file) { return !file.problems.empty(); })
             ? exit_code::kOther
             : code;
}

Result<int> run_files(const TestOptions& options, std::vector<TestFile> files) {
  TRY(check_written(options, files));
  if (options.filter) TRY(choose("--filter", *options.filter, files));
  if (options.fault_sweep) {
    TRY(choose("--fault-sweep", *options.fault_sweep, files));
    return run_fault_sweep(options, files);
  }
  TerminalStyle style = terminal_style();
  style.verbose = options.verbose;
  TerminalReport terminal(style);
  OnCase on_case;
  if (options.report == "terminal")
    on_case = [&](const FileRun& file, std::size_t index) {
      print_answer(terminal.after_case(file, index));
    };
  TRY_ASSIGN(const TestRun run, run_tests(std::move(files), options.run, on_case));
  for (const WrittenReport& written : options.written)
    TRY(write_file(written.file, report_of(written.format, run)));
  const int printed = print_answer(options.report == "terminal" ? terminal.end(run)
                                                                : report_of(options.report, run));
  if (printed != 0) return printed;
  int enough = 0;
  if (options.coverage.is_wanted) {
    TRY_ASSIGN(enough, end_with_coverage(options, run));
  }
  const RunCounts counts = count(run);
  if (counts.files_with_mistakes > 0) return exit_code::kOther;
  return counts.failed + counts.stopped > 0 ? kFailed : enough;
}

Result<int> run_once(const TestOptions& options) {
  TRY_ASSIGN(std::vector<TestFile> files, read_files(options));
  return run_files(options, std::move(files));
}

/// Until Ctrl-C.
Result<int> run_again_and_again(const TestOptions& options) {
  TestWatch watch(options.paths);
  for (;;) {
    watch.begin();
    Result<std::vector<TestFile>> files = read_files(options);
    if (files) watch.read(*files);
    const Result<int> code =
        files ? run_files(options, std::move(*files)) : tl::unexpected(files.error());
    if (!code) print_diagnostic(to_own_error_text(code.error()));
    if (const int printed =
            print_answer(fmt::format("\nWatching {} files; Ctrl-C ends.\n", watch.size()));
        printed != 0)
      return printed;
    watch.wait();
  }
}

}  // namespace

Result<int> run_test_command(const GlobalOptions& globals, std::span<const std::string> words) {
  if (!words.empty() && words[0] == "init") return run_test_init_command(globals, words.subspan(1));
  if (words.size() == 1 && words[0] == "help") return print_answer(test_usage());
  TRY_ASSIGN(TestOptions options, read_test_options(words));
  IsolatedPrograms programs(print_warning, state_directory_path(globals.state_dir));
  options.run.run.programs = &programs;
  return options.watch ? run_again_and_again(options) : run_once(options);
}

}  // namespace ssm
