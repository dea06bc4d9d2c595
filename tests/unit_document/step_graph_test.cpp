// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "actions/registry.h"
#include "core/document/step_graph.h"

namespace ssm {

TEST_CASE("all that may follow a step is an edge") {
  const auto document = parse_document(R"(
schemaVersion: '0.3'
mainSteps:
  - {name: a, action: 'aws:pause', inputs: {}, onFailure: 'step:d', onCancel: 'step:c'}
  - name: b
    action: aws:branch
    inputs: {Choices: [{Variable: x, StringEquals: y, NextStep: d}], Default: c}
  - {name: c, action: 'aws:pause', inputs: {}, isEnd: true}
  - {name: d, action: 'aws:pause', inputs: {}}
)",
                                       DocumentFormat::kYaml, {action_catalog()});
  REQUIRE(document);
  const StepGraph graph(document->main_steps);
  const auto edges_of = [&](std::size_t step) {
    std::vector<std::pair<std::size_t, StepGraph::EdgeKind>> found;
    for (const auto& edge : graph.edges(step)) found.emplace_back(edge.to, edge.kind);
    return found;
  };
  using enum StepGraph::EdgeKind;
  CHECK(edges_of(0) == std::vector{std::pair(std::size_t{1}, kNext),
                                   std::pair(std::size_t{3}, kFailure),
                                   std::pair(std::size_t{2}, kCancel)});
  CHECK(edges_of(1) ==
        std::vector{std::pair(std::size_t{3}, kChoice), std::pair(std::size_t{2}, kDefault)});
  CHECK(edges_of(2).empty());
  CHECK(graph.before(3) == std::vector{true, true, false, false});
  CHECK_FALSE(graph.may_end(0));
  CHECK_FALSE(graph.may_end(1));
  CHECK(graph.may_end(2));
  CHECK(graph.may_end(3));
}

TEST_CASE("an edge out of two loops is one of the outer loop's") {
  const auto reading = parse_leniently(R"(
schemaVersion: '0.3'
mainSteps:
  - name: outer
    action: aws:loop
    inputs:
      Iterators: [a]
      Steps:
        - name: inner
          action: aws:loop
          inputs:
            Iterators: [a]
            Steps:
              - {name: pick, action: 'aws:branch', inputs: {Choices: [{NextStep: last, Variable: a, StringEquals: a}], Default: behind}}
        - {name: behind, action: 'aws:pause', inputs: {}}
  - {name: last, action: 'aws:pause', inputs: {}}
)",
                                       DocumentFormat::kYaml, action_catalog());
  REQUIRE(reading.document);
  const std::vector<Step>& steps = reading.document->main_steps;
  const Step* pick = reading.document->find_step("pick");
  const StepGraph outside(steps);
  REQUIRE(outside.edges(0).size() == 2);
  CHECK(outside.edges(0)[0].inner == nullptr);
  CHECK(outside.edges(0)[1].inner == pick);
  CHECK(outside.edges(0)[1].kind == StepGraph::EdgeKind::kChoice);
  const StepGraph inside(steps[0].steps);
  REQUIRE(inside.edges(0).size() == 2);
  CHECK(inside.edges(0)[1].inner == pick);
  CHECK(inside.edges(0)[1].kind == StepGraph::EdgeKind::kDefault);
}

TEST_CASE("an edge out of a loop names the step that leaves") {
  const auto reading = parse_leniently(R"(
schemaVersion: '0.3'
mainSteps:
  - name: loop
    action: aws:loop
    inputs:
      Iterators: [a]
      Steps:
        - {name: inner, action: 'aws:pause', inputs: {}}
        - {name: other, action: 'aws:pause', inputs: {}, onFailure: 'step:last', nextStep: last}
  - {name: middle, action: 'aws:pause', inputs: {}, nextStep: nowhere}
  - {name: last, action: 'aws:pause', inputs: {}}
)",
                                       DocumentFormat::kYaml, action_catalog());
  REQUIRE(reading.document);
  const StepGraph graph(reading.document->main_steps);
  REQUIRE(graph.edges(0).size() == 3);
  CHECK(graph.edges(0)[0].inner == nullptr);
  for (const std::size_t edge : {std::size_t{1}, std::size_t{2}}) {
    CHECK(graph.edges(0)[edge].to == 2);
    CHECK(graph.edges(0)[edge].inner == reading.document->find_step("other"));
  }
  CHECK(graph.edges(0)[1].kind == StepGraph::EdgeKind::kNext);
  CHECK(graph.edges(0)[2].kind == StepGraph::EdgeKind::kFailure);
  CHECK(graph.edges(1).empty());
  CHECK_FALSE(graph.may_end(1));
}

}  // namespace ssm
