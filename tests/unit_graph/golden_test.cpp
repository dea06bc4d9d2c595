// SPDX-License-Identifier: Apache-2.0
// Drawings compared byte by byte with golden/NAME.txt and NAME.mmd; ACCEPT=1 in the environment
// writes them anew.
#include <catch2/catch.hpp>

#include "actions/registry.h"
#include "cli/testkit/graph_execution.h"
#include "cli/testkit/graph_mermaid.h"
#include "cli/testkit/graph_text.h"
#include "core/os/files.h"
#include "tests/unit_graph/documents.h"

namespace ssm {
namespace {

void compare(const std::string& name, const std::string& drawing) {
  const std::string path = SOURCE_DIR "/tests/unit_graph/golden/" + name;
  INFO(path);
  if (environment("ACCEPT")) REQUIRE(write_file(path, drawing));
  CHECK(test::read_file(path) == drawing);
}

void compare_all(const std::string& name, const FlowGraph& graph) {
  compare(name + ".txt", to_graph_text(graph, {}));
  compare(name + "-narrow.txt", to_graph_text(graph, {.width = 40}));
  compare(name + ".mmd", to_mermaid(graph, Direction::kDown));
}

Time at(int second) {
  return from_epoch_ms(1893456000000 + second * 1000);
}

StepState* started(ExecutionState& state, const char* name, Status status, int from, int to) {
  const auto found = std::ranges::find(state.steps, name, &StepState::name);
  StepState* step = &*found;
  step->status = status;
  step->started = at(from);
  if (to > 0) step->ended = at(to);
  step->attempt = 1;
  return step;
}

Document flow_document() {
  const auto text = test::read_file(SOURCE_DIR "/tests/unit_graph/documents/flow.yaml");
  return *parse_leniently(text, DocumentFormat::kYaml, action_catalog()).document;
}

ExecutionState new_state(const Document& document) {
  ExecutionState state = initial_state(compile(document), "4105a4fc-f944-11e6-9d32-0a1b2c3d495f");
  state.document_name = "Flow";
  state.document_version = "3";
  state.created = at(0);
  return state;
}

}  // namespace

TEST_CASE("drawings of runbooks") {
  for (const std::string name : {"flow", "nested", "hostile", "broken"})
    compare_all(name, test::own_graph(name));
}

TEST_CASE("drawing of an execution that waits") {
  const Document document = flow_document();
  ExecutionState state = new_state(document);
  state.status = Status::kWaiting;
  StepState* describe = started(state, "describe", Status::kFailed, 0, 4);
  describe->attempt = 3;
  describe->failure = Failure{.stage = "Invocation",
                              .type = "Throttling",
                              .message =
                                  "Step fails when it is Execute/Cancelling "
                                  "action. RequestLimitExceeded: slow\ndown"};
  started(state, "choose", Status::kSuccess, 4, 5);
  started(state, "ask", Status::kWaiting, 5, 0)->awaits = Awaits::kDecision;
  const auto place_of_step = [&](std::string_view name) {
    return StepIndex(std::ranges::find(state.steps, name, &StepState::name) - state.steps.begin());
  };
  state.position = {place_of_step("ask")};
  state.next = place_of_step("everyVolume");
  const std::vector<Event> history = {{at(0), StepStarted{"describe", {}, {}}},
                                      {at(4), StepFailed{"describe", {}, {}}},
                                      {at(4), StepStarted{"choose", {}, {}}},
                                      {at(5), StepSucceeded{"choose", {}, "ask", {}}},
                                      {at(5), StepStarted{"ask", {}, {}}}};
  FlowGraph graph = flow_graph(document, "flow");
  show_execution(graph, document, state, history, at(90065));
  compare_all("waiting", graph);
  compare("waiting-colour.txt",
          to_graph_text(graph, {.width = 80, .colour = true, .legend = true}));
}

TEST_CASE("drawing of an execution that went through a loop") {
  const Document document = flow_document();
  ExecutionState state = new_state(document);
  state.status = Status::kSuccess;
  state.ended = at(30);
  started(state, "describe", Status::kSuccess, 0, 1);
  started(state, "choose", Status::kSuccess, 1, 1);
  started(state, "everyVolume", Status::kSuccess, 1, 29)->iterations = 2;
  for (const char* step : {"snapshot", "enough", "rest"})
    started(state, step, Status::kSuccess, 10, 20);
  started(state, "done", Status::kSuccess, 29, 30);
  std::vector<Event> history = {{at(0), StepStarted{"describe", {}, {}}},
                                {at(1), StepSucceeded{"describe", {}, "", {}}},
                                {at(1), StepStarted{"choose", {}, {}}},
                                {at(1), StepSucceeded{"choose", {}, "everyVolume", {}}},
                                {at(1), StepStarted{"everyVolume", {}, {}}}};
  for (int round = 0; round < 2; ++round) {
    history.push_back({at(2), IterationBegan{"everyVolume", {}, {}}});
    for (const char* step : {"snapshot", "enough", "rest"}) {
      history.push_back({at(2), StepStarted{step, {}, {}}});
      history.push_back({at(3), StepSucceeded{step, {}, "", {}}});
    }
  }
  history.push_back({at(29), StepSucceeded{"everyVolume", {}, "", {}}});
  history.push_back({at(29), StepStarted{"done", {}, {}}});
  history.push_back({at(30), StepSucceeded{"done", {}, "", {}}});
  history.push_back({at(30), ExecutionEnded{Status::kSuccess, {}}});
  FlowGraph graph = flow_graph(document, "flow");
  show_execution(graph, document, state, history, at(90065));
  compare_all("looped", graph);
}

TEST_CASE("drawing of an execution that was cancelled") {
  const Document document = flow_document();
  ExecutionState state = new_state(document);
  state.status = Status::kCancelled;
  state.ended = at(200);
  started(state, "describe", Status::kCancelled, 0, 4);
  started(state, "cleanUp", Status::kSuccess, 4, 200);
  const std::vector<Event> history = {{at(0), StepStarted{"describe", {}, {}}},
                                      {at(4), StepCancelled{"describe"}},
                                      {at(4), StepStarted{"cleanUp", {}, {}}},
                                      {at(200), StepSucceeded{"cleanUp", {}, {}, {}}},
                                      {at(200), ExecutionEnded{Status::kCancelled, {}}}};
  FlowGraph graph = flow_graph(document, "flow");
  show_execution(graph, document, state, history, at(1000));
  compare_all("cancelled", graph);
}

TEST_CASE("of several choices of the same step the one that was made is marked") {
  const Document document = *parse_leniently(R"(
schemaVersion: '0.3'
mainSteps:
- name: choose
  action: aws:branch
  inputs:
    Choices:
    - {Variable: '{{ global:DATE }}', StringEquals: a, NextStep: last}
    - {Variable: '{{ global:DATE }}', StringEquals: b, NextStep: last}
    Default: last
- name: last
  action: aws:sleep
  inputs: {Duration: PT1S}
)",
                                             DocumentFormat::kYaml, action_catalog())
                                 .document;
  const auto taken = [&](std::optional<std::int64_t> choice) {
    const std::vector<Event> history = {{at(0), StepStarted{"choose", {}, {}}},
                                        {at(1), StepSucceeded{"choose", {}, "last", {}, choice}},
                                        {at(1), StepStarted{"last", {}, {}}}};
    FlowGraph graph = flow_graph(document, "flow");
    show_execution(graph, document, new_state(document), history, at(2));
    std::vector<std::string> labels;
    for (const FlowEdge& edge : graph.edges)
      if (edge.taken) labels.push_back(edge.label);
    return labels;
  };
  using Labels = std::vector<std::string>;
  CHECK(taken(0) == Labels{"global:DATE = \"a\""});
  CHECK(taken(1) == Labels{"global:DATE = \"b\""});
  CHECK(taken(kNoChoice) == Labels{"otherwise"});
  CHECK(taken(std::nullopt).size() == 1);
}

}  // namespace ssm
