// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/test_run.h"

#include <catch2/catch.hpp>

#include "cli/testkit/expectations.h"
#include "tests/unit_os/temporary.h"

namespace ssm::testkit {
namespace {

const std::string kPassing = SOURCE_DIR "/tests/testkit/passing";

TestFile shared_file() {
  TestFile file = read_test_file(kPassing + "/shared.test.yaml");
  REQUIRE(file.problems.empty());
  return file;
}

Database fresh_database() {
  return *World::fresh_state();
}

TEST_CASE("the result of a case has the details that were asked for") {
  const TestFile file = shared_file();
  const TestCase& test = file.cases.front();
  Database database = fresh_database();
  const CaseResult result = run_case(test, database, {.limits = {}, .with_details = true});
  CHECK(result.outcome == CaseResult::Outcome::kPassed);
  REQUIRE(result.executions.size() == 1);
  const ExecutionResult& execution = result.executions.front();
  CHECK(execution.name == "main");
  CHECK(execution.document->main_steps.size() == 2);
  CHECK(execution.history.size() == static_cast<std::size_t>(execution.state.sequence));
  CHECK(name_of(execution.history.back()) == "ExecutionEnded");
  CHECK(result.account_before["instances"][0]["State"] == "stopped");
  CHECK(result.account_after["instances"][0]["State"] == "running");

  const CaseResult plain = run_case(test, database, {});
  CHECK(plain.outcome == CaseResult::Outcome::kPassed);
  CHECK(plain.executions.empty());
  CHECK(plain.account_before.is_null());
}

TEST_CASE("a case leaves nothing behind for the next one") {
  const TestFile file = shared_file();
  Database database = fresh_database();
  const std::string before = *database.to_bytes();
  for (const TestCase& test : file.cases) {
    const CaseResult result = run_case(test, database, {});
    CHECK(result.outcome == CaseResult::Outcome::kPassed);
    CHECK_FALSE(database.in_transaction());
  }
  CHECK(*database.to_bytes() == before);
}

TEST_CASE("a case that goes on for too long is stopped") {
  const TestFile file = shared_file();
  Database database = fresh_database();
  const auto stopped = [&](const RunLimits& limits) {
    const CaseResult result = run_case(file.cases.front(), database, {.limits = limits});
    CHECK(result.outcome == CaseResult::Outcome::kStopped);
    return result.stopped;
  };
  RunLimits few_jumps;
  few_jumps.jumps = 1;
  CHECK(stopped(few_jumps) == "still not at rest after 1 jumps of the clock");
  RunLimits no_day;
  no_day.virtual_time = Milliseconds(500);
  CHECK(stopped(no_day) == "still not at rest after 0 virtual days");
}

TEST_CASE("attempts that fail at once take no longer than they may") {
  const test::TemporaryDirectory folder;
  test::write_text(folder / "a.test.yaml", R"(
document:
  schemaVersion: "0.3"
  mainSteps:
  - name: again
    action: aws:executeAwsApi
    maxAttempts: 1000000000
    inputs: {Service: ec2, Api: StopInstances, InstanceIds: [i-00000000000000000]}
cases: [{name: a, expect: {status: Failed}}]
)");
  const TestFile file = read_test_file(folder / "a.test.yaml");
  REQUIRE(file.problems.empty());
  Database database = fresh_database();
  RunLimits limits;
  limits.real_time = Milliseconds(1);
  const CaseResult result = run_case(file.cases.front(), database, {.limits = limits});
  CHECK(result.stopped == "still not at rest after 0.001 seconds (--timeout)");
}

TEST_CASE("expected values may name their members in any order") {
  const auto fits = [](const char* wanted, const char* seen) {
    return is_part_of(*parse_json(wanted), *parse_json(seen));
  };
  CHECK(fits(R"({"Tags": [{"Value": "b", "Key": "a"}]})",
             R"({"Tags": [{"Key": "a", "Value": "b"}]})"));
  CHECK_FALSE(fits(R"({"Tags": [{"Key": "a"}]})", R"({"Tags": [{"Key": "a", "Value": "b"}]})"));
  CHECK(fits(R"({"A": {"B": 1}})", R"({"A": {"C": 2, "B": 1}})"));
}

TEST_CASE("results come in the order of the files, however many threads there are") {
  const Result<std::vector<std::string>> paths = find_test_files(kPassing);
  REQUIRE(paths);
  for (const std::size_t threads : {1U, 2U, 8U}) {
    std::vector<TestFile> files;
    for (const std::string& path : *paths) files.push_back(read_test_file(path));
    std::vector<std::string> wanted;
    for (const TestFile& file : files)
      for (const TestCase& test : file.cases) wanted.push_back(full_name(file.path, test.name));
    std::vector<std::string> heard;
    const Result<TestRun> run =
        run_tests(std::move(files), {.run = {}, .threads = threads},
                  [&](const FileRun& file, std::size_t index) {
                    heard.push_back(full_name(file.file.path, file.file.cases[index].name));
                    CHECK(file.results[index].outcome == CaseResult::Outcome::kPassed);
                  });
    REQUIRE(run);
    CHECK(heard == wanted);
  }
}

}  // namespace
}  // namespace ssm::testkit
