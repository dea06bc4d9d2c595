// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/test_command.h"

#include <fmt/format.h>

#include <thread>

#include "cli/command_line.h"
#include "cli/output/print.h"
#include "cli/testkit/coverage_options.h"
#include "cli/testkit/coverage_report.h"
#include "cli/testkit/fault_sweep.h"
#include "cli/testkit/terminal_report.h"
#include "cli/testkit/test_report.h"
#include "cli/testkit/test_run.h"
#include "cli/testkit/test_watch.h"
#include "cli/usage.h"
#include "core/os/files.h"

namespace ssm {
namespace {

using namespace testkit;

constexpr std::string_view kUsage =
    "usage: ssm-local test [PATH...] [--filter PATTERN] [-j N] [--fail-fast] [--timeout SECONDS]\n"
    "                      [--watch] [--report terminal|tap|junit|json[=FILE]]...\n"
    "                      [--coverage[=html|cobertura|lcov|json=FILE]]... [--fail-under PERCENT]\n"
    "                      [--fault-sweep CASE]\n"
    "PATH        test files, or folders with *.test.yaml (.yml, .json) in them or below; else the\n"
    "            current folder\n"
    "--filter    cases with this in \"file › case\"; with * or ? a pattern for the whole\n"
    "-j          how many cases at once; else one a processor\n"
    "--fail-fast skip what comes after the first case that fails\n"
    "--timeout   seconds that one case may take in real time; else 60\n"
    "--watch     run again whenever a test file, a runbook or a mock file changes, until Ctrl-C\n"
    "--report    what to print; with =FILE, to write beside it\n"
    "--coverage  how much of the runbooks the cases made happen: a table, and with =FORMAT=FILE a\n"
    "            page or a report for programs\n"
    "--fail-under exit code 1 when less than this part of the runbooks is covered\n"
    "--fault-sweep what becomes of these cases (a pattern like that of --filter) when each step\n"
    "            goes wrong in turn; --report terminal or json\n"
    "The exit code is 0 when all passed, 1 when a case failed, 255 when a file has mistakes.\n";

constexpr int kFailed = 1;
constexpr std::int64_t kUsualTimeout = 60;
constexpr std::int64_t kMostThreads = 256;

struct WrittenReport {
  std::string format;
  std::string file;
};

struct Options {
  std::vector<std::string> paths;
  std::optional<std::string> filter;
  std::string report = "terminal";     // on standard output
  std::vector<WrittenReport> written;  // into files
  bool watch = false;
  CoverageOptions coverage;
  std::optional<std::string> fault_sweep;
  TestRunOptions run;
};

std::vector<OptionSpec> option_specs() {
  using Takes = OptionSpec::Takes;
  return {{.name = "--filter"},
          {.name = "--report"},
          {.name = "--fail-under"},
          {.name = "--fault-sweep"},
          {.name = "-j", .takes = Takes::kInteger},
          {.name = "--timeout", .takes = Takes::kInteger},
          {.name = "--fail-fast", .takes = Takes::kNothing},
          {.name = "--watch", .takes = Takes::kNothing}};
}

/// -j4 is -j 4.
std::vector<std::string> with_split_jobs(std::span<const std::string> words) {
  std::vector<std::string> result;
  for (const std::string& word : words) {
    const bool attached = word.starts_with("-j") && word.size() > 2 && word[2] != '=';
    if (attached) result.emplace_back("-j");
    result.push_back(attached ? word.substr(2) : word);
  }
  return result;
}

Completed add_report(const std::string& text, Options& options) {
  const std::vector<std::string> formats = {"terminal", "tap", "junit", "json"};
  const std::size_t equals = text.find('=');
  const std::string format = text.substr(0, equals);
  if (std::ranges::find(formats, format) == formats.end())
    return tl::unexpected(invalid_choice("--report", format, formats));
  if (equals == std::string::npos)
    options.report = format;
  else if (equals + 1 == text.size())
    return failure("Usage", fmt::format("--report {}: no file is named", text));
  else
    options.written.push_back({format, text.substr(equals + 1)});
  return {};
}

/// Every --report, of which parse_words() gives the last only.
Completed read_reports(std::span<const OptionSpec> specs, std::span<const std::string> words,
                       Options& options) {
  TRY_ASSIGN(const std::vector<Word> classified, classify_words(specs, words));
  for (std::size_t i = 0; i < classified.size(); ++i) {
    const Word& word = classified[i];
    if (word.kind != Word::Kind::kOption || word.option != "--report") continue;
    if (word.attached)
      TRY(add_report(*word.attached, options));
    else if (i + 1 < classified.size())
      TRY(add_report(classified[i + 1].text, options));
  }
  return {};
}

Result<std::int64_t> number_within(const ParsedWords& parsed, std::string_view name,
                                   std::int64_t usual, std::int64_t most) {
  const std::int64_t number = parsed.integer(name).value_or(usual);
  if (number < 1 || number > most)
    return failure("Usage", fmt::format("{} must be from 1 to {}", name, most));
  return number;
}

/// Errors: code "Usage" for options that say nothing of a fault sweep.
Completed check_fault_sweep(const Options& options) {
  if (!options.fault_sweep) return {};
  if (options.coverage.is_wanted)
    return failure("Usage", "--fault-sweep and --coverage are for runs of their own");
  std::vector<std::string> formats = {options.report};
  for (const WrittenReport& written : options.written) formats.push_back(written.format);
  for (const std::string& format : formats)
    if (format != "terminal" && format != "json")
      return failure("Usage",
                     fmt::format("--fault-sweep is reported as terminal or json, not {}", format));
  return {};
}

Result<Options> read_options(std::span<const std::string> given) {
  Options options;
  TRY_ASSIGN(const std::vector<std::string> words,
             take_coverage_words(with_split_jobs(given), options.coverage));
  const std::vector<OptionSpec> specs = option_specs();
  TRY_ASSIGN(const ParsedWords parsed, parse_words(specs, words));
  for (const std::string& word : parsed.rest)
    if (word.size() > 1 && word.starts_with('-'))
      return failure("Usage", fmt::format("unknown option {}\n{}", word, kUsage));
  options.paths = parsed.rest;
  if (options.paths.empty()) options.paths = {"."};
  options.filter = parsed.value("--filter");
  options.fault_sweep = parsed.value("--fault-sweep");
  options.watch = parsed.has("--watch");
  options.run.fail_fast = parsed.has("--fail-fast");
  TRY(read_reports(specs, words, options));
  if (const auto percent = parsed.value("--fail-under")) {
    TRY_ASSIGN(options.coverage.fail_under, read_fail_under(*percent));
    options.coverage.is_wanted = true;
  }
  TRY(check_fault_sweep(options));
  options.run.run.with_details = options.coverage.is_wanted;
  const auto processors = static_cast<std::int64_t>(std::thread::hardware_concurrency());
  TRY_ASSIGN(const std::int64_t threads,
             number_within(parsed, "-j", std::clamp<std::int64_t>(processors, 1, kMostThreads),
                           kMostThreads));
  TRY_ASSIGN(const std::int64_t seconds,
             number_within(parsed, "--timeout", kUsualTimeout, std::int64_t{1} << 30));
  options.run.threads = static_cast<std::size_t>(threads);
  options.run.run.limits.real_time = std::chrono::seconds(seconds);
  return options;
}

Result<std::vector<TestFile>> read_files(const Options& options) {
  std::vector<TestFile> files;
  std::set<std::string> seen;
  for (const std::string& path : options.paths) {
    TRY_ASSIGN(const std::vector<std::string> found, find_test_files(path));
    for (const std::string& file : found)
      if (seen.insert(file).second) files.push_back(read_test_file(file));
  }
  return files;
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
Result<int> end_with_coverage(const Options& options, const TestRun& run) {
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

Result<int> run_fault_sweep(const Options& options, const std::vector<TestFile>& files) {
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

Result<int> run_files(const Options& options, std::vector<TestFile> files) {
  if (options.filter) TRY(choose("--filter", *options.filter, files));
  if (options.fault_sweep) {
    TRY(choose("--fault-sweep", *options.fault_sweep, files));
    return run_fault_sweep(options, files);
  }
  TerminalReport terminal(terminal_style());
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

Result<int> run_once(const Options& options) {
  TRY_ASSIGN(std::vector<TestFile> files, read_files(options));
  return run_files(options, std::move(files));
}

/// Until Ctrl-C.
Result<int> run_again_and_again(const Options& options) {
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

Result<int> run_test_command(const GlobalOptions&, std::span<const std::string> words) {
  if (words.size() == 1 && words[0] == "help") return print_answer(kUsage);
  TRY_ASSIGN(const Options options, read_options(words));
  return options.watch ? run_again_and_again(options) : run_once(options);
}

}  // namespace ssm
