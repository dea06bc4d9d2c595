// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/test_command.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <set>

#include "cli/commands/context.h"
#include "cli/isolated_programs.h"
#include "cli/output/print.h"
#include "cli/testkit/coverage_report.h"
#include "cli/testkit/fault_sweep.h"
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

Result<int> run_test(Context& context, const Call& call) {
  TRY_ASSIGN(TestOptions options, read_test_options(call));
  IsolatedPrograms programs(print_warning, state_directory_path(context.options().state_dir));
  options.run.run.programs = &programs;
  return options.watch ? run_again_and_again(options) : run_once(options);
}

constexpr std::array kTestOptions = {
    CommandOption{.name = "--filter",
                  .value = "PATTERN",
                  .doc =
                      "run the cases with this in \"file › case\"; with * or ? a pattern for the "
                      "whole; exit code 252 when there is none"},
    CommandOption{.name = "-j",
                  .value = "N",
                  .doc = "how many cases at once",
                  .usual = "one a processor",
                  .takes = OptionSpec::Takes::kInteger},
    CommandOption{.name = "--fail-fast", .doc = "skip what comes after the first case that fails"},
    CommandOption{.name = "--timeout",
                  .value = "SECONDS",
                  .doc = "how long one case may take in real time",
                  .usual = "60",
                  .takes = OptionSpec::Takes::kInteger},
    CommandOption{.name = "--watch",
                  .doc = "run again whenever a test file, a runbook or a mock file changes, until "
                         "Ctrl-C"},
    CommandOption{.name = "--verbose",
                  .doc = "print all that scripts print, also in cases that pass",
                  .usual = "the last lines of a case that fails"},
    CommandOption{.name = "--report",
                  .value = "FORMAT[=FILE]",
                  .doc = "what to print; with =FILE, to write beside it",
                  .usual = "terminal",
                  .choices = kReports,
                  .has_file = true},
    CommandOption{.name = "--coverage",
                  .value = "FORMAT=FILE",
                  .doc =
                      "how much of the runbooks the cases made happen: a table, and with FORMAT a "
                      "page or a report for programs",
                  .choices = kCoverageFormats,
                  .has_file = true,
                  .value_is_optional = true},
    CommandOption{.name = "--fail-under",
                  .value = "PERCENT",
                  .doc = "exit code 1 when less than this part of the runbooks is covered"},
    CommandOption{.name = "--fault-sweep",
                  .value = "PATTERN",
                  .doc =
                      "let each step of these cases (as --filter has them) go wrong in turn, and "
                      "tell how the runbook ends; --report terminal or json"},
    kStateDirOption};

constexpr std::array kTestForms = {
    CommandForm{"", "run the tests of runbooks here and below: *.test.yaml files"},
    CommandForm{"FILE|FOLDER...", "run these"},
};

}  // namespace

constinit const Command kTestCommand{
    .name = "test",
    .doc =
        "Runs tests of runbooks. FOLDER stands for the *.test.yaml (.yml, .json) files in it "
        "and below.",
    .forms = kTestForms,
    .options = kTestOptions,
    .notes =
        "The exit code is 0 when all passed, 1 when a case failed, 255 when a file has "
        "mistakes.\nssm-local test init writes the first tests of a runbook.\n",
    .run = run_test};

}  // namespace ssm
