// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/test_command.h"

#include <fmt/format.h>

#include <thread>

#include "cli/command_line.h"
#include "cli/output/print.h"
#include "cli/testkit/terminal_report.h"
#include "cli/testkit/test_report.h"
#include "cli/testkit/test_run.h"
#include "cli/usage.h"

namespace ssm {
namespace {

using namespace testkit;

constexpr std::string_view kUsage =
    "usage: ssm-local test [PATH...] [--filter PATTERN] [-j N] [--fail-fast] [--timeout SECONDS]\n"
    "                      [--report terminal|tap|junit|json[=FILE]]...\n"
    "PATH: test files, or folders with *.test.yaml in them or below; else the current folder.\n";

constexpr int kFailed = 1;

struct Options {
  std::vector<std::string> paths;
  std::optional<std::string> filter;
  std::string report = "terminal";
  TestRunOptions run;
};

Result<Options> read_options(std::span<const std::string> words) {
  const std::vector<OptionSpec> specs = {
      {.name = "--filter"},
      {.name = "--report"},
      {.name = "--jobs", .takes = OptionSpec::Takes::kInteger},
      {.name = "--timeout", .takes = OptionSpec::Takes::kInteger},
      {.name = "--fail-fast", .takes = OptionSpec::Takes::kNothing}};
  TRY_ASSIGN(ParsedWords parsed, parse_words(specs, words));
  Options options;
  options.paths = parsed.rest;
  options.filter = parsed.value("--filter");
  options.report = parsed.value("--report").value_or(options.report);
  options.run.fail_fast = parsed.has("--fail-fast");
  options.run.threads = std::max(std::thread::hardware_concurrency(), 1U);
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
  if (options.filter)
    for (TestFile& file : files)
      std::erase_if(file.cases, [&](const TestCase& test) {
        return !is_chosen(*options.filter, file.path, test.name);
      });
  return files;
}

}  // namespace

Result<int> run_test_command(const GlobalOptions&, std::span<const std::string> words) {
  if (words.size() == 1 && words[0] == "help") return print_answer(kUsage);
  TRY_ASSIGN(Options options, read_options(words));
  if (options.paths.empty()) options.paths = {"."};
  TRY_ASSIGN(std::vector<TestFile> files, read_files(options));
  TerminalReport terminal(terminal_style());
  OnCase on_case;
  if (options.report == "terminal")
    on_case = [&](const FileRun& file, std::size_t index) {
      print_answer(terminal.after_case(file, index));
    };
  TRY_ASSIGN(const TestRun run, run_tests(std::move(files), options.run, on_case));
  print_answer(options.report == "tap" ? tap_report(run) : terminal.end(run));
  const RunCounts counts = count(run);
  if (counts.files_with_mistakes > 0) return exit_code::kOther;
  return counts.failed + counts.stopped > 0 ? kFailed : 0;
}

}  // namespace ssm
