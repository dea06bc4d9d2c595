// SPDX-License-Identifier: Apache-2.0
#include "cli/output/json_output.h"
#include "cli/testkit/test_report.h"

namespace ssm::testkit {
namespace {

std::string_view name_of(CaseResult::Outcome outcome) {
  switch (outcome) {
    case CaseResult::Outcome::kPassed:
      return "passed";
    case CaseResult::Outcome::kFailed:
      return "failed";
    case CaseResult::Outcome::kStopped:
      return "stopped";
    case CaseResult::Outcome::kSkipped:
      return "skipped";
  }
  return {};
}

template <class Duration>
double seconds_of(Duration time) {
  return std::chrono::duration<double>(time).count();
}

Json to_json(const Mismatch& mismatch) {
  Json json = {{"line", mismatch.at.line}, {"column", mismatch.at.column},
               {"what", mismatch.what},    {"expected", mismatch.expected},
               {"seen", mismatch.seen},    {"execution", mismatch.execution}};
  if (!mismatch.step.empty()) {
    json["step"] = mismatch.step;
    json["inputs"] = mismatch.inputs;
  }
  if (!mismatch.cause.empty()) json["because"] = mismatch.cause;
  return json;
}

Json to_json(const TestCase& test, const CaseResult& result) {
  Json json = {{"name", test.name},
               {"line", test.where.line},
               {"column", test.where.column},
               {"outcome", name_of(result.outcome)},
               {"seconds", seconds_of(result.real_time)},
               {"virtualSeconds", seconds_of(result.virtual_time)}};
  if (!result.stopped.empty()) json["stopped"] = result.stopped;
  if (!result.mismatches.empty()) json["mismatches"] = Json::array();
  for (const Mismatch& mismatch : result.mismatches)
    json["mismatches"].push_back(to_json(mismatch));
  if (!result.printed.empty()) json["printed"] = Json::array();
  for (const Printed& printed : result.printed) {
    Json one = {{"execution", printed.execution}, {"step", printed.step}};
    if (!printed.iteration.empty()) one["iteration"] = printed.iteration;
    one["text"] = printed.text;
    json["printed"].push_back(std::move(one));
  }
  return json;
}

Json to_json(const FileRun& file) {
  Json json = {{"path", file.file.path}, {"cases", Json::array()}, {"mistakes", Json::array()}};
  for (std::size_t i = 0; i < file.results.size(); ++i)
    json["cases"].push_back(to_json(file.file.cases[i], file.results[i]));
  for (const FileProblem& problem : file.file.problems)
    json["mistakes"].push_back({{"file", problem.file},
                                {"line", problem.problem.at.line},
                                {"column", problem.problem.at.column},
                                {"path", problem.problem.path},
                                {"message", problem.problem.message}});
  return json;
}

}  // namespace

std::string json_report(const TestRun& run) {
  const RunCounts counts = count(run);
  Json json = {{"passed", counts.passed},
               {"failed", counts.failed},
               {"stopped", counts.stopped},
               {"skipped", counts.skipped},
               {"filesWithMistakes", counts.files_with_mistakes},
               {"seconds", seconds_of(run.real_time)},
               {"virtualSeconds", seconds_of(counts.virtual_time)},
               {"files", Json::array()}};
  for (const FileRun& file : run.files) json["files"].push_back(to_json(file));
  return to_json_output(json);
}

}  // namespace ssm::testkit
