// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "core/document/step_graph.h"

namespace ssm {

TEST_CASE("every way out of a step is an edge") {
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
                                       DocumentFormat::kYaml);
  REQUIRE(document);
  const StepGraph graph(document->main_steps);
  const auto ways = [&](std::size_t step) {
    std::vector<std::pair<std::size_t, StepGraph::Way>> found;
    for (const auto& edge : graph.edges(step)) found.emplace_back(edge.to, edge.way);
    return found;
  };
  using enum StepGraph::Way;
  CHECK(ways(0) == std::vector{std::pair(std::size_t{1}, kNext),
                               std::pair(std::size_t{3}, kFailure),
                               std::pair(std::size_t{2}, kCancel)});
  CHECK(ways(1) ==
        std::vector{std::pair(std::size_t{3}, kChoice), std::pair(std::size_t{2}, kDefault)});
  CHECK(ways(2).empty());
  CHECK(graph.before(3) == std::vector{true, true, false, false});
}

}  // namespace ssm
