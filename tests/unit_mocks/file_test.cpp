// SPDX-License-Identifier: Apache-2.0
// Every file of files.yaml reads as its `same` (the form that is stored), or has its `problems`.
#include <catch2/catch.hpp>

#include "actions/cloud/mock_cloud.h"
#include "core/base/text.h"
#include "tests/unit_mocks/mock_world.h"

namespace ssm {
namespace {

std::vector<std::string> problems_of(std::string_view text) {
  const auto mocks = read_mocks(text);
  if (mocks) return {};
  return split(mocks_error(mocks.error(), "").message, '\n');
}

TEST_CASE("mock files") {
  const Json cases = mock_test::read_cases("files.yaml");
  REQUIRE(cases.size() > 20);
  for (const Json& the_case : cases) {
    DYNAMIC_SECTION(the_case.at("name").get<std::string>()) {
      const auto text = the_case.at("file").get<std::string>();
      if (const Json* problems = find_member(the_case, "problems")) {
        CHECK(problems_of(text) == problems->get<std::vector<std::string>>());
        continue;
      }
      REQUIRE(problems_of(text) == std::vector<std::string>());
      const std::string stored = to_text(to_json(*read_mocks(text)));
      CHECK(stored == the_case.at("same").get<std::string>());
      CHECK(to_text(to_json(*read_mocks(stored))) == stored);
    }
  }
}

TEST_CASE("a file over the limits is refused, not read") {
  std::string many = "[0";
  for (std::size_t i = 0; i < kMockFileLimits.max_nodes; ++i) many += ",0";
  CHECK(problems_of(many + "]").size() == 1);
  CHECK(problems_of(std::string(kMockFileLimits.max_bytes + 1, ' ')).size() == 1);
  CHECK(problems_of("mocks: " + std::string(5000, '[')).size() == 1);
}

TEST_CASE("mocks stand in a list of another file, too") {
  const auto node = read_nodes("cases:\n- mocks:\n  - stpe: a\n", DocumentFormat::kYaml);
  REQUIRE(node);
  const auto mocks = read_mocks(*node->find("cases")->items[0].find("mocks"), "cases[0].mocks");
  REQUIRE_FALSE(mocks);
  CHECK(mocks_error(mocks.error(), "a.test.yaml")
            .message.starts_with("a.test.yaml:3:5: cases[0].mocks[0]"));
}

TEST_CASE("what is asked for of a value") {
  const auto has = [](const char* value, const char* pattern) {
    return has_members(*parse_json(value), *parse_json(pattern));
  };
  CHECK(has(R"({"a": 1, "b": 2})", R"({"a": 1})"));
  CHECK(has(R"({"a": {"b": 1, "c": 2}})", R"({"a": {"b": 1}})"));
  CHECK_FALSE(has(R"({"a": 1})", R"({"b": 1})"));
  CHECK(has(R"({"a": [1, 2]})", R"({"a": [1, 2]})"));
  CHECK_FALSE(has(R"({"a": [1, 2]})", R"({"a": [1]})"));
  CHECK_FALSE(has(R"({"a": [2, 1]})", R"({"a": [1, 2]})"));
  CHECK(has(R"({"a": [{"x": 1, "y": 2}]})", R"({"a": [{"y": 2, "x": 1}]})"));
  CHECK_FALSE(has(R"({"a": [{"x": 1, "y": 2}]})", R"({"a": [{"x": 1}]})"));
  CHECK_FALSE(has(R"({"a": "1"})", R"({"a": 1})"));
  CHECK(has(R"({"a": 1.0})", R"({"a": 1})"));
  CHECK_FALSE(has(R"({"a": "x"})", R"({"a": {}})"));
  CHECK(has(R"({"a": null})", R"({"a": null})"));
}

}  // namespace
}  // namespace ssm
