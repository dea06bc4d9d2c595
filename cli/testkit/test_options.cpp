// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/test_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <thread>

namespace ssm::testkit {
namespace {

constexpr std::int64_t kUsualTimeout = 60;
constexpr std::int64_t kMostThreads = 256;

/// `printed`: the one on standard output, once there is one.
Completed add_report(const std::string& text, TestOptions& options,
                     std::optional<std::string>& printed) {
  const std::size_t equals = text.find('=');
  const std::string format = text.substr(0, equals);
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

Completed read_reports(const Call& call, TestOptions& options) {
  std::optional<std::string> printed;
  for (const std::string& report : call.options.every("--report"))
    TRY(add_report(report, options, printed));
  options.report = printed.value_or(options.report);
  return {};
}

Result<std::int64_t> number_within(const Call& call, std::string_view name, std::int64_t usual,
                                   std::int64_t most) {
  const std::int64_t number = call.options.integer(name).value_or(usual);
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

Result<TestOptions> read_test_options(const Call& call) {
  TestOptions options;
  if (call.has("--coverage"))
    TRY(read_coverage(call.options.every("--coverage"), options.coverage));
  options.paths = call.operands;
  if (options.paths.empty()) options.paths = {"."};
  options.filter = call.value("--filter");
  options.fault_sweep = call.value("--fault-sweep");
  options.watch = call.has("--watch");
  options.verbose = call.has("--verbose");
  options.run.fail_fast = call.has("--fail-fast");
  TRY(read_reports(call, options));
  if (const auto percent = call.value("--fail-under")) {
    TRY_ASSIGN(options.coverage.fail_under, read_fail_under(*percent));
    options.coverage.is_wanted = true;
  }
  TRY(check_fault_sweep(options));
  options.run.run.with_details = options.coverage.is_wanted;
  const auto processors = static_cast<std::int64_t>(std::thread::hardware_concurrency());
  TRY_ASSIGN(const std::int64_t threads,
             number_within(call, "-j", std::clamp<std::int64_t>(processors, 1, kMostThreads),
                           kMostThreads));
  TRY_ASSIGN(const std::int64_t seconds,
             number_within(call, "--timeout", kUsualTimeout, std::int64_t{1} << 30));
  options.run.threads = static_cast<std::size_t>(threads);
  options.run.run.limits.real_time = std::chrono::seconds(seconds);
  return options;
}

}  // namespace ssm::testkit
