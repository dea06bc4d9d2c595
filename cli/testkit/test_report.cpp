// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/test_report.h"

#include <fmt/format.h>

#include <map>

#include "core/base/text.h"

namespace ssm::testkit {

std::string place_of(std::string_view file, const Location& at) {
  return fmt::format("{}:{}:{}", file, at.line, at.column);
}

RunCounts count(const FileRun& file) {
  RunCounts counts;
  if (!file.file.problems.empty()) ++counts.files_with_mistakes;
  for (const CaseResult& result : file.results) {
    counts.virtual_time += result.virtual_time;
    switch (result.outcome) {
      case CaseResult::Outcome::kPassed:
        ++counts.passed;
        break;
      case CaseResult::Outcome::kFailed:
        ++counts.failed;
        break;
      case CaseResult::Outcome::kStopped:
        ++counts.stopped;
        break;
      case CaseResult::Outcome::kSkipped:
        ++counts.skipped;
        break;
    }
  }
  return counts;
}

RunCounts count(const TestRun& run) {
  RunCounts sum;
  for (const FileRun& file : run.files) {
    const RunCounts counts = count(file);
    sum.passed += counts.passed;
    sum.failed += counts.failed;
    sum.stopped += counts.stopped;
    sum.skipped += counts.skipped;
    sum.files_with_mistakes += counts.files_with_mistakes;
    sum.virtual_time += counts.virtual_time;
  }
  return sum;
}

namespace {

constexpr std::size_t kLongestInput = 200;  // bytes
constexpr std::size_t kShownOfLong = 100;

/// Long texts, such as scripts, by their beginning and their size.
Json with_short_texts(const Json& value) {
  if (value.is_structured()) {
    Json copy = value;
    for (Json& inner : copy) inner = with_short_texts(inner);
    return copy;
  }
  if (!value.is_string() || value.get_ref<const std::string&>().size() <= kLongestInput)
    return value;
  const auto& text = value.get_ref<const std::string&>();
  std::size_t end = kShownOfLong;
  while (end > 0 && is_continuation_byte(text[end])) --end;
  return fmt::format("{}... ({} characters)", text.substr(0, end), utf8_length(text));
}

}  // namespace

std::vector<std::pair<std::string_view, std::string>> facts_of(const Mismatch& mismatch) {
  std::vector<std::pair<std::string_view, std::string>> facts = {{"expected", mismatch.expected},
                                                                 {"seen", mismatch.seen}};
  if (!mismatch.execution.empty() && mismatch.execution != "main")
    facts.emplace_back("execution", mismatch.execution);
  if (!mismatch.step.empty()) {
    facts.emplace_back("step", mismatch.step);
    facts.emplace_back("inputs", mismatch.inputs.is_null()
                                     ? "not started"
                                     : to_text(with_short_texts(mismatch.inputs)));
  }
  if (!mismatch.cause.empty()) facts.emplace_back("because", mismatch.cause);
  return facts;
}

namespace {

/// Further lines stand under the first, behind this many blanks.
std::string indented(std::string_view value, std::size_t blanks) {
  std::string text;
  for (const char c : value) {
    text += c;
    if (c == '\n') text += std::string(blanks, ' ');
  }
  return text;
}

/// Why steps did not succeed that mismatches are about, each once: what is not as expected follows
/// from that.
std::string causes_text(const CaseResult& result) {
  std::string text;
  std::map<std::string, std::string> said;  // by the step
  for (const Mismatch& mismatch : result.mismatches) {
    const std::string execution =
        "execution " + (mismatch.execution.empty() ? "main" : mismatch.execution);
    std::string what = mismatch.step.empty() ? execution : "step " + mismatch.step;
    if (!mismatch.step.empty() && execution != "execution main") what += " of " + execution;
    std::string& before = said[what];
    if (before.find(mismatch.cause) != before.npos) continue;
    before += mismatch.cause + "\n";
    text += fmt::format("{} failed: {}\n", what, indented(mismatch.cause, 4));
  }
  return text;
}

/// Lines, the first with the place. What `before` said of the same step is not said again.
std::string text_of(std::string_view file, const Mismatch& mismatch, const Mismatch* before) {
  std::string text = fmt::format("{}: {}\n", place_of(file, mismatch.at), mismatch.what);
  const bool same_step = before && !mismatch.step.empty() && mismatch.step == before->step &&
                         mismatch.execution == before->execution;
  for (const auto& [name, value] : facts_of(mismatch)) {
    if (name == "because" || (same_step && name == "inputs")) continue;
    text += fmt::format("    {:<10}{}\n", name, indented(value, 14));
  }
  return text;
}

}  // namespace

std::string failure_text(std::string_view file, const CaseResult& result) {
  std::string text;
  if (!result.stopped.empty()) text += fmt::format("stopped: {}\n", result.stopped);
  text += causes_text(result);
  const Mismatch* before = nullptr;
  for (const Mismatch& mismatch : result.mismatches) {
    text += text_of(file, mismatch, before);
    before = &mismatch;
  }
  return text;
}

std::string printed_text(const CaseResult& result, std::size_t most_lines) {
  std::string text;
  for (const Printed& printed : result.printed) {
    const bool is_main = printed.execution.empty() || printed.execution == "main";
    text += fmt::format("    printed by step {}{}\n", printed.step,
                        is_main ? "" : fmt::format(" of execution {}", printed.execution));
    if (!printed.iteration.empty()) text += fmt::format("        --- {} ---\n", printed.iteration);
    std::vector<std::string> lines = split(printed.text, '\n');
    if (!lines.empty() && lines.back().empty()) lines.pop_back();
    const std::size_t left_out =
        most_lines > 0 && lines.size() > most_lines ? lines.size() - most_lines : 0;
    if (left_out > 0) text += fmt::format("        [{} lines before; --verbose]\n", left_out);
    for (std::size_t i = left_out; i < lines.size(); ++i)
      text += fmt::format("        {}\n", lines[i]);
  }
  return text;
}

std::string mistakes_text(const TestFile& file) {
  std::string text;
  for (const FileProblem& problem : file.problems)
    text += to_text(problem.problem, problem.file) + "\n";
  return text;
}

}  // namespace ssm::testkit
