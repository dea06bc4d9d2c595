// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "actions/registry.h"
#include "cli/testkit/coverage.h"
#include "cli/testkit/coverage_history.h"
#include "cli/testkit/coverage_report.h"
#include "core/os/files.h"

namespace ssm::testkit {
namespace {

using Kind = CoverageItem::Kind;

DocumentCoverage coverage_of_text(const std::string& text, DocumentFormat format) {
  auto document = parse_document(text, format, {action_catalog()});
  REQUIRE(document);
  DocumentCoverage coverage;
  coverage.name = coverage.file = "ways.yaml";
  coverage.items = coverage_items(*document, document->root);
  coverage.document = std::make_shared<const Document>(std::move(*document));
  return coverage;
}

DocumentCoverage ways() {
  const auto text = read_file(SOURCE_DIR "/tests/coverage/cases/ways.yaml");
  REQUIRE(text);
  return coverage_of_text(*text, DocumentFormat::kYaml);
}

template <class... What>
std::vector<Event> history(What... what) {
  return {Event{Time(), std::move(what)}...};
}

StepSucceeded chose(std::string step, std::string next, std::optional<std::int64_t> choice) {
  return {std::move(step), Json::object(), std::move(next), Json(), choice};
}

StepFailed failed(std::string step) {
  return {std::move(step), {}, {}};
}

SignalAccepted stop_step() {
  SignalAccepted signal;
  signal.signal.type = "StopStep";
  return signal;
}

std::int64_t count(const DocumentCoverage& coverage, Kind kind, std::string_view step,
                   std::size_t number = 0) {
  const CoverageItem* item = coverage.find(kind, step, number);
  REQUIRE(item != nullptr);
  return item->count;
}

}  // namespace

TEST_CASE("the items of a runbook and their places") {
  const DocumentCoverage coverage = ways();
  const CoverageSum sum = sum_of(coverage);
  CHECK(sum.kinds[static_cast<std::size_t>(Kind::kStep)].total == 5);
  CHECK(sum.kinds[static_cast<std::size_t>(Kind::kChoice)].total == 6);
  CHECK(sum.kinds[static_cast<std::size_t>(Kind::kFailure)].total == 2);
  CHECK(sum.kinds[static_cast<std::size_t>(Kind::kCancel)].total == 1);
  CHECK(sum.all.covered == 0);
  CHECK(coverage.find(Kind::kChoice, "choose", 1)->at == Location{14, 7});
  CHECK(coverage.find(Kind::kChoice, "choose", 3)->what == "choose: Default → rest");
  CHECK(coverage.find(Kind::kFailure, "stop")->at == Location{24, 3});
  CHECK(coverage.find(Kind::kChoice, "second", 1)->what == "second: no choice applies");
}

TEST_CASE("a step that mocks alone stood in for is not covered") {
  DocumentCoverage coverage = ways();
  const auto events = history(StepStarted{"stop", {}, {}}, AttemptFailed{"stop", {}},
                              StepSucceeded{"stop", Json::object(), "", {}});
  const auto step = [&] { return *coverage.find(Kind::kStep, "stop"); };
  count_history(coverage, Mode::kAuto, events, {{"stop", 2}});
  CHECK(step().count == 0);
  CHECK(step().mocked == 1);
  CHECK(sum_of(coverage).mocked == 1);
  CHECK(sum_of(coverage).kinds[static_cast<std::size_t>(Kind::kStep)].covered == 0);
  count_history(coverage, Mode::kAuto, events, {{"stop", 1}, {"rest", 1}});
  CHECK(step().count == 1);
  CHECK(step().mocked == 1);
  CHECK(sum_of(coverage).mocked == 0);
}

TEST_CASE("which of two choices to one step was taken") {
  DocumentCoverage coverage = ways();
  const auto run = [&](std::string next, std::optional<std::int64_t> choice) {
    count_history(coverage, Mode::kAuto,
                  history(StepStarted{"choose", {}, {}}, chose("choose", std::move(next), choice)));
  };
  run("stop", 1);
  CHECK(count(coverage, Kind::kChoice, "choose", 0) == 0);
  CHECK(count(coverage, Kind::kChoice, "choose", 1) == 1);
  run("rest", kNoChoice);
  CHECK(count(coverage, Kind::kChoice, "choose", 2) == 0);
  CHECK(count(coverage, Kind::kChoice, "choose", 3) == 1);
  // Without a record, as older histories are, the target does not tell which.
  run("stop", std::nullopt);
  run("rest", std::nullopt);
  CHECK(sum_of(coverage).kinds[static_cast<std::size_t>(Kind::kChoice)].covered == 2);
  CHECK(count(coverage, Kind::kStep, "choose") == 4);
  count_history(coverage, Mode::kAuto,
                history(StepStarted{"second", {}, {}}, chose("second", "repair", std::nullopt),
                        StepStarted{"second", {}, {}}, chose("second", "", std::nullopt)));
  CHECK(count(coverage, Kind::kChoice, "second", 0) == 1);
  CHECK(count(coverage, Kind::kChoice, "second", 1) == 1);
}

TEST_CASE("a choice survives in the stored event, and its absence too") {
  for (const std::optional<std::int64_t> choice :
       {std::optional<std::int64_t>(0), std::optional<std::int64_t>(kNoChoice),
        std::optional<std::int64_t>()}) {
    const Event event{Time(), chose("a", "b", choice)};
    const Json stored = *parse_json(to_text_of(event));
    CHECK(stored.contains("choice") == choice.has_value());
    CHECK(std::get<StepSucceeded>(read_event(to_text(stored))->what).choice == choice);
  }
}

TEST_CASE("failures and stops go different paths") {
  const StepStarted start{"stop", {}, {}};
  const StopAccepted cancel{false, ""};
  struct Row {
    const char* what;
    Mode mode;
    std::vector<Event> events;
    std::int64_t failures, cancels;
  };
  const Row rows[] = {
      {"a failure", Mode::kAuto, history(start, failed("stop")), 1, 0},
      {"one with retries", Mode::kAuto, history(start, AttemptFailed{"stop", {}}, failed("stop")),
       1, 0},
      {"Interactive: the operator goes on", Mode::kInteractive, history(start, failed("stop")), 0,
       0},
      {"stopped", Mode::kAuto, history(start, cancel, StepCancelled{"stop"}), 0, 1},
      {"it fails before it is stopped", Mode::kAuto, history(start, cancel, failed("stop")), 0, 1},
      {"it succeeds before it is stopped", Mode::kAuto,
       history(start, cancel, chose("stop", "", {})), 0, 1},
      {"Complete stops no step", Mode::kAuto,
       history(start, StopAccepted{true, ""}, failed("stop")), 1, 0},
      {"StopStep", Mode::kAuto, history(start, stop_step(), StepCancelled{"stop"}), 0, 1},
      {"StopStep in Interactive", Mode::kInteractive,
       history(start, stop_step(), StepCancelled{"stop"}), 0, 0},
      {"stopped in Interactive", Mode::kInteractive, history(start, cancel, StepCancelled{"stop"}),
       0, 1},
      {"stopped between steps", Mode::kAuto, history(cancel), 0, 0},
      {"out of time among the steps of onCancel", Mode::kAuto,
       history(cancel, start, StepCancelled{"stop"}), 0, 0},
      {"a second stop among the steps of onCancel", Mode::kAuto,
       history(cancel, start, cancel, failed("stop")), 1, 0},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    DocumentCoverage coverage = ways();
    count_history(coverage, row.mode, row.events);
    CHECK(count(coverage, Kind::kFailure, "stop") == row.failures);
    CHECK(count(coverage, Kind::kCancel, "stop") == row.cancels);
  }
}

TEST_CASE("the ways out of loops") {
  DocumentCoverage coverage = coverage_of_text(R"(
schemaVersion: '0.3'
mainSteps:
- name: outer
  action: aws:loop
  inputs:
    MaxIterations: 3
    Iterators: [a, b]
    Steps:
    - name: inner
      action: aws:loop
      inputs:
        Iterators: [a, b]
        Steps:
        - name: pick
          action: aws:branch
          inputs:
            Choices:
            - {NextStep: last, Variable: a, StringEquals: a}
            - {NextStep: behind, Variable: a, StringEquals: a}
            Default: last
    - {name: behind, action: 'aws:pause', nextStep: last, inputs: {}}
- {name: last, action: 'aws:pause', inputs: {}}
)",
                                               DocumentFormat::kYaml);
  const auto exits = [&](std::string_view loop) {
    std::vector<std::int64_t> counts;
    for (std::size_t number = 0; coverage.find(Kind::kLoopExit, loop, number); ++number)
      counts.push_back(count(coverage, Kind::kLoopExit, loop, number));
    return counts;
  };
  using Counts = std::vector<std::int64_t>;
  // The outer one: its end, MaxIterations, pick by its choice, pick by Default, behind.
  CHECK(exits("outer") == Counts{0, 0, 0, 0, 0});
  CHECK(exits("inner") == Counts{0, 0});
  CHECK(coverage.find(Kind::kLoopExit, "outer", 3)->what == "outer: left by pick");
  const auto run = [&](auto... what) {
    count_history(coverage, Mode::kAuto, history(std::move(what)...));
  };
  const StepStarted outer{"outer", {}, {}}, inner{"inner", {}, {}}, pick{"pick", {}, {}};
  const StepStarted behind{"behind", {}, {}}, last{"last", {}, {}};
  run(outer, inner, pick, chose("pick", "last", 0), last);
  CHECK(exits("outer") == Counts{0, 0, 1, 0, 0});
  CHECK(exits("inner") == Counts{0, 0});
  run(outer, inner, pick, chose("pick", "last", kNoChoice), last);
  CHECK(exits("outer") == Counts{0, 0, 1, 1, 0});
  run(outer, inner, pick, chose("pick", "behind", 1), behind, chose("behind", "", {}), last);
  CHECK(exits("outer") == Counts{0, 0, 1, 1, 1});
  CHECK(exits("inner") == Counts{0, 1});
  run(outer, inner, pick, chose("pick", "", kNoChoice), chose("inner", "", {}), behind,
      chose("outer", "", kEndedByLimit), last);
  CHECK(exits("outer") == Counts{0, 1, 1, 1, 1});
  CHECK(exits("inner") == Counts{1, 1});
  run(outer, chose("outer", "", {}), last);
  CHECK(exits("outer") == Counts{1, 1, 1, 1, 1});
}

