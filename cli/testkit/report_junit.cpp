// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/testkit/test_report.h"
#include "cli/testkit/xml_text.h"

namespace ssm::testkit {
namespace {

using Outcome = CaseResult::Outcome;

std::string seconds_text(std::chrono::microseconds time) {
  return fmt::format("{:.6f}", static_cast<double>(time.count()) / 1e6);
}

std::string problem_element(std::string_view element, std::string_view type,
                            std::string_view message, std::string_view text) {
  return fmt::format("      <{} type=\"{}\" message=\"{}\">{}</{}>\n", element, type,
                     xml_escaped(message), xml_escaped(text), element);
}

std::string message_of(const CaseResult& result) {
  const Mismatch& first = result.mismatches.front();
  return fmt::format("{}: expected {}, seen {}", first.what, first.expected, first.seen);
}

std::string case_element(const FileRun& file, std::size_t index) {
  const TestCase& test = file.file.cases[index];
  const CaseResult& result = file.results[index];
  const std::string path = xml_escaped(file.file.path);
  const std::string text = failure_text(file.file.path, result);
  std::string inside;
  if (result.outcome == Outcome::kFailed)
    inside = problem_element("failure", "expectation", message_of(result), text);
  if (result.outcome == Outcome::kStopped)
    inside = problem_element("error", "stopped", result.stopped, text);
  if (result.outcome == Outcome::kSkipped) inside = "      <skipped/>\n";
  if (!result.printed.empty())
    inside +=
        fmt::format("      <system-out>{}</system-out>\n", xml_escaped(printed_text(result, 0)));
  const std::string head = fmt::format(
      "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\" time=\"{}\"", path,
      xml_escaped(test.name), path, test.where.line, seconds_text(result.real_time));
  return inside.empty() ? head + "/>\n" : head + ">\n" + inside + "    </testcase>\n";
}

std::string mistakes_element(const TestFile& file) {
  const std::string path = xml_escaped(file.path);
  const FileProblem& first = file.problems.front();
  return fmt::format(
      "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" time=\"0\">\n{}"
      "    </testcase>\n",
      path, path, path,
      problem_element("error", "mistake", to_text(first.problem, first.file), mistakes_text(file)));
}

std::string numbers(const RunCounts& counts) {
  const std::size_t errors = counts.stopped + counts.files_with_mistakes;
  return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"",
                     counts.passed + counts.failed + errors + counts.skipped, counts.failed, errors,
                     counts.skipped);
}

std::string suite_element(const FileRun& file) {
  std::chrono::microseconds time{};
  for (const CaseResult& result : file.results) time += result.real_time;
  std::string text =
      fmt::format("  <testsuite name=\"{}\" {} time=\"{}\">\n", xml_escaped(file.file.path),
                  numbers(count(file)), seconds_text(time));
  if (!file.file.problems.empty()) text += mistakes_element(file.file);
  for (std::size_t i = 0; i < file.results.size(); ++i) text += case_element(file, i);
  return text + "  </testsuite>\n";
}

}  // namespace

std::string junit_report(const TestRun& run) {
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ssm-local test\" {} "
      "time=\"{}\">\n",
      numbers(count(run)), seconds_text(run.real_time));
  for (const FileRun& file : run.files) text += suite_element(file);
  return text + "</testsuites>\n";
}

}  // namespace ssm::testkit
