// SPDX-License-Identifier: Apache-2.0
#include "core/document/flow.h"

#include <catch2/catch.hpp>

#include "tests/unit_document/reading.h"

namespace ssm {
namespace {

const char* const kDocument = R"(
schemaVersion: '0.3'
mainSteps:
- {name: first, action: 'aws:pause', onFailure: continue}
- {name: second, action: 'aws:pause', nextStep: fourth, onFailure: 'step:third', isCritical: 'false'}
- {name: third, action: 'aws:pause', isEnd: true, onFailure: Continue, isCritical: true}
- name: fourth
  action: aws:branch
  onCancel: step:last
  inputs:
    Choices:
    - {NextStep: last, Variable: x, StringEquals: x}
    - NextStep: loop
      Not: {Variable: x, StringEquals: x}
    Default: last
- name: loop
  action: aws:loop
  inputs:
    Iterators: [a]
    Steps:
    - {name: inner, action: 'aws:pause'}
- {name: last, action: 'aws:deleteImage', inputs: {ImageId: ami-1}}
)";

TEST_CASE("routes") {
  CHECK(parse_route("Abort")->kind == Route::Kind::kAbort);
  CHECK(parse_route("abort")->kind == Route::Kind::kAbort);
  CHECK(parse_route("CONTINUE")->kind == Route::Kind::kContinue);
  CHECK(parse_route("step:x")->step == "x");
  CHECK(parse_route("step: x")->step == "x");
  CHECK_FALSE(parse_route("step:").has_value());
  CHECK_FALSE(parse_route("x").has_value());
  CHECK_FALSE(parse_route("").has_value());
}

TEST_CASE("a step's own rules and their defaults") {
  const Document document = test::load(kDocument);
  const auto step = [&](const char* name) -> const Step& { return *document.find_step(name); };
  CHECK(on_failure_of(step("first")).kind == Route::Kind::kContinue);
  CHECK(on_failure_of(step("second")).step == "third");
  CHECK(on_failure_of(step("last")).kind == Route::Kind::kAbort);
  CHECK(on_cancel_of(step("fourth")).step == "last");
  CHECK(on_cancel_of(step("last")).kind == Route::Kind::kAbort);
  CHECK_FALSE(is_critical(step("first")));
  CHECK_FALSE(is_critical(step("second")));
  CHECK(is_critical(step("third")));
  CHECK(is_critical(step("last")));
}

TEST_CASE("what follows a step") {
  const Document document = test::load(kDocument);
  const auto& steps = document.main_steps;
  CHECK(flow_of(steps, 0).next == "second");
  CHECK(flow_of(steps, 1).next == "fourth");
  CHECK(flow_of(steps, 2).next == std::nullopt);
  CHECK(flow_of(steps, 5).next == std::nullopt);
  CHECK(flow_of(steps, 1).on_failure.step == "third");
  const StepFlow branch = flow_of(steps, 3);
  CHECK(branch.choices == std::vector<std::string>{"last", "loop"});
  CHECK(branch.otherwise == "last");
  CHECK(branch.always_jumps());
  CHECK_FALSE(branch.is_open);
  CHECK(branch_targets(steps[3]) == std::vector<std::string>{"last", "loop", "last"});
  CHECK(branch_targets(steps[0]).empty());
}

TEST_CASE("steps in loops are found, and know their place") {
  const Document document = test::load(kDocument);
  const Step* inner = document.find_step("inner");
  REQUIRE(inner != nullptr);
  CHECK(inner->path == "mainSteps[4].inputs.Steps[0]");
  CHECK(inner->at.line == 21);
  CHECK(inner->at.column == 7);
  CHECK(document.find_step("outer") == nullptr);
}

}  // namespace
}  // namespace ssm
