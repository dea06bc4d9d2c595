// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/test_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "cli/command_line.h"
#include "cli/usage.h"

namespace ssm::testkit {
namespace {

constexpr std::string_view kTestUsage =
    "usage: ssm-local test [PATH...] [--filter PATTERN] [-j N] [--fail-fast] [--timeout SECONDS]\n"
    "                      [--watch] [--verbose] [--report terminal|tap|junit|json[=FILE]]...\n"
    "                      [--coverage[=html|cobertura|lcov|json=FILE]]... [--fail-under PERCENT]\n"
    "                      [--fault-sweep CASE]\n"
    "       ssm-local test init RUNBOOK [--output FILE] [--cases N] [--no-models] [--no-python]\n"
    "PATH        test files, or folders with *.test.yaml (.yml, .json) in them or below; else the\n"
    "            current folder\n"
    "--filter    cases with this in \"file › case\"; with * or ? a pattern for the whole\n"
    "-j          how many cases at once; else one a processor\n"
    "--fail-fast skip what comes after the first case that fails\n"
    "--timeout   seconds that one case may take in real time; else 60\n"
    "--watch     run again whenever a test file, a runbook or a mock file changes, until Ctrl-C\n"
    "--verbose   all that scripts print, also in cases that pass; else the last lines of a case\n"
    "            that fails\n"
    "--report    what to print; with =FILE, to write beside it\n"
    "--coverage  how much of the runbooks the cases made happen: a table, and with =FORMAT=FILE a\n"
    "            page or a report for programs\n"
    "--fail-under exit code 1 when less than this part of the runbooks is covered\n"
    "--fault-sweep what becomes of these cases (a pattern like that of --filter) when each step\n"
    "            goes wrong in turn; --report terminal or json\n"
    "init        write tests of a runbook that pass as they stand; test init help says more\n"
    "The exit code is 0 when all passed, 1 when a case failed, 255 when a file has mistakes.\n";

constexpr std::int64_t kUsualTimeout = 60;
constexpr std::int64_t kMostThreads = 256;

std::vector<OptionSpec> option_specs() {
  using Takes = OptionSpec::Takes;
  return {{.name = "--filter"},
          {.name = "--report"},
          {.name = "--fail-under"},
          {.name = "--fault-sweep"},
          {.name = "-j", .takes = Takes::kInteger},
          {.name = "--timeout", .takes = Takes::kInteger},
          {.name = "--fail-fast", .takes = Takes::kNothing},
          {.name = "--verbose", .takes = Takes::kNothing},
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

/// `printed`: the one on standard output, once there is one.
Completed add_report(const std::string& text, TestOptions& options,
                     std::optional<std::string>& printed) {
  const std::vector<std::string> formats = {"terminal", "tap", "junit", "json"};
  const std::size_t equals = text.find('=');
  const std::string format = text.substr(0, equals);
  if (std::ranges::find(formats, format) == formats.end())
    return tl::unexpected(invalid_choice("--report", format, formats));
  if (equals == std::string::npos && printed)
    return failure("Usage",
                   "--report: one can be on standard output, others are --report FORMAT=FILE");
  if (equals == std::string::npos)
    printed = format;
  else if (equals + 1 == text.size())
    return failure("Usage", fmt::format("--report {}: no file is named", text));
  else
    options.written.push_back({format, text.substr(equals + 1)});
  return {};
}

/// Every --report, of which parse_words() gives the last only.
Completed read_reports(std::span<const OptionSpec> specs, std::span<const std::string> words,
                       TestOptions& options) {
  TRY_ASSIGN(const std::vector<Word> classified, classify_words(specs, words));
  std::optional<std::string> printed;
  for (std::size_t i = 0; i < classified.size(); ++i) {
    const Word& word = classified[i];
    if (word.kind != Word::Kind::kOption || word.option != "--report") continue;
    if (word.attached)
      TRY(add_report(*word.attached, options, printed));
    else if (i + 1 < classified.size())
      TRY(add_report(classified[i + 1].text, options, printed));
  }
  options.report = printed.value_or(options.report);
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
Completed check_fault_sweep(const TestOptions& options) {
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

}  // namespace

std::string_view test_usage() {
  return kTestUsage;
}

Result<TestOptions> read_test_options(std::span<const std::string> given) {
  TestOptions options;
  TRY_ASSIGN(const std::vector<std::string> words,
             take_coverage_words(with_split_jobs(given), options.coverage));
  const std::vector<OptionSpec> specs = option_specs();
  TRY_ASSIGN(const ParsedWords parsed, parse_words(specs, words));
  for (const std::string& word : parsed.rest)
    if (word.size() > 1 && word.starts_with('-'))
      return failure("Usage", fmt::format("unknown option {}\n{}", word, kTestUsage));
  options.paths = parsed.rest;
  if (options.paths.empty()) options.paths = {"."};
  options.filter = parsed.value("--filter");
  options.fault_sweep = parsed.value("--fault-sweep");
  options.watch = parsed.has("--watch");
  options.verbose = parsed.has("--verbose");
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

}  // namespace ssm::testkit
