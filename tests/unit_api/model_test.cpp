// SPDX-License-Identifier: Apache-2.0
#include "core/api/model.h"

#include <catch2/catch.hpp>
#include <set>

#include "core/api/validate.h"
#include "core/base/pattern.h"

namespace ssm {
namespace {

/// Every shape that operations reach, once.
std::set<const Shape*> all_shapes() {
  std::set<const Shape*> shapes;
  std::vector<const Shape*> open;
  for (const Operation& operation : operations()) {
    open.push_back(operation.input);
    open.push_back(operation.output);
  }
  while (!open.empty()) {
    const Shape* shape = open.back();
    open.pop_back();
    if (shape == nullptr || !shapes.insert(shape).second) continue;
    open.push_back(shape->key);
    open.push_back(shape->element);
    for (const MemberShape& member : shape->members) open.push_back(member.shape);
  }
  return shapes;
}

TEST_CASE("operations are found by either name") {
  CHECK(operations().size() == 22);
  for (const Operation& operation : operations()) {
    CHECK(find_operation(operation.name) == &operation);
    CHECK(find_operation(operation.command) == &operation);
  }
  CHECK(find_operation("start-automation") == nullptr);
  CHECK(find_operation("") == nullptr);
}

TEST_CASE("four operations page, by members that they have") {
  int paging = 0;
  for (const Operation& operation : operations()) {
    if (operation.paging == nullptr) continue;
    ++paging;
    CAPTURE(operation.name);
    const auto has = [](const Shape* shape, std::string_view name) {
      for (const MemberShape& member : shape->members)
        if (member.name == name) return true;
      return false;
    };
    CHECK(has(operation.input, operation.paging->input_token));
    CHECK(has(operation.input, operation.paging->limit_key));
    CHECK(has(operation.output, operation.paging->input_token));
    CHECK(has(operation.output, operation.paging->result_key));
  }
  CHECK(paging == 4);
}

TEST_CASE("every pattern of the model compiles") {
  int patterns = 0;
  for (const Shape* shape : all_shapes()) {
    if (shape->pattern.empty()) continue;
    CAPTURE(shape->name, shape->pattern);
    CHECK(Pattern::compile(shape->pattern).has_value());
    ++patterns;
  }
  CHECK(patterns > 20);
}

TEST_CASE("every shape has the parts of its kind") {
  for (const Shape* shape : all_shapes()) {
    CAPTURE(shape->name);
    const bool list = shape->kind == Shape::Kind::kList;
    const bool map = shape->kind == Shape::Kind::kMap;
    CHECK_FALSE(shape->name.empty());
    CHECK((shape->element != nullptr) == (list || map));
    CHECK((shape->key != nullptr) == map);
    if (!shape->members.empty()) CHECK(shape->kind == Shape::Kind::kStructure);
  }
}

TEST_CASE("every member and operation has one short sentence") {
  const auto is_sentence = [](std::string_view doc) {
    return doc.size() > 10 && doc.size() <= 90 && doc.ends_with('.');
  };
  for (const Operation& operation : operations()) {
    CAPTURE(operation.name, operation.doc);
    CHECK(is_sentence(operation.doc));
  }
  for (const Shape* shape : all_shapes()) {
    for (const MemberShape& member : shape->members) {
      CAPTURE(shape->name, member.name, member.doc);
      CHECK(is_sentence(member.doc));
    }
  }
}

TEST_CASE("answers come in model order at every level") {
  const Operation& get = *find_operation("GetAutomationExecution");
  const Json answer = Json::parse(R"({"AutomationExecution": {
    "Outputs": {"b": ["2"], "a": ["1"], "none": null}, "Secret": 1, "FailureMessage": null,
    "ExecutionStartTime": 1583737233.748,
    "StepExecutions": [{"StepStatus": "Success", "StepName": "one", "Extra": {}}, null],
    "AutomationExecutionId": "id"}})");
  CHECK(to_text(in_model_order(*get.output, answer)) ==
        R"({"AutomationExecution":{"AutomationExecutionId":"id",)"
        R"("ExecutionStartTime":1583737233.748,)"
        R"("StepExecutions":[{"StepName":"one","StepStatus":"Success"}],)"
        R"("Outputs":{"b":["2"],"a":["1"]}}})");
}

}  // namespace
}  // namespace ssm