TEST_CASE("percentages are rounded down") {
  CHECK(percent_text({0, 0}) == "100");
  CHECK(percent_text({1, 3}) == "33.3");
  CHECK(percent_text({1999, 2000}) == "99.9");
  CHECK(percent_text({2, 2}) == "100");
  CHECK(percent_text({0, 7}) == "0");
}

TEST_CASE("lines that hold several things are covered when all of them are") {
  DocumentCoverage coverage = coverage_of_text(
      R"({"schemaVersion": "0.3", "mainSteps": [{"name": "a", "action": "aws:sleep", "onFailure": "Continue", "inputs": {"Duration": "PT1S"}},
          {"name": "b", "action": "aws:sleep", "inputs": {"Duration": "PT1S"}}, {"name": "c", "action": "aws:sleep", "inputs": {"Duration": "PT1S"}}]})",
      DocumentFormat::kJson);
  count_history(coverage, Mode::kAuto,
                history(StepStarted{"a", {}, {}}, chose("a", "", {}), StepStarted{"b", {}, {}}));
  const auto files = covered_files({{coverage, coverage}, {}});
  REQUIRE(files.size() == 1);
  REQUIRE(files[0].lines.size() == 2);
  CHECK(files[0].lines.at(1).hits == 0);
  CHECK(files[0].lines.at(1).branches.size() == 2);
  CHECK(files[0].lines.at(2).hits == 0);
  CHECK(files[0].branch_count.total == 2);
  CHECK(files[0].line_count.total == 2);
}

}  // namespace ssm::testkit
