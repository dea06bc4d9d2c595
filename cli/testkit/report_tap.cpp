// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/testkit/test_report.h"

namespace ssm::testkit {
namespace {

/// In a description # begins a directive.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '#' || c == '\\') result += '\\';
    result += c == '\n' ? ' ' : c;
  }
  return result;
}

/// JSON texts are YAML, too.
std::string yaml_block(std::string_view file, const CaseResult& result) {
  std::string text = "  ---\n";
  if (!result.stopped.empty())
    text += fmt::format("  stopped: {}\n", to_text(Json(result.stopped)));
  if (!result.mismatches.empty()) text += "  mismatches:\n";
  for (const Mismatch& mismatch : result.mismatches) {
    text += fmt::format("  - at: {}\n", to_text(Json(place_of(file, mismatch.at))));
    text += fmt::format("    what: {}\n", to_text(Json(mismatch.what)));
    for (const auto& [name, value] : facts_of(mismatch))
      text += fmt::format("    {}: {}\n", name, to_text(Json(value)));
  }
  if (!result.printed.empty()) text += "  printed:\n";
  for (const Printed& printed : result.printed)
    text += fmt::format("  - step: {}\n    text: {}\n", to_text(Json(printed.step)),
                        to_text(Json(printed.text)));
  return text + "  ...\n";
}

std::string mistakes_block(const TestFile& file) {
  std::string text = "  ---\n  mistakes:\n";
  for (const FileProblem& problem : file.problems)
    text += fmt::format("  - {}\n", to_text(Json(to_text(problem.problem, problem.file))));
  return text + "  ...\n";
}

}  // namespace

std::string tap_report(const TestRun& run) {
  std::string text;
  std::size_t number = 0;
  for (const FileRun& file : run.files) {
    if (!file.file.problems.empty())
      text += fmt::format("not ok {} - {}\n{}", ++number, escaped(file.file.path),
                          mistakes_block(file.file));
    for (std::size_t i = 0; i < file.results.size(); ++i) {
      const CaseResult& result = file.results[i];
      const bool ok = result.outcome == CaseResult::Outcome::kPassed;
      const bool skipped = result.outcome == CaseResult::Outcome::kSkipped;
      text += fmt::format("{}ok {} - {}{}\n", ok || skipped ? "" : "not ", ++number,
                          escaped(full_name(file.file.path, file.file.cases[i].name)),
                          skipped ? " # SKIP an earlier case failed" : "");
      if (!ok && !skipped) text += yaml_block(file.file.path, result);
    }
  }
  return fmt::format("TAP version 13\n1..{}\n{}", number, text);
}

}  // namespace ssm::testkit
